"""Small inputs that must be refused by their structure: not PDFs, cut short, in circles, or bombs."""

import io
import zipfile
import zlib

from crossreferences import hybrid_file
from encrypted import by_qpdf
from letters import bad, letter, swapped, with_stream, with_table
from writer import Laid, packed, raw, stream

EITHER = {"sign": "either"}
REBUILT = {"sign": "either", "why": "signed only by whoever rebuilds the cross-reference from the objects"}
WHOLE = with_table(letter())


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zip_:
        zip_.writestr(zipfile.ZipInfo("surat.txt"), "Nota Dinas percobaan")
    return out.getvalue()


bad("empty", "0 bytes.", b"")
bad("one-byte", "One byte, a percent sign.", b"%")
bad("text", "A sentence.", b"Ini bukan berkas PDF, hanya sebuah kalimat.\n")
bad("html", "A web page.", b"<!DOCTYPE html><html><head><title>Surat</title></head><body>Nota Dinas</body></html>\n")
bad("zip", "A ZIP archive.", archive())
bad("header-only", "A header and nothing more.", b"%PDF-1.7\n")
bad("header-and-eof", "A header and %%EOF.", b"%PDF-1.7\n%%EOF\n")
bad("eof-only", "startxref and %%EOF.", b"startxref\n0\n%%EOF\n")
bad("postscript", "A PostScript file.", b"%!PS-Adobe-3.0\n/Times-Roman findfont 12 scalefont setfont showpage\n")
bad("html-around-pdf", "A web page that quotes a PDF behind 3,000 bytes.", b"<html>" + b" " * 3000 + WHOLE, **EITHER)

KINDS = {
    "table": lambda: WHOLE,
    "stream": lambda: with_stream(letter()),
    "hybrid": lambda: hybrid_file((5, 6)),
    "encrypted": lambda: by_qpdf("256", user=""),
    "two-revisions": lambda: two_revisions(),
}


def two_revisions() -> bytes:
    laid = Laid()
    laid.put_all(letter())
    laid.table()
    laid.end()
    laid.put(6, b"<< /Title (Nota Dinas, perubahan kedua) >>")
    laid.table()
    return laid.end()


for kind, make in KINDS.items():
    for percent in (10, 40, 75, 96):
        facts = EITHER if percent > 50 else {}
        bad(
            f"truncated-{kind}-{percent}",
            f"The first {percent} % of a good file ({kind}).",
            lambda make=make, percent=percent: make()[: len(make()) * percent // 100],
            **facts,
        )

# --- Circles ----------------------------------------------------------------------------------------------------------


def chained(previous: list[int]) -> bytes:
    """Tables whose /Prev names another section by its index from the first."""
    starts = []
    for _ in range(2):  # the second run knows where each section lies, which the first found out
        laid = Laid()
        laid.put_all(letter())
        found = []
        for index, target in enumerate(previous):
            laid.put(6, raw(f"<< /Title ({index:03d}) >>"))
            at = starts[target] if starts else 0
            found.append(laid.table(f"/Size 7 /Root 1 0 R /Prev {at:010d}"))
            laid.end()
        starts = found
    return bytes(laid.data)


bad("prev-itself", "/Prev names its own section.", lambda: chained([0]), **REBUILT)
bad("prev-two-in-circle", "Two sections name each other as /Prev.", lambda: chained([1, 0]), **REBUILT)
bad("prev-five-in-circle", "Five sections in a circle.", lambda: chained([4, 0, 1, 2, 3]), **REBUILT)


def stream_naming_itself() -> bytes:
    laid = Laid()
    laid.put_all(letter())
    laid.cross_reference(7, prev=laid.here)
    return laid.end()


def hybrid_naming_itself() -> bytes:
    laid = Laid()
    laid.put_all(letter())
    laid.table(extra=f"/XRefStm {laid.here}")
    return laid.end()


bad("prev-stream-itself", "A cross-reference stream names itself as /Prev.", stream_naming_itself, **REBUILT)
bad("hybrid-stream-is-table", "/XRefStm names the table it stands in.", hybrid_naming_itself, **REBUILT)
for name, value in {
    "negative": "-20",
    "beyond-end": "99999999",
    "huge": "9" * 40,
    "real": "1.5",
    "null": "null",
    "name": "/Here",
}.items():
    bad(
        f"prev-{name}",
        f"/Prev is {value[:12]}.",
        lambda value=value: with_table(letter(), extra=f"/Prev {value}"),
        **EITHER,
    )


def replaced(changes: dict[int, str | bytes], **told) -> bytes:
    return with_table(letter(extra={number: raw(body) for number, body in changes.items()}), **told)


bad(
    "tree-kid-is-itself",
    "The root of the page tree is its own kid.",
    lambda: replaced({2: "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}),
)
bad(
    "tree-kid-is-grandparent",
    "A node's kid is its grandparent.",
    lambda: replaced(
        {
            2: "<< /Type /Pages /Kids [7 0 R] /Count 1 >>",
            7: "<< /Type /Pages /Parent 2 0 R /Kids [8 0 R] /Count 1 >>",
            8: "<< /Type /Pages /Parent 7 0 R /Kids [2 0 R] /Count 1 >>",
        }
    ),
)
bad(
    "tree-parents-in-circle",
    "The page's parents are a circle, so what it inherits is never found.",
    lambda: replaced(
        {
            3: "<< /Type /Page /Parent 7 0 R /Contents 4 0 R >>",
            7: "<< /Type /Pages /Parent 8 0 R >>",
            8: "<< /Type /Pages /Parent 7 0 R >>",
        }
    ),
)
bad(
    "reference-in-circle",
    "The page tree is a reference to a reference to itself.",
    lambda: replaced({2: "7 0 R", 7: "8 0 R", 8: "7 0 R"}),
)
bad("reference-to-itself", "The page is a reference to itself.", lambda: replaced({3: "3 0 R"}))
bad(
    "length-itself",
    "A stream's /Length is the stream.",
    lambda: replaced({4: stream(b"BT ET", length="4 0 R")}),
    **EITHER,
)
bad(
    "length-in-circle",
    "A stream's /Length is a circle of two references.",
    lambda: replaced({4: stream(b"BT ET", length="7 0 R"), 7: "8 0 R", 8: "7 0 R"}),
    **EITHER,
)
bad(
    "fields-parents-in-circle",
    "Two fields are each other's parents.",
    lambda: with_table(
        letter(
            "/AcroForm << /Fields [7 0 R] >>",
            extra={7: b"<< /T (a) /Parent 8 0 R /Kids [8 0 R] >>", 8: b"<< /T (b) /Parent 7 0 R /Kids [7 0 R] >>"},
        )
    ),
)
bad(
    "fields-kid-is-itself",
    "A field is its own kid.",
    lambda: with_table(letter("/AcroForm << /Fields [7 0 R] >>", extra={7: b"<< /T (a) /Kids [7 0 R] >>"})),
)


def contained(streams: dict[int, bytes], entries: dict[int, tuple[int, int]]) -> bytes:
    """Object streams as given, and entries that place objects in them as (stream, index)."""
    laid = Laid()
    laid.put(4, letter()[4])
    for number, body in streams.items():
        laid.put(number, body)
    for number, (container, index) in entries.items():
        laid.entries[number] = (2, container, index)
        laid.size = max(laid.size, number + 1)
    laid.cross_reference(20, info=None)
    return laid.end()


MEMBERS = {number: letter()[number] for number in (1, 2, 3, 5)}
PLACES = {1: (10, 0), 2: (10, 1), 3: (10, 2), 5: (10, 3)}
bad(
    "object-stream-in-itself",
    "The catalog's object stream is said to live in itself.",
    lambda: contained({}, PLACES | {10: (10, 0)}),
)
bad(
    "object-streams-in-each-other",
    "Two object streams are each said to live in the other.",
    lambda: contained({}, PLACES | {10: (11, 0), 11: (10, 0)}),
)
bad("object-stream-is-missing", "The catalog's object stream does not exist.", lambda: contained({}, PLACES))
bad(
    "object-stream-is-no-stream",
    "The catalog's object stream is a dictionary.",
    lambda: contained({10: b"<< /Type /ObjStm >>"}, PLACES),
)
bad(
    "object-stream-extends-itself",
    "An object stream extends itself.",
    lambda: contained({10: packed(MEMBERS, "/Extends 10 0 R")}, PLACES),
    **EITHER,
)
bad(
    "object-streams-extend-each-other",
    "Two object streams extend each other.",
    lambda: contained({10: packed(MEMBERS, "/Extends 11 0 R"), 11: packed({30: b"null"}, "/Extends 10 0 R")}, PLACES),
    **EITHER,
)
bad(
    "object-stream-length-inside",
    "An object stream's /Length lives in that object stream.",
    lambda: contained(
        {10: swapped(packed(MEMBERS | {12: b"400"}), b"/Length ", b"/Length 12 0 R /Was ")}, PLACES | {12: (10, 4)}
    ),
    **EITHER,
)
for key, values in {"N": ("1000000000", "-1", "2.5", "null"), "First": ("1000000000", "-5", "0", "(a)")}.items():
    for index, value in enumerate(values):
        told = (
            f"/{key} {len(MEMBERS)}"
            if key == "N"
            else f"/{key} {packed(MEMBERS).split(b'/First ')[1].split()[0].decode()}"
        )
        bad(
            f"object-stream-{key.lower()}-odd-{index}",
            f"An object stream's /{key} is {value}.",
            lambda told=told, key=key, value=value: contained(
                {10: swapped(packed(MEMBERS), raw(told), raw(f"/{key} {value}"))}, PLACES
            ),
        )

# --- Bombs ------------------------------------------------------------------------------------------------------------


def deflated_zeros(count: int, layers: int = 1) -> bytes:
    packer, out, block = zlib.compressobj(9), b"", bytes(1 << 20)
    for _ in range(count >> 20):
        out += packer.compress(block)
    out += packer.flush()
    for _ in range(layers - 1):
        out = zlib.compress(out, 9)
    return out


def bomb_reference(data: bytes, filters: str, size: int) -> bytes:
    laid = Laid()
    laid.put_all(letter())
    at = laid.here
    laid.put(7, stream(data, f"/Type /XRef /W [1 4 2] /Size {size} /Root 1 0 R /Filter {filters}"))
    laid.previous = at
    return laid.end()


def bomb_object_stream(data: bytes, filters: str) -> bytes:
    return contained({10: stream(data, f"/Type /ObjStm /N 4 /First 30 /Filter {filters}")}, PLACES)


THREE = "[/FlateDecode /FlateDecode /FlateDecode]"
bad(
    "bomb-cross-reference",
    "A cross-reference stream of 4 MB in 4 kB of zeros.",
    lambda: bomb_reference(deflated_zeros(4 << 20), "/FlateDecode", 600000),
    **REBUILT,
)
bad(
    "bomb-object-stream",
    "An object stream of 4 MB in 4 kB.",
    lambda: bomb_object_stream(deflated_zeros(4 << 20), "/FlateDecode"),
)
bad(
    "bomb-three-layers-cross-reference",
    "A cross-reference stream deflated three times: a few hundred bytes become 1 GB.",
    lambda: bomb_reference(deflated_zeros(1 << 30, 3), THREE, 8000000),
    **REBUILT,
)
bad(
    "bomb-three-layers-object-stream",
    "The same as an object stream.",
    lambda: bomb_object_stream(deflated_zeros(1 << 30, 3), THREE),
)
bad(
    "bomb-three-layers-contents",
    "The same as a page's contents, which a signer need not unpack.",
    lambda: replaced({4: stream(deflated_zeros(1 << 30, 3), f"/Filter {THREE}")}),
    **EITHER,
)
bad(
    "filters-a-thousand",
    "A cross-reference stream with a thousand filters.",
    lambda: bomb_reference(b"", "[" + "/ASCIIHexDecode " * 1000 + "]", 7),
    **REBUILT,
)
