"""Files whose cross-reference, trailer or header is unusual, but as the standard allows or readers expect."""

import base64
import subprocess
import tempfile
import zlib
from pathlib import Path

from letters import honest, letter, two_pages, variant, with_stream, with_table
from writer import FREE, IDENTIFIER, PLAIN, Laid, lzw, raw, stream

PICTURE = stream(
    bytes((x * 16 ^ y * 16) & 0xFF for y in range(16) for x in range(16)),
    "/Type /XObject /Subtype /Image /Width 16 /Height 16 /ColorSpace /DeviceGray /BitsPerComponent 8",
)


def qpdf(data: bytes, *arguments: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.pdf"), Path(folder, "out.pdf")
        source.write_bytes(data)
        subprocess.run(["qpdf", "--static-id", *arguments, str(source), str(target)], check=True)
        return target.read_bytes()


def letter_with_picture() -> dict[int, bytes]:
    objects = two_pages()
    objects[4] = stream(b"BT /F1 14 Tf 72 740 Td (Nota Dinas percobaan) Tj ET q 64 0 0 64 72 600 cm /X1 Do Q")
    objects[3] = objects[3].replace(b"/Font", b"/XObject << /X1 9 0 R >> /Font", 1)
    return objects | {9: PICTURE}


@honest(pages=2)
def table() -> bytes:
    """PDF 1.4 with a cross-reference table, two pages, text and a picture: nothing awkward."""
    return with_table(letter_with_picture(), "1.4")


@honest()
def version_1_0() -> bytes:
    """PDF 1.0, which knew neither forms nor signatures; the trailer has no /ID."""
    return with_table(letter(), "1.0", ident=None)


@honest(xref="stream")
def version_2_0() -> bytes:
    """PDF 2.0 with object streams and no information dictionary."""
    return with_stream({n: b for n, b in letter().items() if n != 6}, version="2.0", info=None)


@honest(xref="stream", pages=2)
def stream_predictor() -> bytes:
    """PDF 1.5: object streams, and a cross-reference stream with PNG's predictor."""
    return with_stream(letter_with_picture(), version="1.5")


@honest(xref="stream")
def stream_eight_byte_fields() -> bytes:
    """A cross-reference stream with /W [1 8 2]: offsets in eight bytes."""
    return with_stream(letter(), widths=(1, 8, 2))


@honest(xref="stream")
def stream_without_type_field() -> bytes:
    """A cross-reference stream with /W [0 3 1]: a field of no width is type 1 everywhere; object 0 is not listed."""
    laid = Laid()
    laid.put_all(letter())
    laid.cross_reference(7, widths=(0, 3, 1), numbers=[1, 2, 3, 4, 5, 6, 7])
    return laid.end()


@honest(xref="stream")
def stream_without_third_field() -> bytes:
    """A cross-reference stream with /W [1 3 0]: generation and index are 0 everywhere."""
    laid = Laid()
    laid.put_all(letter())
    laid.cross_reference(7, widths=(1, 3, 0))
    return laid.end()


@honest(xref="stream")
def stream_index_ranges() -> bytes:
    """A cross-reference stream whose /Index has four ranges, with gaps up to object 9000."""
    laid = Laid()
    objects = letter(extra={40: b"<< /Note (a gap before me) >>", 9000: b"(far away)"})
    laid.put_all(objects)
    laid.cross_reference(41, numbers=[0, 1, 2, 3, 4, 5, 6, 40, 41, 9000])
    return laid.end()


def encoded_cross_reference(encode, filters: str) -> bytes:
    laid = Laid()
    laid.put_all(letter())
    laid.cross_reference(7, encode=encode, filters=filters)
    return laid.end()


variant(
    "stream-asciihex",
    "The cross-reference stream is in hexadecimal.",
    lambda: encoded_cross_reference(lambda rows: rows.hex().encode() + b">", "/ASCIIHexDecode"),
    xref="stream",
)
variant(
    "stream-ascii85-flate",
    "The cross-reference stream is deflated and then in ASCII 85: two filters in an array.",
    lambda: encoded_cross_reference(
        lambda rows: base64.a85encode(zlib.compress(rows)) + b"~>", "[/ASCII85Decode /FlateDecode]"
    ),
    xref="stream",
)
variant(
    "stream-lzw",
    "The cross-reference stream is packed with LZW.",
    lambda: encoded_cross_reference(lzw, "/LZWDecode"),
    xref="stream",
)
variant(
    "stream-unfiltered",
    "The cross-reference stream has no filter.",
    lambda: with_stream(letter(), predictor=False),
    xref="stream",
)


def hybrid_file(hidden: tuple[int, ...]) -> bytes:
    """The table calls the hidden objects free; the stream of /XRefStm tells where they are."""
    objects = letter(catalog="/PageMode /UseNone")
    laid = Laid("1.5")
    laid.put_all(objects, without=hidden)
    laid.pack(7, {number: objects[number] for number in hidden})
    seen = dict(laid.entries)
    laid.size = 9
    laid.entries = {number: seen[number] for number in hidden}
    at = laid.cross_reference(8, numbers=sorted(hidden), listed=False, extra="")
    laid.previous = None
    laid.entries = {number: (FREE, 0, 0) if number in hidden else entry for number, entry in seen.items()}
    laid.entries[0] = (FREE, 0, 65535)
    laid.entries[8] = (PLAIN, at, 0)
    laid.table(extra=f"/XRefStm {at}")
    return laid.end()


variant(
    "hybrid",
    "A table and /XRefStm: font and information hide in an object stream that only the stream knows.",
    lambda: hybrid_file((5, 6)),
    xref="hybrid",
)
variant(
    "hybrid-catalog-hidden",
    "As `hybrid`, and the catalog hides too: a reader of tables alone finds no document.",
    lambda: hybrid_file((1, 5, 6)),
    xref="hybrid",
)

variant(
    "linearised-table",
    "Linearised, with tables: two sections, the first of them for the first page.",
    lambda: qpdf(with_table(letter_with_picture()), "--linearize", "--object-streams=disable"),
    how="qpdf",
    pages=2,
)
variant(
    "linearised-stream",
    "Linearised, with object streams.",
    lambda: qpdf(with_table(letter_with_picture()), "--linearize", "--object-streams=generate"),
    how="qpdf",
    pages=2,
    xref="stream",
)


@honest()
def table_crlf() -> bytes:
    """The entries of the table end with CR LF, as all other lines do."""
    laid = Laid(eol=b"\r\n")
    laid.put_all(letter())
    laid.table(ending=b"\r\n")
    return laid.end(tail=b"%%EOF\r\n")


@honest()
def table_cr_only() -> bytes:
    """Every line ends with a lone CR; the entries of the table with a space and CR."""
    laid = Laid(eol=b"\r")
    laid.put_all({number: body.replace(b"\n", b"\r") if number != 4 else body for number, body in letter().items()})
    laid.table(ending=b" \r")
    return laid.end(tail=b"%%EOF\r")


variant("trailer-without-id", "The trailer has no /ID.", lambda: with_table(letter(), ident=None))
variant(
    "trailer-id-one-string",
    "/ID holds one string instead of two.",
    lambda: with_table(letter(), ident=IDENTIFIER.split()[0]),
)
variant("trailer-id-empty-strings", "/ID holds two empty strings.", lambda: with_table(letter(), ident="() ()"))
variant(
    "trailer-id-indirect",
    "/ID is a reference to an array.",
    lambda: with_table(letter(extra={7: raw(f"[{IDENTIFIER}]")}), ident=None, extra="/ID 7 0 R"),
)
variant(
    "trailer-without-info",
    "There is no information dictionary.",
    lambda: with_table({n: b for n, b in letter().items() if n != 6}, info=None),
)
variant(
    "trailer-size-too-small",
    "/Size is 4, but objects 4 to 6 exist and are used.",
    lambda: with_table(letter(), size=4),
    why="a new object's number must be above the highest used, not /Size",
)
variant("trailer-size-too-large", "/Size is 12, five more than needed.", lambda: with_table(letter(), size=12))
variant(
    "trailer-prev-zero", "The first section says /Prev 0, as some producers do.", lambda: with_table(letter(), prev=0)
)
variant(
    "trailer-unknown-keys",
    "The dictionary of the cross-reference stream has unknown keys of all kinds.",
    lambda: with_stream(letter(), extra="/TEKN_Note (tidak dikenal) /TEKN_List [1 [2] << /A null >>] /TEKN_N 5 0 R"),
    xref="stream",
)


@honest()
def trailer_comments() -> bytes:
    """Comments inside the trailer, one with an unbalanced parenthesis and one with `>>`."""
    laid = Laid()
    laid.put_all(letter())
    words = f"/Size 7 % seven (of them\n/Root 1 0 R % >> not the end\n/Info 6 0 R /ID [% two\n{IDENTIFIER}]"
    laid.table(words)
    return laid.end()


@honest()
def root_generation_1() -> bytes:
    """The catalog is object 1 of generation 1."""
    laid = Laid()
    objects = letter()
    laid.put(1, objects[1], generation=1)
    laid.put_all(objects, without=(1,))
    laid.table(root="1 1 R")
    return laid.end()


variant(
    "bytes-after-header-none",
    "No comment of high bytes follows the header.",
    lambda: with_table(letter()).replace(b"%\xe2\xe3\xcf\xd3\n", b"%1234\n", 1),
)


@honest()
def revisions_300() -> bytes:
    """Three hundred revisions, each a table of its own with a new information dictionary."""
    laid = Laid()
    laid.put_all(letter())
    laid.table()
    laid.end()
    for revision in range(2, 301):
        laid.put(6, raw(f"<< /Title (Nota Dinas, perubahan {revision}) >>"))
        laid.table(ident=None if revision % 2 else IDENTIFIER)
        laid.end()
    return bytes(laid.data)


@honest(xref="stream")
def revisions_table_then_stream() -> bytes:
    """The first revision has a table, the second a cross-reference stream."""
    laid = Laid()
    laid.put_all(letter())
    laid.table()
    laid.end()
    laid.put(6, b"<< /Title (Nota Dinas, perubahan kedua) >>")
    laid.cross_reference(7)
    return laid.end()


@honest()
def revisions_stream_then_table() -> bytes:
    """The first revision has a cross-reference stream, the second a table."""
    laid = Laid()
    laid.put_all(letter())
    laid.cross_reference(7)
    laid.end()
    laid.put(6, b"<< /Title (Nota Dinas, perubahan kedua) >>")
    laid.table()
    return laid.end()


@honest()
def revision_frees_object() -> bytes:
    """The last revision frees the annotation 8 that the page names no more; number 8 must not come back to life."""
    laid = Laid()
    note = b"<< /Type /Annot /Subtype /Text /Rect [400 700 420 720] /Contents (Catatan) >>"
    laid.put_all(letter(annots="/Annots [7 0 R]", extra={7: note, 8: note}))
    laid.table()
    laid.end()
    laid.put(3, letter(annots="/Annots [7 0 R]")[3])
    laid.free(0, next_=8, generation=65535)
    laid.free(8)
    laid.table()
    return laid.end()


@honest()
def object_freed_and_reused() -> bytes:
    """Object 7 was freed in the second revision and used again in the third, as generation 1."""
    laid = Laid()
    note = "<< /Type /Annot /Subtype /Text /Rect [400 700 420 720] /Contents ({}) >>"
    laid.put_all(letter(annots="/Annots [7 0 R]", extra={7: raw(note.format("lama"))}))
    laid.table()
    laid.end()
    laid.put(3, letter()[3])
    laid.free(0, next_=7, generation=65535)
    laid.free(7)
    laid.table()
    laid.end()
    laid.put(7, raw(note.format("baru")), generation=1)
    laid.put(3, letter(annots="/Annots [7 1 R]")[3])
    laid.free(0, generation=65535)
    laid.table()
    return laid.end()
