"""A receipt with a form: two text fields and two signature fields that wait."""

from paper import PAGE, Object, Paper, letter, original, ref, stream
from signing import shortly

FORM, NAME, NAME_LOOK, NOTE, NOTE_LOOK, WAITING, SECOND = range(10, 17)
NAME_BOX, NOTE_BOX = (72, 560, 272, 584), (72, 520, 272, 544)
WAITING_BOX, SECOND_BOX = (72, 120, 232, 170), (300, 120, 460, 170)


def text_look(text: str, box: tuple[int, int, int, int] = NAME_BOX) -> bytes:
    wide, high = box[2] - box[0], box[3] - box[1]
    fonts = {"Font": {"F1": {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica"}}}
    entries = {"Type": "/XObject", "Subtype": "/Form", "BBox": [0, 0, wide, high], "Resources": fonts}
    return stream(f"/Tx BMC q BT /F1 12 Tf 0 g 4 7 Td ({text}) Tj ET Q EMC", entries)


def text_field(name: str, value: str, look: int, box: tuple) -> dict:
    told = {"Type": "/Annot", "Subtype": "/Widget", "FT": "/Tx", "T": f"({name})", "V": f"({value})"}
    return told | {"P": ref(PAGE), "F": 4, "Rect": list(box), "DA": "(/F1 12 Tf 0 g)", "AP": {"N": ref(look)}}


def waiting_field(name: str, box: tuple) -> dict:
    told = {"Type": "/Annot", "Subtype": "/Widget", "FT": "/Sig", "T": f"({name})"}
    return told | {"P": ref(PAGE), "F": 4, "Rect": list(box)}


def form_objects(value: str = "", note: str = "") -> dict[int, Object]:
    widgets = [ref(each) for each in (NAME, NOTE, WAITING, SECOND)]
    fonts = {"Font": {"F1": ref(5)}}
    return letter(catalog={"AcroForm": ref(FORM)}, page={"Annots": widgets}) | {
        FORM: {"Fields": widgets, "DA": "(/F1 12 Tf 0 g)", "DR": fonts},
        NAME: text_field("nama", value, NAME_LOOK, NAME_BOX),
        NAME_LOOK: text_look(value),
        NOTE: text_field("catatan", note, NOTE_LOOK, NOTE_BOX),
        NOTE_LOOK: text_look(note, NOTE_BOX),
        WAITING: waiting_field("Tanda1", WAITING_BOX),
        SECOND: waiting_field("Tanda2", SECOND_BOX),
    }


def form_letter(value: str = "", note: str = "", kind: str = "table") -> Paper:
    return original(form_objects(value, note), kind)


def filling(paper: Paper, field: int, value: str, shown: str | None = None) -> dict[int, Object]:
    """A field with another value, and with an appearance that shows it (or shows something else)."""
    look = field + 1
    box = tuple(paper.objects[field]["Rect"])
    return {field: paper.objects[field] | {"V": f"({value})"}, look: text_look(value if shown is None else shown, box)}


def certified(level: int, paper: Paper | None = None, **how) -> Paper:
    return shortly(paper or form_letter(), certify=level, **how)
