"""Sneaky signatures: a certification allows signing, and a signature's field paints over the page."""

from annotations import BOX, CERTIFIED, OPEN, PAINT, added, certification
from forms import SECOND, SECOND_BOX, WAITING
from paper import ref
from signing import shortly, stamp_look

PLACE = "nothing but its place gives it away: a visible second signature is allowed"


def look_of_amount(box: tuple) -> bytes:
    """A signature's appearance that looks like the line of the amount."""
    return stamp_look(box, PAINT).replace(b"0.9 g", b"1.0 g")


def sneaky_signatures() -> None:
    box = tuple(BOX)
    for level in (1, 2, 3):
        paper = CERTIFIED[level]
        field = {"Subtype": "/Widget", "FT": "/Sig"}
        form = paper.objects[paper.form]
        listed = {paper.form: form | {"Fields": [*form["Fields"], ref(paper.size)]}}
        note = "P allows signing; a signature field that shows anything where the page shows something is a lie"
        certification(
            f"sneaky-unsigned-p{level}",
            f"Certified with P {level}; an unsigned new signature field paints.",
            paper.saved(added(paper, field | {"T": "(Baru)"}) | listed),
            paper,
            note=note,
        )
        certification(
            f"sneaky-unlisted-p{level}",
            "The same, and the form does not list the field.",
            paper.saved(added(paper, field | {"T": "(Baru)"})),
            paper,
        )
        certification(
            f"sneaky-unnamed-p{level}",
            "The same, listed, and the field has no name.",
            paper.saved(added(paper, field) | listed),
            paper,
        )
        certification(
            f"sneaky-empty-value-p{level}",
            "The same, and its value is an empty dictionary.",
            paper.saved(added(paper, field | {"T": "(Baru)", "V": {}}) | listed),
            paper,
        )
        number = paper.size + 2
        covering = {number: look_of_amount(box)}
        made = shortly(paper, "Baru", "second", box=box, also=covering)
        certification(
            f"sneaky-signed-p{level}",
            f"Certified with P {level}; a signature's field paints over the amount.",
            made,
            paper,
            note=note,
        )
        stranger = shortly(paper, "Baru", "self-signed", box=box, also=covering)
        certification(f"sneaky-signed-by-stranger-p{level}", "The same by somebody whom nobody knows.", stranger, paper)
        whole = (0, 0, 595, 842)
        covers = {number: stamp_look(whole, PAINT)}
        made = shortly(paper, "Baru", "second", box=whole, also=covers)
        certification(
            f"sneaky-whole-page-p{level}",
            f"Certified with P {level}; a signature's field covers the page.",
            made,
            paper,
        )
    paper = CERTIFIED[2]
    moved = shortly(paper, "Tanda2", "second", widget={"Rect": BOX}, also={paper.size + 2: look_of_amount(box)})
    certification("sneaky-waiting-moved-p2", "The waiting field is signed and moves over the amount.", moved, paper)
    grown = paper.objects[SECOND] | {"AP": {"N": ref(paper.size)}}
    certification(
        "sneaky-waiting-painted-p2",
        "The waiting field stays unsigned and gets an appearance.",
        paper.saved({SECOND: grown, paper.size: stamp_look(SECOND_BOX, PAINT)}),
        paper,
    )
    made = shortly(OPEN, "Baru", "second", box=box, also={OPEN.size + 2: look_of_amount(box)})
    certification(
        "sneaky-signed-approval",
        "An approval signature; a second one's field paints over the amount.",
        made,
        OPEN,
        note=PLACE,
        arguable=True,
    )
    certified_waiting = CERTIFIED[2].objects[WAITING]
    relook = CERTIFIED[2].saved({int(certified_waiting["AP"]["N"].split()[0]): stamp_look((72, 120, 232, 170), "Budi")})
    certification(
        "sneaky-own-look", "The appearance of the certifying signature itself shows another name.", relook, CERTIFIED[2]
    )


sneaky_signatures()
