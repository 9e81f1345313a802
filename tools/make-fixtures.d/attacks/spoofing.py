"""A later revision changes what is said about a signature: who, when, why; or which signature a field holds."""

from collections.abc import Callable

from authority import PARTIES
from forms import WAITING, form_letter
from paper import CATALOG, PAGE, Object, Paper, original, ref
from register import adder
from signing import certifying, field_number, honest_range, place, shortly

spoofing = adder("spoofing")
ONE = shortly(form_letter())
NUMBER = int(ONE.objects[WAITING]["V"].split()[0])
TWO = shortly(ONE, "Tanda2", "second")


def whole(paper: Paper, number: int, index: int = -1) -> dict:
    """The signature's dictionary as the file has it, with its range and its message."""
    data, at = paper.data, place(paper.data, index)
    numbers = honest_range(ONE.data if index == 0 else data, at)
    return paper.objects[number] | {"ByteRange": numbers, "Contents": data[at.start : at.end].decode()}


SIGNATURE = whole(ONE, NUMBER)


def entries() -> None:
    """The dictionary is there again, with the same range and the same message and one other entry."""
    changes = {
        "reason": {"Reason": "(Menolak)"},
        "reason-removed": {"Reason": None},
        "name": {"Name": "(Budi Percobaan)"},
        "date": {"M": "(D:20260101000000Z)"},
        "date-future": {"M": "(D:20990101000000Z)"},
        "date-removed": {"M": None},
        "location": {"Location": "(Jakarta)"},
        "contact": {"ContactInfo": "(budi@contoh.invalid)"},
        "certificate": {"Cert": f"<{PARTIES['second'].der.hex()}>"},
        "reference": {"Reference": certifying(3)},
        "properties": {"Prop_Build": {"App": {"Name": "/Lain", "TrustedMode": "true"}}},
        "changes": {"Changes": "[0 0 0]"},
        "filter": {"Filter": "/Lain"},
        "subfilter": {"SubFilter": "/adbe.pkcs7.detached"},
        "type": {"Type": "/DocTimeStamp"},
    }
    for name, change in changes.items():
        about = f"A later revision repeats the signature's dictionary with another {name.replace('-', ' ')}."
        spoofing(f"entry-{name}", about, ONE.saved({NUMBER: SIGNATURE | change}))
    about = "A later revision repeats the signature's dictionary as it is."
    same = "nothing is said anew, though the dictionary now lies outside what it signed"
    spoofing("entry-nothing", about, ONE.saved({NUMBER: SIGNATURE}), note=same, arguable=True)
    packed = shortly(original(dict(form_letter().objects), "stream"))
    number = int(packed.objects[WAITING]["V"].split()[0])
    again = whole(packed, number) | {"Reason": "(Menolak)"}
    spoofing(
        "entry-reason-stream",
        "The same with another reason behind cross-reference streams.",
        packed.saved({number: again}),
    )
    spoofing(
        "entry-reason-packed",
        "The same, and the repeated dictionary is in an object stream.",
        packed.saved({number: again}, packed=(number,)),
    )


def fields() -> None:
    field = ONE.objects[WAITING]
    spare = ONE.size
    form = ONE.objects[ONE.form]
    ways: dict[str, tuple[str, dict[int, Object]]] = {
        "renamed": ("The field gets another name", {WAITING: field | {"T": "(Budi Percobaan)"}}),
        "redirected": (
            "The field's /V leads to a copied dictionary with another reason",
            {WAITING: field | {"V": ref(spare)}, spare: SIGNATURE | {"Reason": "(Menolak)"}},
        ),
        "redirected-equal": (
            "The field's /V leads to an equal copy of the dictionary",
            {WAITING: field | {"V": ref(spare)}, spare: SIGNATURE},
        ),
        "value-direct": ("The field holds a copied dictionary directly", {WAITING: field | {"V": SIGNATURE}}),
        "value-removed": ("The field loses its signature and waits again", {WAITING: field | {"V": None}}),
        "value-null": ("The signature's object becomes null", {NUMBER: b"null"}),
        "value-elsewhere": ("The field's /V leads to the font", {WAITING: field | {"V": ref(5)}}),
        "field-unlisted": (
            "The form no longer lists the field",
            {ONE.form: form | {"Fields": [each for each in form["Fields"] if each != ref(WAITING)]}},
        ),
        "field-and-widget-removed": (
            "Form and page no longer list the field",
            {
                ONE.form: form | {"Fields": [each for each in form["Fields"] if each != ref(WAITING)]},
                PAGE: ONE.page | {"Annots": [each for each in ONE.page["Annots"] if each != ref(WAITING)]},
            },
        ),
        "field-null": ("The field becomes null", {WAITING: b"null"}),
        "form-removed": ("The catalog loses its form", {CATALOG: ONE.catalog | {"AcroForm": None}}),
        "form-empty": ("The form lists nothing", {ONE.form: form | {"Fields": []}}),
        "flags-off": ("The form says that there is no signature", {ONE.form: form | {"SigFlags": 0}}),
        "flags-append": ("The form no longer asks to append only", {ONE.form: form | {"SigFlags": 1}}),
        "field-type": ("The field becomes a text field", {WAITING: field | {"FT": "/Tx", "V": "(Sah)"}}),
        "field-parent": (
            "The field moves below a new parent with another name",
            {
                spare: {"T": "(Budi)", "Kids": [ref(WAITING)]},
                WAITING: field | {"Parent": ref(spare)},
                ONE.form: form | {"Fields": [ref(spare) if each == ref(WAITING) else each for each in form["Fields"]]},
            },
        ),
        "field-twice": (
            "A second field shows the same signature under another name",
            {
                spare: field | {"T": "(Budi Percobaan)"},
                ONE.form: form | {"Fields": [*form["Fields"], ref(spare)]},
                PAGE: ONE.page | {"Annots": [*ONE.page["Annots"], ref(spare)]},
            },
        ),
        "same-name": (
            "A second field has the name of the signed one and waits",
            {spare: field | {"V": None}, ONE.form: form | {"Fields": [*form["Fields"], ref(spare)]}},
        ),
        "widget-moved": (
            "The visible signature moves to another place",
            {WAITING: field | {"Rect": [300, 400, 460, 450]}},
        ),
        "widget-hidden": ("The visible signature is hidden", {WAITING: field | {"F": 2}}),
        "widget-other-page": ("The field claims to be on another page", {WAITING: field | {"P": ref(CATALOG)}}),
    }
    seen = {"widget-moved", "widget-hidden", "field-and-widget-removed", "field-null"}
    for name, (about, objects) in ways.items():
        spoofing(name, f"{about}, in a later revision.", ONE.saved(objects), ONE if name in seen else None)


def swapped() -> None:
    first, second = field_number(TWO, "Tanda1"), field_number(TWO, "Tanda2")
    one, two = TWO.objects[first], TWO.objects[second]
    spoofing(
        "two-swapped",
        "The fields of two signers exchange their signatures.",
        TWO.saved({first: one | {"V": two["V"]}, second: two | {"V": one["V"]}}),
    )
    spoofing("two-same", "Both fields show the first signature.", TWO.saved({second: two | {"V": one["V"]}}))
    spoofing(
        "two-names-swapped",
        "The fields of two signers exchange their names.",
        TWO.saved({first: one | {"T": two["T"]}, second: two | {"T": one["T"]}}),
    )
    spoofing(
        "two-looks-swapped",
        "The fields of two signers exchange their appearances.",
        TWO.saved({first: one | {"AP": two["AP"]}, second: two | {"AP": one["AP"]}}),
        TWO,
    )
    spoofing(
        "two-first-removed",
        "The first of two signatures is taken from its field.",
        TWO.saved({first: one | {"V": None}}),
    )
    spoofing(
        "two-second-removed",
        "The second of two signatures is taken from its field.",
        TWO.saved({second: two | {"V": None}}),
    )
    again = whole(TWO, NUMBER, 0) | {"Reason": "(Menolak)"}
    third = TWO.saved({NUMBER: again})
    spoofing("two-first-reason", "Behind two signatures the first one's reason changes.", third)
    spoofing(
        "two-reason-between",
        "Between two signatures the first one's reason changes.",
        shortly(ONE.saved({NUMBER: SIGNATURE | {"Reason": "(Menolak)"}}), "Tanda2", "second"),
    )
    spoofing(
        "two-removed-between",
        "The first signature is removed before the second is made.",
        shortly(ONE.saved({WAITING: ONE.objects[WAITING] | {"V": None}}), "Tanda2", "second"),
        note="the second signature itself is whole; what it covers tells of a removed first one",
        arguable=True,
    )


def together(change: Callable[[], dict[int, Object]]) -> Paper:
    return shortly(ONE, "Tanda2", "second", also=change())


def hidden_along() -> None:
    spoofing(
        "reason-with-second-signature",
        "The update of the second signature changes the first one's reason along.",
        together(lambda: {NUMBER: SIGNATURE | {"Reason": "(Menolak)"}}),
    )
    spoofing(
        "name-with-second-signature",
        "The update of the second signature renames the first one's field along.",
        together(lambda: {WAITING: ONE.objects[WAITING] | {"T": "(Lain)"}}),
    )


entries()
fields()
swapped()
hidden_along()
