"""A richer letter, signed, and what an update can change in it."""

from paper import (
    AMOUNT,
    CATALOG,
    CONTENT,
    FONT,
    FORGED,
    LINES,
    PAGE,
    PAGES,
    Object,
    Paper,
    letter,
    original,
    ref,
    stream,
    words,
)
from signing import shortly

LIE = tuple(line.replace(AMOUNT, FORGED) for line in LINES)
IMAGE, LOOK, LAYER = 20, 21, 22
NOTE = 23
NINES = {"Type": "/Encoding", "Differences": "[49 /nine]"}


def picture(ink: int) -> bytes:
    """A small picture of one grey."""
    entries = {"Type": "/XObject", "Subtype": "/Image", "Width": 2, "Height": 2, "BitsPerComponent": 8}
    return stream(bytes([ink, 255 - ink, 255 - ink, ink]), entries | {"ColorSpace": "/DeviceGray"})


def form_object(text: str, box: str = "[0 0 300 40]", ink: str = "0 g") -> bytes:
    resources = {"Font": {"F1": ref(FONT)}}
    entries = {"Type": "/XObject", "Subtype": "/Form", "BBox": box, "Resources": resources}
    return stream(f"{ink} BT /F1 16 Tf 4 12 Td ({text}) Tj ET", entries)


def furnished() -> dict[int, Object]:
    """The letter with a picture, a form XObject, an optional layer and a note on its page."""
    shown = words() + "\nq 60 0 0 60 72 520 cm /I1 Do Q q 1 0 0 1 72 460 cm /L1 Do Q /OC /O1 BDC "
    shown += "BT /F1 16 Tf 72 420 Td (Lapis: berlaku) Tj ET EMC"
    resources = {"Font": {"F1": ref(FONT)}, "XObject": {"I1": ref(IMAGE), "L1": ref(LOOK)}}
    objects = letter(page={"Resources": resources | {"Properties": {"O1": ref(LAYER)}}, "Annots": [ref(NOTE)]})
    objects[CATALOG] = objects[CATALOG] | {"OCProperties": {"OCGs": [ref(LAYER)], "D": {"ON": [ref(LAYER)]}}}
    note = {"Type": "/Annot", "Subtype": "/Stamp", "Rect": [350, 700, 500, 740], "F": 4, "P": ref(PAGE)}
    return objects | {
        CONTENT: stream(shown),
        IMAGE: picture(40),
        LOOK: form_object("Setuju sampai 2026"),
        LAYER: {"Type": "/OCG", "Name": "(Lapis)"},
        NOTE: note | {"AP": {"N": ref(NOTE + 1)}},
        NOTE + 1: form_object("BATAL", "[0 0 150 40]", "0.7 g 0 0 150 40 re f 0 g"),
    }


TABLE, STREAM = shortly(original(furnished())), shortly(original(furnished(), "stream"))


def overlay(paper: Paper) -> dict[int, Object]:
    """An annotation that covers the amount with another."""
    number, box = paper.size, [72, 676, 372, 706]
    entries = {"Type": "/Annot", "Subtype": "/FreeText", "Rect": box, "F": 4, "P": ref(PAGE), "Contents": "()"}
    look = form_object(f"Jumlah: {FORGED}", "[0 0 300 30]", "1 g 0 0 300 30 re f 0 g")
    return {number: entries | {"AP": {"N": ref(number + 1)}}, number + 1: look}


def annotated(paper: Paper) -> dict[int, Object]:
    added = overlay(paper)
    return added | {PAGE: paper.page | {"Annots": [*(paper.page.get("Annots") or []), ref(paper.size)]}}


def changed_content() -> bytes:
    whole = TABLE.objects[CONTENT]
    assert whole.count(AMOUNT.encode()) == 1
    return whole.replace(AMOUNT.encode(), FORGED.encode())


def page_with(paper: Paper, **entries) -> dict[int, Object]:
    return {PAGE: paper.page | entries}


def catalog_with(paper: Paper, **entries) -> dict[int, Object]:
    return {CATALOG: paper.catalog | entries}


def other_page(paper: Paper, at: int, parent: int = PAGES) -> dict[int, Object]:
    page = {"Type": "/Page", "Parent": ref(parent), "MediaBox": "[0 0 595 842]", "Contents": ref(at + 1)}
    page["Resources"] = {"Font": {"F1": ref(FONT)}}
    return {at: page, at + 1: stream(words(LIE))}


def font_with(paper: Paper) -> dict:
    return paper.objects[FONT] | {"Encoding": NINES}


def kids(*pages: int) -> dict:
    return {"Type": "/Pages", "Kids": [ref(each) for each in pages], "Count": len(pages)}


def layers_off(paper: Paper) -> dict:
    return {"OCGs": [ref(LAYER)], "D": {"OFF": [ref(LAYER)]}}


def with_signature(objects: dict[int, Object], paper: Paper = TABLE) -> dict[int, Object]:
    """The objects with the signature's dictionary as it is in the file, filled."""
    made = dict(objects)
    for number, body in objects.items():
        if isinstance(body, dict) and "ByteRange" in body:
            start = paper.data.rindex(f"\n{number} 0 obj\n".encode()) + len(f"\n{number} 0 obj\n")
            made[number] = paper.data[start : paper.data.index(b"\nendobj", start)]
    return made
