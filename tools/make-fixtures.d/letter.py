#!/usr/bin/env python3
"""Writes the sample letter that the trial signs: one page of A4, made up, with a tag where the signature belongs."""

import sys

LEFT, RIGHT = 72, 523
HEAD = [("Helvetica-Bold", 14, "INSTANSI CONTOH"), ("Helvetica", 10, "Bagian Percobaan dan Pengembangan")]
ADDRESS = "Jalan Contoh Nomor 1, Kota Contoh 12345"
FIELDS = [
    ("Nomor", "ND-001/PERCOBAAN/2026"),
    ("Kepada", "Seluruh pegawai Instansi Contoh"),
    ("Dari", "Plt. Kepala Bagian Percobaan"),
    ("Hal", "Uji coba tanda tangan elektronik"),
    ("Tanggal", "20 November 2026"),
]
PARAGRAPHS = [
    [
        "Bersama ini disampaikan bahwa mulai hari ini dilakukan uji coba tanda tangan elektronik",
        "untuk naskah dinas di lingkungan Instansi Contoh. Dokumen ini adalah contoh; semua",
        "nama, nomor dan tempat di dalamnya rekaan.",
    ],
    [
        "Keabsahan tanda tangan dapat diperiksa dengan pembaca PDF apa pun yang mengenal",
        "PAdES, atau dengan memindai kode QR pada kolom tanda tangan.",
    ],
    ["Demikian disampaikan, atas perhatiannya diucapkan terima kasih."],
]


def text(font: str, size: float, x: float, y: float, words: str) -> str:
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET"


def page() -> bytes:
    lines = []
    y = 790
    for font, size, words in HEAD:
        lines.append(text("F2" if "Bold" in font else "F1", size, LEFT, y, words))
        y -= size + 4
    lines.append(text("F1", 9, LEFT, y, ADDRESS))
    y -= 10
    lines.append(f"1.5 w {LEFT} {y} m {RIGHT} {y} l S")
    y -= 40
    lines.append(text("F2", 13, 258, y, "NOTA DINAS"))
    y -= 34
    for name, value in FIELDS:
        lines.append(text("F1", 11, LEFT, y, name))
        lines.append(text("F1", 11, LEFT + 70, y, f": {value}"))
        y -= 18
    y -= 6
    lines.append(f"0.5 w {LEFT} {y} m {RIGHT} {y} l S")
    y -= 30
    for paragraph in PARAGRAPHS:
        for words in paragraph:
            lines.append(text("F1", 11, LEFT, y, words))
            y -= 16
        y -= 10
    y -= 10
    lines.append(text("F1", 11, 300, y, "Plt. Kepala Bagian Percobaan,"))
    y -= 86
    # The signature covers the tag, which is as pale as a tag can be and still be text.
    lines.append(f"0.9 g {text('F1', 8, 300, y, '${ttd}')} 0 g")
    y -= 20
    lines.append(text("F2", 11, 300, y, "Siti Contoh"))
    lines.append(text("F1", 8, LEFT, 40, "Dokumen contoh. Nama, nomor dan tempat di dalamnya rekaan."))
    return "\n".join(lines).encode("ascii")


def document(contents: bytes) -> bytes:
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(id-ID)>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(contents), contents),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
        b"<</Title(Nota dinas percobaan)/Producer(tools/make-fixtures)>>",
    ]
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    identifier = b"<6e6f74612064696e61732031202020>"
    out += b"trailer\n<</Size %d/Root 1 0 R/Info 7 0 R/ID[%s%s]>>\n" % (len(bodies) + 1, identifier, identifier)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


if __name__ == "__main__":
    with open(sys.argv[1], "wb") as file:
        file.write(document(page()))
