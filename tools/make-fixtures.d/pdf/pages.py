"""Page trees, page boxes, annotations, objects in object streams, and the tags that a signature can replace."""

from letters import LINES, content, honest, letter, two_pages, variant, with_stream, with_table
from writer import Laid, Objects, raw, stream

NOTE = b"<< /Type /Annot /Subtype /Text /Rect [400 700 420 720] /Contents (Catatan percobaan) >>"
FONT = "/Resources << /Font << /F1 5 0 R >> >>"

# --- Annotations ------------------------------------------------------------------------------------------------------

variant("annots-missing", "The page has no /Annots.", lambda: with_table(letter()))
variant(
    "annots-inline",
    "/Annots is an array in the page with one annotation.",
    lambda: with_table(letter(annots="/Annots [7 0 R]", extra={7: NOTE})),
)
variant(
    "annots-direct-members",
    "The array of /Annots holds the annotation itself instead of a reference.",
    lambda: with_table(letter(annots=f"/Annots [{NOTE.decode()}]")),
)
variant(
    "annots-indirect",
    "/Annots is a reference to an array.",
    lambda: with_table(letter(annots="/Annots 8 0 R", extra={7: NOTE, 8: b"[7 0 R]"})),
)
variant("annots-empty", "/Annots is an empty array.", lambda: with_table(letter(annots="/Annots []")))
variant("annots-null", "/Annots is null.", lambda: with_table(letter(annots="/Annots null")))
variant(
    "annots-reference-to-null",
    "/Annots refers to an object that is null.",
    lambda: with_table(letter(annots="/Annots 7 0 R", extra={7: b"null"})),
)
variant(
    "annots-reference-to-missing",
    "/Annots refers to an object that does not exist, which means null.",
    lambda: with_table(letter(annots="/Annots 70 0 R")),
)
variant(
    "annots-with-missing-member",
    "One of two annotations does not exist.",
    lambda: with_table(letter(annots="/Annots [7 0 R 70 0 R null]", extra={7: NOTE})),
)


@honest(pages=2, why="the page that is signed must get an array of its own")
def annots_shared() -> bytes:
    """Both pages name the same indirect array as /Annots: a widget added to it would show on both."""
    objects = two_pages(annots="/Annots 10 0 R", extra={9: NOTE, 10: b"[9 0 R]"})
    objects[7] = objects[7].replace(b"/Contents", b"/Annots 10 0 R /Contents", 1)
    return with_table(objects)


# --- Trees ------------------------------------------------------------------------------------------------------------


def deep_tree(levels: int, root: str) -> Objects:
    """A chain of /Pages nodes from object 10 on, above page 3; what is inherited stands in the first of them."""
    objects = letter()
    objects[2] = raw(f"<< /Type /Pages /Kids [10 0 R] /Count 1 {root} >>")
    for level in range(levels):
        kid = 11 + level if level + 1 < levels else 3
        parent = 9 + level if level else 2
        objects[10 + level] = raw(f"<< /Type /Pages /Parent {parent} 0 R /Kids [{kid} 0 R] /Count 1 >>")
    objects[3] = raw(f"<< /Type /Page /Parent {9 + levels} 0 R /Contents 4 0 R >>")
    return objects


@honest()
def tree_30_levels() -> bytes:
    """Thirty levels of /Pages; resources, box and a rotation by 90 are inherited from the top."""
    return with_table(deep_tree(30, f"{FONT} /MediaBox [0 0 595 842] /Rotate 90"))


@honest(pages=2000, xref="stream")
def tree_2000_flat() -> bytes:
    """Two thousand pages below one node, all with the same contents."""
    objects = letter()
    numbers = range(7, 2007)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects[2] = raw(f"<< /Type /Pages /Kids [{kids}] /Count 2000 {FONT} /MediaBox [0 0 595 842] >>")
    del objects[3]
    objects |= dict.fromkeys(numbers, b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>")
    return with_stream(objects)


APPENDIX = {8: stream(content(("Lampiran percobaan",)))}


@honest(pages=4)
def tree_unbalanced() -> bytes:
    """One page at the top, then a node with one page and a node with two."""
    objects = letter(extra=APPENDIX)
    page = "<< /Type /Page /Parent {} 0 R /MediaBox [0 0 595 842] " + FONT + " /Contents 8 0 R >>"
    objects[2] = b"<< /Type /Pages /Kids [3 0 R 10 0 R] /Count 4 >>"
    objects[10] = b"<< /Type /Pages /Parent 2 0 R /Kids [11 0 R 12 0 R] /Count 3 >>"
    objects[11] = raw(page.format(10))
    objects[12] = b"<< /Type /Pages /Parent 10 0 R /Kids [13 0 R 14 0 R] /Count 2 >>"
    objects[13] = objects[14] = raw(page.format(12))
    return with_table(objects)


def tree(kids: str, count: str, change=lambda objects: objects) -> bytes:
    objects = two_pages()
    objects[2] = raw(f"<< /Type /Pages /Kids [{kids}] /Count {count} >>")
    return with_table(change(objects))


variant("tree-count-too-large", "/Count says 5, there are two pages.", lambda: tree("3 0 R 7 0 R", "5"), pages=2)
variant("tree-count-too-small", "/Count says 1, there are two pages.", lambda: tree("3 0 R 7 0 R", "1"), pages=2)
variant(
    "tree-kids-with-null",
    "/Kids holds a null and a reference to nothing between the two pages.",
    lambda: tree("3 0 R null 99 0 R 7 0 R", "2"),
    pages=2,
)
variant(
    "tree-kids-indirect",
    "/Kids is a reference to an array.",
    lambda: tree("", "2", lambda o: o | {2: b"<< /Type /Pages /Kids 9 0 R /Count 2 >>", 9: b"[3 0 R 7 0 R]"}),
    pages=2,
)
variant(
    "tree-page-twice",
    "The same page stands twice in /Kids: the widget's page number is not one but two.",
    lambda: tree("3 0 R 3 0 R", "2"),
    pages=2,
)


@honest()
def page_without_type() -> bytes:
    """The page has no /Type."""
    return with_table(letter(extra={3: letter()[3].replace(b"/Type /Page ", b"")}))


@honest()
def page_without_parent() -> bytes:
    """The page has no /Parent."""
    return with_table(letter(extra={3: letter()[3].replace(b"/Parent 2 0 R ", b"")}))


@honest()
def page_contents_array() -> bytes:
    """/Contents is an array of three streams; an operator's operands are cut between two of them."""
    parts = (b"BT /F1 14 Tf 72", b"740 Td (Nota Dinas percobaan)", b"Tj ET")
    objects = letter(extra={10 + index: stream(part) for index, part in enumerate(parts)})
    objects[3] = objects[3].replace(b"/Contents 4 0 R", b"/Contents [10 0 R 11 0 R 12 0 R]")
    return with_table(objects)


@honest()
def page_empty() -> bytes:
    """The page has neither contents nor resources."""
    objects = letter()
    del objects[4], objects[5]
    objects[3] = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    laid = Laid()
    laid.put_all(objects)
    laid.free(4)
    laid.free(5)
    laid.table()
    return laid.end()


@honest()
def page_graphics_state_left_scaled() -> bytes:
    """The contents scale, rotate and clip without q and Q: what is drawn after them lands elsewhere."""
    return with_table(letter(extra={4: stream(b"0.5 0 0 0.5 100 100 cm 0 0 300 300 re W n " + content(LINES))}))


# --- Boxes ------------------------------------------------------------------------------------------------------------

for angle in (90, 180, 270):
    variant(
        f"page-rotated-{angle}",
        f"The page is turned by {angle} degrees.",
        lambda angle=angle: with_table(letter(page=f"/Rotate {angle}")),
    )
variant("page-rotated-minus-90", "The page is turned by -90 degrees.", lambda: with_table(letter(page="/Rotate -90")))
variant("page-rotated-450", "The page is turned by 450 degrees.", lambda: with_table(letter(page="/Rotate 450")))
variant(
    "page-rotated-45",
    "The page claims to be turned by 45 degrees, which readers take for none.",
    lambda: with_table(letter(page="/Rotate 45")),
)
variant(
    "page-box-shifted",
    "The media box begins at (-100, 37.5).",
    lambda: with_table(letter(box="/MediaBox [-100 37.5 495 879.5]")),
)
variant(
    "page-box-reversed",
    "The corners of the media box are the wrong way round.",
    lambda: with_table(letter(box="/MediaBox [595 842 0 0]")),
)
variant(
    "page-box-indirect",
    "The media box is a reference, and one of its numbers too.",
    lambda: with_table(letter(box="/MediaBox 7 0 R", extra={7: b"[0 0 8 0 R 842]", 8: b"595"})),
)
variant(
    "page-crop-shifted",
    "The crop box shows a part that begins at (60, 90).",
    lambda: with_table(letter(page="/CropBox [60 90 500 800]")),
)
variant(
    "page-crop-larger",
    "The crop box reaches beyond the media box on all sides.",
    lambda: with_table(letter(page="/CropBox [-50 -50 700 900]")),
)
variant(
    "page-crop-shifted-rotated",
    "A crop box away from the origin on a page turned by 270 degrees.",
    lambda: with_table(letter(page="/CropBox [60 90 500 800] /Rotate 270")),
)
variant("page-user-unit", "One unit is 2.5 points.", lambda: with_table(letter(page="/UserUnit 2.5"), "1.6"))

# --- Where objects live -----------------------------------------------------------------------------------------------

variant(
    "page-in-object-stream",
    "The page lives in an object stream, the catalog does not.",
    lambda: with_stream(letter(), plain=(1, 2)),
    xref="stream",
)
variant(
    "catalog-in-object-stream",
    "The catalog lives in an object stream, the page does not.",
    lambda: with_stream(letter(), plain=(2, 3)),
    xref="stream",
)


@honest()
def object_generation_3() -> bytes:
    """The page is object 3 of generation 3."""
    laid = Laid()
    objects = letter()
    objects[2] = b"<< /Type /Pages /Kids [3 3 R] /Count 1 >>"
    laid.put_all(objects, without=(3,))
    laid.put(3, objects[3], generation=3)
    laid.table()
    return laid.end()


@honest(xref="stream")
def object_streams_extended() -> bytes:
    """Two object streams, the second /Extends the first."""
    objects = letter()
    laid = Laid()
    laid.put(4, objects[4])
    laid.pack(7, {number: objects[number] for number in (1, 2)})
    laid.pack(8, {number: objects[number] for number in (3, 5, 6)}, extra="/Extends 7 0 R")
    laid.cross_reference(9)
    return laid.end()


@honest(xref="stream")
def object_stream_replaced_member() -> bytes:
    """A later revision gives the page a plain object; the one in the object stream is stale."""
    laid = Laid()
    objects = letter(lines=("Isi lama yang sudah diganti",))
    laid.put(4, objects[4])
    laid.pack(7, {number: objects[number] for number in (1, 2, 3, 5, 6)})
    laid.cross_reference(8)
    laid.end()
    laid.put(9, stream(content(LINES)))
    laid.put(3, objects[3].replace(b"/Contents 4 0 R", b"/Contents 9 0 R"))
    laid.cross_reference(10)
    return laid.end()


# --- Tags -------------------------------------------------------------------------------------------------------------

variant("tag-hash", "The text holds the tag `#` once.", lambda: with_table(letter(lines=(*LINES, "Hormat kami,", "#"))))
variant(
    "tag-dollar", "The text holds the tag `$` once.", lambda: with_table(letter(lines=(*LINES, "Hormat kami,", "$")))
)
variant("tag-braces", "The text holds the tag `${ttd}` once.", lambda: with_table(letter(lines=(*LINES, "${ttd}"))))
variant(
    "tag-brackets", "The text holds the tag `[qr_ttd]` once.", lambda: with_table(letter(lines=(*LINES, "[qr_ttd]")))
)
variant(
    "tag-several",
    "The tag `#` stands on three lines.",
    lambda: with_table(letter(lines=("Yang menyetujui: #", "Yang mengetahui: #", *LINES, "#"))),
)
variant(
    "tag-inside-word",
    "The tag stands inside a word: `Contoh#Surat` and `pre${ttd}post`.",
    lambda: with_table(letter(lines=("Contoh#Surat", "pre${ttd}post"))),
)
variant(
    "tag-second-page",
    "The tag `${ttd}` stands on the second page only.",
    lambda: with_table(two_pages(second=("Lampiran percobaan", "${ttd}"))),
    pages=2,
)
variant(
    "tag-rotated-page",
    "The tag `${ttd}` stands on a page turned by 90 degrees.",
    lambda: with_table(letter(lines=(*LINES, "${ttd}"), page="/Rotate 90")),
)
variant(
    "tag-cropped-page",
    "The tag `${ttd}` stands on a page with a crop box away from the origin.",
    lambda: with_table(letter(lines=(*LINES, "${ttd}"), page="/CropBox [60 90 500 800]")),
)


@honest()
def tag_split_by_kerning() -> bytes:
    """The tag `${ttd}` is shown in pieces by TJ with kerning between them."""
    return with_table(letter(extra={4: stream(b"BT /F1 14 Tf 72 740 Td [($) 20 ({t) -15 (td) 10 (})] TJ ET")}))


@honest()
def tag_rotated_text() -> bytes:
    """The tag `#` is written upwards on an upright page."""
    return with_table(letter(extra={4: stream(b"BT /F1 14 Tf 0 1 -1 0 300 400 Tm (Paraf: #) Tj ET")}))
