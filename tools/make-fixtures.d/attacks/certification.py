"""Certifications that are loosened, removed or added afterwards."""

from annotations import ANNOTATIONS, BOX, CERTIFIED, OPEN, added, certification, paint
from forms import NAME, WAITING, filling, form_letter
from paper import CATALOG, PAGE, Object, Paper, ref
from signing import certifying, honest_range, known_certificates, place, shortly, timestamped, with_store


def certifications_bent() -> None:
    two = CERTIFIED[2]
    value = two.objects[WAITING]["V"]
    number = int(value.split()[0])
    at = place(two.data)
    filled_in = {"ByteRange": honest_range(two.data, at), "Contents": two.data[at.start : at.end].decode()}
    whole = two.objects[number] | filled_in
    raised = {number: whole | {"Reference": certifying(3)}}
    certification(
        "level-raised",
        "The certifying signature says P 3 in a later revision, and a note is added.",
        two.saved(raised | added(two, ANNOTATIONS["freetext"])),
        two,
    )
    certification("level-raised-only", "The certifying signature says P 3 in a later revision.", two.saved(raised))
    certification(
        "reference-removed",
        "The certifying signature loses its /Reference, and a note is added.",
        two.saved({number: whole | {"Reference": None}} | added(two, ANNOTATIONS["freetext"])),
        two,
    )
    one = CERTIFIED[1]
    certification(
        "perms-removed",
        "Certified with P 1; the catalog loses /Perms.",
        one.saved({CATALOG: one.catalog | {"Perms": None}}),
    )
    certification(
        "perms-removed-and-filled",
        "Certified with P 1; the catalog loses /Perms and a field is filled.",
        one.saved({CATALOG: one.catalog | {"Perms": None}} | filling(one, NAME, "Budi")),
        one,
    )
    plain = OPEN.objects[WAITING]["V"]
    certification(
        "perms-added",
        "An approval signature; the catalog claims later that it certifies.",
        OPEN.saved({CATALOG: OPEN.catalog | {"Perms": {"DocMDP": plain}}}),
    )
    rights = {70: {"Type": "/Sig", "Filter": "/Adobe.PPKLite", "Contents": "<00>", "ByteRange": [0, 0, 0, 0]}}
    certification(
        "usage-rights-added",
        "The catalog's /Perms gets usage rights of nobody's.",
        OPEN.saved(rights | {CATALOG: OPEN.catalog | {"Perms": {"UR3": ref(70)}}}),
    )
    second = shortly(CERTIFIED[2], "Tanda2", "second", certify=3)
    certification("second-certification", "A second signature certifies with P 3 what was certified with P 2.", second)
    extended = added(second, ANNOTATIONS["freetext"])
    certification("second-certification-used", "The same, and then a note is added.", second.saved(extended), second)
    perms = {CATALOG: two.catalog | {"Perms": {"DocMDP": ref(two.size)}}}
    certification(
        "perms-redirected",
        "The catalog's /Perms leads to a copied dictionary that says P 3; a note is added.",
        two.saved(perms | {two.size: whole | {"Reference": certifying(3)}} | moved_note(two)),
        two,
    )
    odd = {"zero": 0, "four": 4, "negative": -1}
    for name, level in odd.items():
        paper = shortly(form_letter(), certify=2, entries={"Reference": certifying(level)})
        certification(
            f"level-{name}",
            f"Certified with P {level}, which does not exist; then a note is added.",
            paper.saved(added(paper, ANNOTATIONS["freetext"])),
            paper,
        )
    paper = with_store(CERTIFIED[1], known_certificates())
    paper = paper.saved(added(paper, ANNOTATIONS["freetext"]))
    certification("store-then-note-p1", "Certified with P 1; behind an allowed /DSS comes a note.", paper, CERTIFIED[1])
    certification(
        "note-then-timestamp-p1",
        "Certified with P 1; a note, and a document timestamp that covers it.",
        timestamped(CERTIFIED[1].saved(added(CERTIFIED[1], ANNOTATIONS["freetext"]))),
        CERTIFIED[1],
    )
    sneaked = with_store(CERTIFIED[1], known_certificates())
    noted_ = sneaked.saved({CATALOG: sneaked.catalog | {"OpenAction": {"S": "/JavaScript", "JS": "(1)"}}})
    certification("store-and-action-p1", "Certified with P 1; with the /DSS the catalog gets an action.", noted_)


def moved_note(paper: Paper) -> dict[int, Object]:
    """A note whose numbers leave the next one free."""
    number = paper.size + 2
    told = {"Type": "/Annot", "Rect": BOX, "F": 4, "P": ref(PAGE), "AP": {"N": ref(number + 1)}}
    return {
        number: told | ANNOTATIONS["freetext"],
        number + 1: paint(),
        PAGE: paper.page | {"Annots": [*paper.page["Annots"], ref(number)]},
    }


certifications_bent()
