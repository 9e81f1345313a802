"""Shadow attacks that replace: fonts, values and appearances that readers once took for harmless."""

from forms import NAME, NAME_LOOK, filling, form_letter, text_look
from furnished import form_object
from paper import CATALOG, FONT, FORGED, PAGE, letter, original, ref, stream
from shadow import BOX, COVER, LAYER, OTHER, WHITE, cover, covered_letter, shadow
from signing import shortly


def replace() -> None:
    """Something is spelt anew that readers once took for harmless."""
    base = shortly(original())
    fonts = {
        "differences": {"Encoding": {"Type": "/Encoding", "Differences": "[49 /nine]"}},
        "other-face": {"BaseFont": "/Symbol", "Encoding": None},
        "base-encoding": {"Encoding": {"Type": "/Encoding", "Differences": "[48 /nine /zero]"}},
    }
    for name, change in fonts.items():
        shadow(
            f"replace-font-{name}",
            "The font is defined anew, so that the same text shows other digits.",
            base.saved({FONT: base.objects[FONT] | change}),
            base,
        )
    drawn = {"Type": "/Font", "Subtype": "/Type3", "FontBBox": "[0 0 1000 1000]", "FontMatrix": "[.001 0 0 .001 0 0]"}
    drawn |= {"FirstChar": 49, "LastChar": 49, "Widths": "[556]", "CharProcs": {"one": ref(60)}, "Resources": {}}
    drawn |= {"Encoding": {"Type": "/Encoding", "Differences": "[49 /one]"}}
    glyph = stream("556 0 d0 50 0 450 700 re f")
    shadow(
        "replace-font-drawn",
        "The font becomes one that draws its digits itself.",
        base.saved({FONT: drawn, 60: glyph}),
        base,
    )
    prepared_font(drawn)
    form = shortly(form_letter(value="1.000.000"))
    shadow(
        "replace-look-only",
        "A field keeps its value, and its appearance shows another.",
        form.saved({NAME_LOOK: text_look("9.000.000")}),
        form,
    )
    shadow(
        "replace-value-only",
        "A field keeps its appearance, and its value is another.",
        form.saved({NAME: form.objects[NAME] | {"V": "(9.000.000)"}}),
    )
    shadow(
        "replace-value-and-look",
        "A field that was filled when it was signed is filled anew.",
        form.saved(filling(form, NAME, "9.000.000")),
        form,
    )
    lying = form_letter(value="9.000.000")
    lying = shortly(original(dict(lying.objects) | {NAME_LOOK: text_look("1.000.000")}))
    need = {lying.form: lying.objects[lying.form] | {"NeedAppearances": "true"}}
    shadow(
        "replace-need-appearances",
        "Value and appearance differ when signed; /NeedAppearances then shows the value.",
        lying.saved(need),
    )
    shadow(
        "replace-look-dropped",
        "Value and appearance differ when signed; then the appearance goes.",
        lying.saved({NAME: lying.objects[NAME] | {"AP": None}}),
        lying,
    )
    shadow(
        "replace-look-catches-up",
        "Value and appearance differ when signed; then the appearance follows the value.",
        lying.saved({NAME_LOOK: text_look("9.000.000")}),
        lying,
    )
    shadow(
        "replace-default-appearance",
        "The field's text becomes white.",
        form.saved(
            {
                NAME: form.objects[NAME] | {"DA": "(/F1 12 Tf 1 g)"},
                NAME_LOOK: text_look("1.000.000").replace(b"0 g", b"1 g"),
            }
        ),
        form,
    )
    states = {
        "Type": "/Annot",
        "Subtype": "/Widget",
        "FT": "/Btn",
        "T": "(jumlah)",
        "Rect": BOX,
        "F": 4,
        "P": ref(PAGE),
    }
    states |= {"AP": {"N": {"A": ref(COVER), "B": ref(OTHER)}}, "AS": "/A", "V": "/A"}
    objects = covered_letter(
        {"Annots": [ref(LAYER)]},
        {COVER: cover(), OTHER: form_object(f"Jumlah: {FORGED}", "[0 0 300 30]", WHITE), LAYER: states},
    )
    objects[CATALOG] |= {"AcroForm": ref(40)}
    base = shortly(original(objects | {40: {"Fields": [ref(LAYER)]}}))
    shadow(
        "replace-state",
        "A button's state is switched, and its other appearance shows the lie.",
        base.saved({LAYER: states | {"AS": "/B"}}),
        base,
    )


def prepared_font(drawn: dict) -> None:
    """Both fonts are there when it is signed; then the page takes the other."""
    objects = letter(extra={61: {**drawn, "CharProcs": {"one": ref(60)}}, 60: stream("556 0 d0 50 0 450 700 re f")})
    objects[PAGE] = objects[PAGE] | {"Resources": ref(62)}
    objects[62] = {"Font": {"F1": ref(FONT)}}
    base = shortly(original(objects))
    shadow(
        "replace-font-switched",
        "The resources take the other of two fonts that were both signed.",
        base.saved({62: {"Font": {"F1": ref(61)}}}),
        base,
    )


replace()
