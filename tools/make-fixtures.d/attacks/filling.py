"""Forms that were closed, or filled again, or filled with something else than they show."""

import re

from annotations import BOX, CERTIFIED, PAINT, certification, paint
from forms import NAME, NAME_LOOK, certified, filling, form_letter, text_look
from paper import CONTENT, FORGED, PAGE, Object, Paper, ref, stream
from signing import shortly

REFILLED = "ISO 32000-2 allows filling; who certified a value that was there meant that value"


def forms() -> None:
    one = CERTIFIED[1]
    certification("fill-p1", "Certified with P 1; a field is filled.", one.saved(filling(one, NAME, "Budi")), one)
    certification(
        "fill-value-only-p1",
        "Certified with P 1; a value is set without an appearance.",
        one.saved({NAME: one.objects[NAME] | {"V": "(Budi)"}}),
    )
    certification(
        "fill-look-only-p1",
        "Certified with P 1; an appearance is changed without a value.",
        one.saved({NAME_LOOK: text_look("Budi")}),
        one,
    )
    certification("sign-p1", "Certified with P 1; a waiting field is signed.", shortly(one, "Tanda2", "second"), one)
    certification(
        "sign-invisible-p1", "Certified with P 1; an invisible signature follows.", shortly(one, "Baru", "second")
    )
    for level in (2, 3):
        full = certified(level, form_letter(value="Siti", note="lunas"))
        certification(
            f"refill-p{level}",
            f"Certified with P {level} and filled; the value is replaced.",
            full.saved(filling(full, NAME, "Budi")),
            full,
            note=REFILLED,
        )
        certification(
            f"refill-empty-p{level}",
            f"Certified with P {level} and filled; the value is emptied.",
            full.saved(filling(full, NAME, "")),
            full,
            note=REFILLED,
        )
        certification(
            f"refill-look-p{level}",
            "The appearance of the filled field changes, its value does not.",
            full.saved({NAME_LOOK: text_look("Budi")}),
            full,
        )
        certification(
            f"refill-value-p{level}",
            "The value of the filled field changes, its appearance does not.",
            full.saved({NAME: full.objects[NAME] | {"V": "(Budi)"}}),
        )
        paper = CERTIFIED[level]
        certification(
            f"fill-mismatch-p{level}",
            "An empty field is filled; its appearance shows something else.",
            paper.saved(filling(paper, NAME, "Siti", shown="Budi")),
            paper,
        )
        more(level, paper)
        certification(
            f"fill-over-page-p{level}",
            "An empty field is filled and moves over the amount.",
            paper.saved(
                filling(paper, NAME, PAINT)
                | {NAME: paper.objects[NAME] | {"V": f"({PAINT})", "Rect": BOX}, NAME_LOOK: paint()}
            ),
            paper,
        )
        certification(
            f"fill-and-content-p{level}",
            "An empty field is filled, and the content changes along.",
            paper.saved(filling(paper, NAME, "Siti") | {CONTENT: stream("BT ET")}),
            paper,
        )
        certification(
            f"field-removed-p{level}",
            "A filled field leaves the form and the page.",
            full.saved(without_field(full, NAME)),
            full,
        )
        certification(
            f"field-renamed-p{level}",
            "A filled field gets another name.",
            full.saved({NAME: full.objects[NAME] | {"T": "(saksi)"}}),
        )
        certification(
            f"field-flags-p{level}",
            "A filled field is hidden.",
            full.saved({NAME: full.objects[NAME] | {"F": 2}}),
            full,
        )
        certification(
            f"field-script-p{level}",
            "A field gets a script that calculates it.",
            full.saved({NAME: full.objects[NAME] | {"AA": {"F": {"S": "/JavaScript", "JS": "(1)"}}}}),
        )
        certification(
            f"field-type-p{level}",
            "A filled text field becomes a button with a picture.",
            full.saved({NAME: full.objects[NAME] | {"FT": "/Btn", "V": "/A"}, NAME_LOOK: text_look("Budi")}),
            full,
        )
    certification(
        "need-appearances-p2",
        "Certified with P 2; the form asks readers to draw its fields anew.",
        CERTIFIED[2].saved({CERTIFIED[2].form: CERTIFIED[2].objects[CERTIFIED[2].form] | {"NeedAppearances": "true"}}),
    )
    certification(
        "form-resources-p2",
        "Certified with P 2; the form's fonts are replaced.",
        CERTIFIED[2].saved(
            {
                CERTIFIED[2].form: CERTIFIED[2].objects[CERTIFIED[2].form]
                | {"DR": {"Font": {"F1": {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Symbol"}}}}
            }
        ),
    )
    certification(
        "xfa-p2",
        "Certified with P 2; the form gets an XFA part that says something else.",
        CERTIFIED[2].saved(
            {
                CERTIFIED[2].form: CERTIFIED[2].objects[CERTIFIED[2].form] | {"XFA": ref(70)},
                70: stream("<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'></xdp:xdp>"),
            }
        ),
    )


def more(level: int, paper: Paper) -> None:
    """Fills an empty field with a value that its appearance does not show, or does not show alone."""
    looks = {
        "more": ("shows the value and an amount", text_look(f"Siti, {FORGED}")),
        "nothing": ("shows nothing", text_look("")),
        "white": ("shows the value in white", text_look("Siti").replace(b"0 g", b"1 g")),
        "block": ("paints a block over the value", text_look("Siti").replace(b"Q EMC", b"0 0 200 24 re f Q EMC")),
    }
    for name, (about, look) in looks.items():
        certification(
            f"fill-look-{name}-p{level}",
            f"Certified with P {level}; an empty field is filled, and its appearance {about}.",
            paper.saved(filling(paper, NAME, "Siti") | {NAME_LOOK: relaid(look)}),
            note="some writers leave it to readers to draw the value" if name == "nothing" else None,
            arguable=name == "nothing",
        )


def relaid(look: bytes) -> bytes:
    """The appearance again with the length that it has now."""
    inside = look[look.index(b"stream\n") + 7 : look.rindex(b"\nendstream")]
    return re.sub(rb"/Length \d+", b"/Length %d" % len(inside), look)


def without_field(paper: Paper, field: int) -> dict[int, Object]:
    form = paper.objects[paper.form]
    return {
        PAGE: paper.page | {"Annots": [each for each in paper.page["Annots"] if each != ref(field)]},
        paper.form: form | {"Fields": [each for each in form["Fields"] if each != ref(field)]},
    }


forms()
