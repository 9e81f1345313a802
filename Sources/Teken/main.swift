print("teken")
