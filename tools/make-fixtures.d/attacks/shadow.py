"""Shadow attacks that hide: what lies on top when it is signed goes away, and the lie under it appears.

The signer signs the prepared document without knowing. The updates alone look harmless: a reference moves, an
annotation or a layer goes, a font or a value is spelt anew.
"""

from furnished import LIE, form_object
from paper import AMOUNT, CATALOG, CONTENT, FONT, FORGED, PAGE, Object, letter, original, ref, stream, words
from register import adder
from signing import shortly

shadow = adder("shadow")
COVER, LAYER, OTHER, OTHER_PAGE, OTHER_PAGES = 30, 31, 32, 33, 34
BOX = [72, 676, 372, 706]
WHITE = "1 g 0 0 300 30 re f 0 g"


def covered_letter(page: dict, extra: dict[int, Object], content: str | None = None) -> dict[int, Object]:
    """The receipt of the lie, whose amount something covers with the agreed one."""
    objects = letter(lines=LIE, page=page, extra=extra)
    return objects | ({CONTENT: stream(content)} if content else {})


def cover() -> bytes:
    return form_object(f"Jumlah: {AMOUNT}", "[0 0 300 30]", WHITE)


def with_cover(kind: str, **entries) -> dict[int, Object]:
    """An annotation shows the agreed amount above the lie."""
    note = {"Type": "/Annot", "Subtype": f"/{kind}", "Rect": BOX, "F": 4, "P": ref(PAGE), "AP": {"N": ref(COVER)}}
    return covered_letter({"Annots": [ref(LAYER)]}, {COVER: cover(), LAYER: note | entries})


def hide() -> None:
    """Something on top goes away and the lie under it appears."""
    base = shortly(original(with_cover("Stamp")))
    widget = base.page["Annots"][1:]
    shadow(
        "hide-annotation-unlinked",
        "The stamp that covered the lie leaves the page's list.",
        base.saved({PAGE: base.page | {"Annots": widget}}),
        base,
    )
    shadow("hide-annotation-nulled", "The stamp that covered the lie becomes null.", base.saved({LAYER: b"null"}), base)
    shadow(
        "hide-annotation-freed",
        "The stamp that covered the lie is freed; nothing else changes.",
        base.saved({}, free={LAYER: 0}),
        base,
    )
    shadow(
        "hide-annotation-look-freed",
        "The appearance of the covering stamp is freed.",
        base.saved({}, free={COVER: 0}),
        base,
    )
    shadow(
        "hide-annotation-look-emptied",
        "The appearance of the covering stamp becomes empty.",
        base.saved({COVER: form_object("", "[0 0 300 30]")}),
        base,
    )
    shadow(
        "hide-annotation-flag",
        "The covering stamp is flagged as hidden.",
        base.saved({LAYER: base.objects[LAYER] | {"F": 2}}),
        base,
    )
    shadow(
        "hide-annotation-moved",
        "The covering stamp moves to an edge.",
        base.saved({LAYER: base.objects[LAYER] | {"Rect": [400, 20, 500, 30]}}),
        base,
    )
    shadow(
        "hide-annotation-without-look",
        "The covering stamp loses its /AP.",
        base.saved({LAYER: base.objects[LAYER] | {"AP": None}}),
        base,
    )
    field = {"FT": "/Tx", "T": "(tutup)", "V": "()", "DA": "(/F1 12 Tf 0 g)"}
    objects = with_cover("Widget", **field)
    objects[CATALOG] |= {"AcroForm": ref(40)}
    base = shortly(original(objects | {40: {"Fields": [ref(LAYER)]}}))
    shadow(
        "hide-widget-look-emptied",
        "The covering field is filled: its appearance becomes empty.",
        base.saved({COVER: form_object("", "[0 0 300 30]"), LAYER: base.objects[LAYER] | {"V": "( )"}}),
        base,
    )
    shadow(
        "hide-widget-without-look",
        "The covering field loses its /AP.",
        base.saved({LAYER: base.objects[LAYER] | {"AP": None}}),
        base,
    )
    need = {base.form: base.objects[base.form] | {"NeedAppearances": "true"}}
    shadow(
        "hide-widget-need-appearances",
        "/NeedAppearances makes the reader draw the covering field anew.",
        base.saved(need | {LAYER: base.objects[LAYER] | {"V": "( )"}}),
        base,
    )
    resources = {"Font": {"F1": ref(FONT)}, "XObject": {"X1": ref(COVER)}}
    shown = words(LIE) + "\nq 1 0 0 1 72 676 cm /X1 Do Q"
    for name, thing, words_ in (("form", cover(), "form XObject"), ("image", white_image(), "picture")):
        scale = "q 300 0 0 30 72 676 cm" if name == "image" else "q 1 0 0 1 72 676 cm"
        content = shown.replace("q 1 0 0 1 72 676 cm", scale)
        base = shortly(original(covered_letter({"Resources": resources}, {COVER: thing}, content)))
        shadow(
            f"hide-{name}-freed", f"The {words_} that covered the lie is freed.", base.saved({}, free={COVER: 0}), base
        )
        shadow(
            f"hide-{name}-type-changed",
            f"The {words_} that covered the lie changes its /Subtype.",
            base.saved(
                {
                    COVER: thing.replace(b"/Subtype /Form", b"/Subtype /Luar").replace(
                        b"/Subtype /Image", b"/Subtype /Luar"
                    )
                }
            ),
            base,
        )
        shadow(
            f"hide-{name}-resources",
            f"The page's resources lose the {words_} that covered the lie.",
            base.saved({PAGE: base.page | {"Resources": {"Font": {"F1": ref(FONT)}}}}),
            base,
        )
    layered()


def white_image() -> bytes:
    entries = {"Type": "/XObject", "Subtype": "/Image", "Width": 1, "Height": 1, "BitsPerComponent": 8}
    return stream(b"\xff", entries | {"ColorSpace": "/DeviceGray"})


def layered() -> None:
    """Two layers: the agreed amount is on, the lie is off."""

    def layer(name: str, text: str) -> str:
        return f"/OC /{name} BDC BT /F1 16 Tf 72 640 Td (Jumlah: {text}) Tj ET EMC\n"

    content = words((LIE[0], LIE[1])) + "\n" + layer("O1", AMOUNT) + layer("O2", FORGED)
    resources = {"Font": {"F1": ref(FONT)}, "Properties": {"O1": ref(LAYER), "O2": ref(OTHER)}}
    groups = {LAYER: {"Type": "/OCG", "Name": "(A)"}, OTHER: {"Type": "/OCG", "Name": "(B)"}}
    objects = covered_letter({"Resources": resources}, groups, content)
    both = [ref(LAYER), ref(OTHER)]
    objects[CATALOG] |= {"OCProperties": {"OCGs": both, "D": {"ON": both[:1], "OFF": both[1:]}}}
    base = shortly(original(objects))
    switched = {"OCGs": both, "D": {"ON": both[1:], "OFF": both[:1]}}
    shadow(
        "layer-switched",
        "The layer of the agreed amount goes off, that of the lie goes on.",
        base.saved({CATALOG: base.catalog | {"OCProperties": switched}}),
        base,
    )
    shadow(
        "layer-base-state",
        "The layers' base state is spelt anew, with the same effect.",
        base.saved(
            {CATALOG: base.catalog | {"OCProperties": {"OCGs": both, "D": {"BaseState": "/OFF", "ON": both[1:]}}}}
        ),
        base,
    )
    shadow(
        "layer-swapped",
        "The two names in the page's resources change places.",
        base.saved({PAGE: base.page | {"Resources": resources | {"Properties": {"O1": ref(OTHER), "O2": ref(LAYER)}}}}),
        base,
    )
    shadow(
        "layer-properties-dropped",
        "The catalog loses its layers, so that both are seen.",
        base.saved({CATALOG: base.catalog | {"OCProperties": None}}),
        base,
    )
    objects = objects | {50: objects[CATALOG]["OCProperties"]}
    objects[CATALOG] = objects[CATALOG] | {"OCProperties": ref(50)}
    base = shortly(original(objects))
    shadow(
        "layer-switched-indirect",
        "As the first, where the layers are an object of their own and nothing else changes.",
        base.saved({50: switched}),
        base,
    )


hide()
