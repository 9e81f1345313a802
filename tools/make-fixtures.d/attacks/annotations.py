"""Evil annotations: a certification allows some of them, and they paint over what was certified."""

from forms import certified, form_letter, form_objects
from furnished import form_object
from paper import FORGED, PAGE, Object, Paper, original, ref
from register import adder
from signing import shortly

certification = adder("certification")
BOX = [72, 676, 372, 706]
PAINT = f"Jumlah: {FORGED}"
CERTIFIED = {level: certified(level) for level in (1, 2, 3)}
OPEN = shortly(form_letter())  # an approval signature without a certification


def paint() -> bytes:
    return form_object(PAINT, "[0 0 300 30]", "1 g 0 0 300 30 re f 0 g")


def added(paper: Paper, entries: dict, *listed: int, look: bytes | None = None) -> dict[int, Object]:
    """A new annotation over the amount, with its painting, in the page's list; `listed` are more of its objects."""
    number = paper.size
    told = {"Type": "/Annot", "Rect": BOX, "F": 4, "P": ref(PAGE), "AP": {"N": ref(number + 1)}} | entries
    return {
        number: told,
        number + 1: look or paint(),
        PAGE: paper.page | {"Annots": [*paper.page["Annots"], ref(number), *map(ref, listed)]},
    }


ANNOTATIONS = {
    "freetext": {"Subtype": "/FreeText", "Contents": f"({PAINT})", "DA": "(/F1 16 Tf 0 g)"},
    "stamp": {"Subtype": "/Stamp", "Name": "/Approved"},
    "redact": {"Subtype": "/Redact", "OverlayText": f"({PAINT})", "QuadPoints": [72, 706, 372, 706, 72, 676, 372, 676]},
    "square": {"Subtype": "/Square", "IC": [1, 1, 1], "C": [1, 1, 1]},
    "line": {"Subtype": "/Line", "L": [72, 690, 372, 690], "BS": {"W": 30}},
    "ink": {"Subtype": "/Ink", "InkList": [[72, 690, 372, 690]]},
    "highlight": {"Subtype": "/Highlight", "QuadPoints": [72, 706, 372, 706, 72, 676, 372, 676], "C": [1, 1, 1]},
    "polygon": {"Subtype": "/Polygon", "Vertices": [72, 676, 372, 676, 372, 706, 72, 706]},
    "watermark": {"Subtype": "/Watermark"},
    "caret": {"Subtype": "/Caret"},
    "attachment": {"Subtype": "/FileAttachment", "FS": {"Type": "/Filespec", "F": "(a.txt)"}},
    "link": {"Subtype": "/Link", "A": {"S": "/URI", "URI": "(https://contoh.invalid/)"}},
    "widget": {"Subtype": "/Widget", "FT": "/Tx", "T": "(baru)", "V": f"({PAINT})", "DA": "(/F1 16 Tf 0 g)"},
    "button": {
        "Subtype": "/Widget",
        "FT": "/Btn",
        "T": "(tombol)",
        "Ff": 65536,
        "A": {"S": "/JavaScript", "JS": "(app.alert\\(1\\))"},
    },
}

P3_ALLOWS = "P 3 allows annotations by the letter; what it paints covers what was certified"


def evil_annotations() -> None:
    for level, paper in CERTIFIED.items():
        for name, entries in ANNOTATIONS.items():
            objects = added(paper, entries)
            if entries["Subtype"] == "/Widget":
                form = paper.objects[paper.form]
                objects[paper.form] = form | {"Fields": [*form["Fields"], ref(paper.size)]}
            certification(
                f"evil-{name}-p{level}",
                f"Certified with P {level}; a new {name} paints over the amount.",
                paper.saved(objects),
                paper,
                note=P3_ALLOWS if level == 3 else None,
            )
    for name in ("freetext", "stamp", "square"):
        objects = added(OPEN, ANNOTATIONS[name])
        certification(
            f"evil-{name}-approval",
            f"An approval signature; a new {name} paints over the amount.",
            OPEN.saved(objects),
            OPEN,
        )
    for level in (1, 2, 3):
        paper = certified(level, original(form_objects() | noted()))
        moved = paper.objects[60] | {"Rect": BOX}
        certification(
            f"evil-note-moved-p{level}",
            f"Certified with P {level}; a stamp that was there moves over the amount.",
            paper.saved({60: moved}),
            paper,
            note=P3_ALLOWS if level == 3 else None,
        )


def noted() -> dict[int, Object]:
    """A small stamp at the foot of the page, certified with it."""
    objects = form_objects()
    note = {"Type": "/Annot", "Subtype": "/Stamp", "Rect": [400, 40, 430, 50], "F": 4, "P": ref(PAGE)}
    page = objects[PAGE] | {"Annots": [*objects[PAGE]["Annots"], ref(60)]}
    return {PAGE: page, 60: note | {"AP": {"N": ref(61)}}, 61: paint()}


evil_annotations()
