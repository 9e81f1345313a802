"""Fields that a signature locked, and that are changed all the same."""

from annotations import added, certification
from forms import NAME, NAME_LOOK, NOTE, WAITING, filling, form_letter, form_objects, text_look
from paper import CATALOG, original, ref
from signing import locking, shortly


def locks() -> None:
    for name, lock in {
        "all": locking("All"),
        "include": locking("Include", ("nama",)),
        "exclude": locking("Exclude", ("catatan",)),
    }.items():
        for state, value in (("empty", ""), ("filled", "Siti")):
            paper = shortly(form_letter(value), lock=lock)
            certification(
                f"locked-{name}-{state}",
                f"FieldMDP {name.title()} locks the field, which is then changed.",
                paper.saved(filling(paper, NAME, "Budi")),
                paper,
            )
        paper = shortly(form_letter("Siti"), lock=lock)
        certification(
            f"locked-{name}-look",
            f"FieldMDP {name.title()}; the locked field's appearance alone changes.",
            paper.saved({NAME_LOOK: text_look("Budi")}),
            paper,
        )
        certification(
            f"locked-{name}-value",
            f"FieldMDP {name.title()}; the locked field's value alone changes.",
            paper.saved({NAME: paper.objects[NAME] | {"V": "(Budi)"}}),
        )
    paper = shortly(form_letter(), lock=locking("All"))
    certification(
        "locked-all-signed",
        "FieldMDP All; the second signature field is signed all the same.",
        shortly(paper, "Tanda2", "second"),
        paper,
    )
    paper = shortly(form_letter(), lock=locking("Include", ("Tanda2",)))
    certification(
        "locked-include-signed",
        "FieldMDP Include names the second signature field, which is then signed.",
        shortly(paper, "Tanda2", "second"),
        paper,
    )
    paper = shortly(form_letter("Siti"), lock=locking("Include", ("nama",)))
    certification(
        "locked-renamed",
        "The locked field is renamed, and then changed.",
        paper.saved(filling(paper, NAME, "Budi") | {NAME: paper.objects[NAME] | {"T": "(lain)", "V": "(Budi)"}}),
        paper,
    )
    certification(
        "locked-lock-removed",
        "The signature field loses its /Lock, and the locked field is changed.",
        paper.saved(filling(paper, NAME, "Budi") | {WAITING: paper.objects[WAITING] | {"Lock": None}}),
        paper,
    )
    loosened = paper.objects[WAITING] | {"Lock": {"Type": "/SigFieldLock"} | locking("Include", ("catatan",))}
    certification(
        "locked-lock-changed",
        "The /Lock names another field afterwards, and the locked one is changed.",
        paper.saved(filling(paper, NAME, "Budi") | {WAITING: loosened}),
        paper,
    )
    certification(
        "locked-widget-beside",
        "A new field of the locked name lies over the locked one.",
        paper.saved(
            added(
                paper,
                {"Subtype": "/Widget", "FT": "/Tx", "T": "(nama)", "V": "(Budi)", "Rect": [72, 560, 272, 584]},
                look=text_look("Budi"),
            )
        ),
        paper,
    )
    parent = {"T": "(nama)", "Kids": [ref(NAME)], "FT": "/Tx", "V": "(Budi)"}
    form = paper.objects[paper.form]
    certification(
        "locked-by-parent",
        "The locked field moves below a parent that carries another value.",
        paper.saved(
            {
                paper.size: parent,
                NAME: paper.objects[NAME] | {"T": None, "V": None, "Parent": ref(paper.size)},
                NAME_LOOK: text_look("Budi"),
                paper.form: form
                | {"Fields": [ref(paper.size) if each == ref(NAME) else each for each in form["Fields"]]},
            }
        ),
        paper,
    )
    lock = {"Type": "/SigFieldLock", "Action": "/All", "P": 1}
    objects = form_objects()
    objects[WAITING] = objects[WAITING] | {"Lock": lock}
    paper = shortly(original(objects), entries={"Reference": locked_with_level(1)})
    certification(
        "lock-level-1-filled",
        "The lock says P 1 for all that follows; a field is filled.",
        paper.saved(filling(paper, NOTE, "lunas")),
        paper,
    )
    certification(
        "lock-level-1-signed",
        "The lock says P 1 for all that follows; a waiting field is signed.",
        shortly(paper, "Tanda2", "second"),
        paper,
    )


def locked_with_level(level: int) -> list:
    parameters = {"Type": "/TransformParams", "V": "/1.2", "Action": "/All", "P": level}
    return [{"Type": "/SigRef", "TransformMethod": "/FieldMDP", "TransformParams": parameters, "Data": ref(CATALOG)}]


locks()
