"""Small inputs that must be refused by what stands in them: absurd numbers, filters, boxes, ranges."""

from bad_structure import EITHER, REBUILT, WHOLE, replaced
from letters import bad, letter, swapped, with_stream, with_table
from writer import Laid, raw, stream

# --- Absurd numbers ---------------------------------------------------------------------------------------------------

NUMBERS = {
    "zero": "0",
    "negative": "-7",
    "two-to-31": "2147483648",
    "two-to-64": "18446744073709551616",
    "forty-digits": "9" * 40,
    "real": "7.5",
    "string": "(7)",
    "name": "/Seven",
    "array": "[7]",
    "itself": "1 0 R",
}
for name, value in NUMBERS.items():
    bad(
        f"size-{name}",
        f"The trailer's /Size is {value[:24]}.",
        lambda value=value: with_table(letter(), size=value),
        **EITHER,
    )
    bad(
        f"count-{name}",
        f"The page tree's /Count is {value[:24]}.",
        lambda value=value: replaced({2: f"<< /Type /Pages /Kids [3 0 R] /Count {value} >>"}),
        **EITHER,
    )
    if name != "itself":
        bad(
            f"length-{name}",
            f"The page's contents say /Length {value[:24]}.",
            lambda value=value: replaced({4: stream(b"BT ET", length=value)}),
            **EITHER,
        )


def odd_reference(old: str, new: str) -> bytes:
    laid = Laid()
    laid.put_all(letter())
    laid.cross_reference(7)
    return swapped(laid.end(), raw(old), raw(new))


WIDTHS = (
    "[0 0 0]",
    "[8 8 8]",
    "[1 4]",
    "[1 -4 2]",
    "[1 1000000000 2]",
    "[1 18446744073709551615 1]",
    "[]",
    "4",
    "[1 4.5 2]",
    "[/A /B /C]",
    "[1 4 2 0 0 9]",
)
INDEXES = (
    "[0 2147483647]",
    "[-1 8]",
    "[0]",
    "[0 8 3]",
    "[]",
    "[9223372036854775807 1]",
    "[0 -8]",
    "[0 4 0 4]",
    "8",
    "[4294967296 8]",
)
for index, value in enumerate(WIDTHS):
    bad(
        f"widths-odd-{index}",
        f"A cross-reference stream with /W {value}.",
        lambda value=value: odd_reference("/W [1 4 2]", f"/W {value}"),
        **REBUILT,
    )
for index, value in enumerate(INDEXES):
    bad(
        f"index-odd-{index}",
        f"A cross-reference stream with /Index {value}.",
        lambda value=value: odd_reference("/Index [0 8]", f"/Index {value}"),
        **REBUILT,
    )
FILTERS = (
    "/Percobaan",
    "/DCTDecode",
    "/JBIG2Decode",
    "/Crypt",
    "5",
    "[/FlateDecode null 3]",
    "/RunLengthDecode",
    "[[/FlateDecode]]",
    "8 0 R",
)
for index, value in enumerate(FILTERS):
    bad(
        f"cross-reference-filter-{index}",
        f"A cross-reference stream with /Filter {value}, which does not fit its bytes.",
        lambda value=value: odd_reference("/Type /XRef", f"/Type /XRef /Filter {value}"),
        **REBUILT,
    )
PARAMETERS = (
    "/Predictor 99 /Columns 7",
    "/Predictor 12 /Columns 0",
    "/Predictor 12 /Columns 2147483647",
    "/Predictor 12 /Columns -7",
    "/Predictor 12 /Columns 7 /Colors 1000000000",
    "/Predictor 12 /Columns 7 /BitsPerComponent 77",
    "/Predictor 2 /Columns 1000000007",
)
for index, value in enumerate(PARAMETERS):
    bad(
        f"cross-reference-predictor-{index}",
        f"A cross-reference stream with {value}.",
        lambda value=value: swapped(with_stream(letter()), b"/Predictor 12 /Columns 7", raw(value)),
        **REBUILT,
    )


def claiming(entries: str) -> bytes:
    return swapped(WHOLE, b"xref\n0 7\n", raw(f"xref\n{entries}\n"))


for name, entries in {
    "8388600": "0 8388600",
    "four-milliard": "0 4294967295",
    "negative": "0 -7",
    "start-huge": "9223372036854775800 7",
    "start-negative": "-3 7",
    "no-count": "0",
    "words": "a b",
}.items():
    bad(
        f"table-claims-{name}",
        f"The table's subsection claims `{entries}`.",
        lambda entries=entries: claiming(entries),
        **EITHER,
    )
BOXLESS = {"sign": "either", "why": "no visible signature fits, an invisible one may"}
BOXES = {
    "milliard": "[0 0 1000000000 1000000000]",
    "forty-digits": f"[0 0 {'9' * 40} 842]",
    "negative": "[0 0 -595 -842]",
    "nan": "[0 0 NaN Infinity]",
    "exponent": "[0 0 5e2 8e2]",
    "empty": "[0 0 0 0]",
    "line": "[0 0 595 0]",
    "three-numbers": "[0 0 595]",
    "no-numbers": "[]",
    "names": "[/A /B /C /D]",
    "number": "595",
    "itself": "3 0 R",
}
for name, value in BOXES.items():
    bad(
        f"box-{name}",
        f"/MediaBox is {value[:40]}.",
        lambda value=value: with_table(letter(box=f"/MediaBox {value}")),
        **BOXLESS,
    )
bad("box-missing", "No /MediaBox anywhere.", lambda: with_table(letter(box="")), **BOXLESS)
for name, value in {
    "unit-zero": "/UserUnit 0",
    "unit-negative": "/UserUnit -2",
    "unit-huge": "/UserUnit 1000000000",
    "rotate-name": "/Rotate /Up",
    "rotate-huge": f"/Rotate {'9' * 30}",
}.items():
    bad(f"page-{name}", f"The page says {value[:40]}.", lambda value=value: with_table(letter(page=value)), **EITHER)


def signed_range(value: str, contents: str = f"<{'30030201' + '00' * 60}>") -> bytes:
    return with_table(
        letter(
            "/AcroForm << /Fields [7 0 R] /SigFlags 3 >>",
            annots="/Annots [7 0 R]",
            extra={
                7: b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Setuju) /V 8 0 R /Rect [0 0 0 0] /P 3 0 R >>",
                8: raw(f"<< /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached {value} /Contents {contents} >>"),
            },
        )
    )


RANGES = (
    "/ByteRange [0 100 50 9]",
    "/ByteRange [0 -1 200 300]",
    "/ByteRange [0 9223372036854775807 5 5]",
    "/ByteRange [0 100]",
    "/ByteRange [1 2 3]",
    "/ByteRange 5",
    "",
    "/ByteRange [0 10 20 99999999]",
    "/ByteRange [0 1 2 3 4 5 6 7]",
    "/ByteRange [(a) /B null 4]",
)
for index, value in enumerate(RANGES):
    bad(
        f"byte-range-odd-{index}",
        f"A signature that says {value or 'no /ByteRange'}: no verifier may call it good.",
        lambda value=value: signed_range(value),
        **EITHER,
    )
bad(
    "signature-contents-name",
    "A signature whose /Contents is a name.",
    lambda: signed_range("/ByteRange [0 1 2 3]", "/Nothing"),
    **EITHER,
)
