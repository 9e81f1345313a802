"""Shadow attacks that hide and replace: two documents in one, and a small update decides which is seen."""

from furnished import LIE
from paper import (
    CATALOG,
    CONTENT,
    FONT,
    INFO,
    PAGE,
    PAGES,
    Object,
    Paper,
    letter,
    original,
    raw,
    ref,
    revision,
    stream,
    words,
)
from shadow import OTHER, OTHER_PAGE, OTHER_PAGES, shadow
from signing import WHEN, shortly


def twice(objects: dict[int, Object], number: int, hidden: bytes) -> tuple[Paper, int]:
    """A paper whose first revision holds an object twice; the table names the first. Gives the place of the other."""
    head = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    at = len(head)
    front = head + f"{number} 0 obj\n".encode() + hidden + b"\nendobj\n"
    data, table, size = revision(front, objects)
    return Paper(data, objects, size, table), at


def hide_and_replace() -> None:
    """Two documents in one; a table of a few bytes decides which of them is seen."""
    paper, at = twice(letter(), CONTENT, stream(words(LIE)))
    base = shortly(paper)
    shadow(
        "switch-content-entry",
        "Two contents have one number; the update's table takes the other.",
        base.saved({}, entries={CONTENT: (1, at, 0)}),
        base,
    )
    own = {
        "Type": "/Page",
        "Parent": ref(PAGES),
        "MediaBox": "[0 0 595 842]",
        "Contents": ref(OTHER),
        "Resources": {"Font": {"F1": ref(FONT)}},
    }
    other = {OTHER: stream(words(LIE))}
    paper, at = twice(letter(extra=other), PAGE, raw(own))
    base = shortly(paper)
    shadow(
        "switch-page-entry",
        "Two pages have one number; the update's table takes the other.",
        base.saved({}, entries={PAGE: (1, at, 0)}),
        base,
    )
    both = letter(
        extra=other
        | {
            OTHER_PAGE: own | {"Parent": ref(OTHER_PAGES)},
            OTHER_PAGES: {"Type": "/Pages", "Kids": [ref(OTHER_PAGE)], "Count": 1},
        }
    )
    base = shortly(original(both))
    shadow(
        "switch-page-tree",
        "The document holds two page trees; the catalog takes the other.",
        base.saved({CATALOG: base.catalog | {"Pages": ref(OTHER_PAGES)}}),
        base,
    )
    shadow(
        "switch-kids",
        "The document holds two pages; the page tree takes the other.",
        base.saved({PAGES: base.objects[PAGES] | {"Kids": [ref(OTHER_PAGE)]}}),
        base,
    )
    shadow(
        "switch-contents",
        "The document holds two contents; the page takes the other.",
        base.saved({PAGE: base.page | {"Contents": ref(OTHER)}}),
        base,
    )
    whole = dict(both)
    whole[CATALOG] = whole[CATALOG] | {"AcroForm": ref(41)}
    whole |= {40: {"Type": "/Catalog", "Pages": ref(OTHER_PAGES), "AcroForm": ref(41)}, 41: {"Fields": []}}
    base = shortly(original(whole))
    shadow(
        "switch-root",
        "The document holds two catalogs with one form; the trailer takes the other.",
        base.saved({}, trailer={"Root": ref(40)}),
        base,
    )
    place = base.data.index(b"40 0 obj")
    shadow(
        "switch-catalog-entry",
        "The table lets the catalog's number lead to the other catalog's place.",
        base.saved({}, entries={CATALOG: (1, place, 0)}),
    )
    swapped = {CONTENT: (1, base.data.index(f"\n{OTHER} 0 obj".encode()) + 1, 0)}
    shadow(
        "switch-number-mismatch",
        "The table lets the content's number lead to an object with another number.",
        base.saved({}, entries=swapped),
    )
    packed_first = original(letter(extra={OTHER: stream(words(LIE))}), "stream")
    base = shortly(packed_first)
    shadow(
        "switch-in-stream",
        "The same switch of contents behind cross-reference streams.",
        base.saved({PAGE: base.page | {"Contents": ref(OTHER)}}),
        base,
    )
    inherited()
    certified_switch(both)


def inherited() -> None:
    """Resources that the page takes from its parent."""
    objects = letter()
    del objects[PAGE]["Resources"]
    objects[PAGES] = objects[PAGES] | {"Resources": {"Font": {"F1": ref(FONT)}}}
    other = objects[FONT] | {"Encoding": {"Type": "/Encoding", "Differences": "[49 /nine]"}}
    base = shortly(original(objects | {OTHER: other}))
    shadow(
        "switch-inherited-font",
        "The page tree's resources take the other of two fonts that were both signed.",
        base.saved({PAGES: base.objects[PAGES] | {"Resources": {"Font": {"F1": ref(OTHER)}}}}),
        base,
    )
    base = shortly(original(letter(extra={OTHER: other})))
    shadow(
        "switch-own-font",
        "The page's resources take the other of two fonts that were both signed.",
        base.saved({PAGE: base.page | {"Resources": {"Font": {"F1": ref(OTHER)}}}}),
        base,
    )


def certified_switch(both: dict[int, Object]) -> None:
    """The same under a certification, and hidden among changes that are allowed."""
    for level in (1, 2, 3):
        base = shortly(original(both), certify=level)
        shadow(
            f"switch-page-tree-p{level}",
            f"Certified with P {level}; the catalog takes the other page tree.",
            base.saved({CATALOG: base.catalog | {"Pages": ref(OTHER_PAGES)}}),
            base,
        )
    base = shortly(original(both))
    second = shortly(base, "Tanda2", "second", also={PAGES: base.objects[PAGES] | {"Kids": [ref(OTHER_PAGE)]}})
    shadow(
        "switch-with-second-signature",
        "The page is switched by the same update that adds a second signature.",
        second,
        base,
    )
    later = base.objects[INFO] | {"ModDate": WHEN}
    shadow(
        "switch-with-metadata",
        "The page is switched by an update that seems to renew the date only.",
        base.saved({INFO: later, PAGES: base.objects[PAGES] | {"Kids": [ref(OTHER_PAGE)]}}),
        base,
    )
    closed = base.saved({PAGES: base.objects[PAGES] | {"Kids": [ref(OTHER_PAGE)]}})
    back = closed.saved({PAGES: base.objects[PAGES]})
    shadow(
        "switch-and-back",
        "The page is switched and switched back before a second signature is made.",
        shortly(back, "Tanda2", "second"),
    )
    shadow(
        "switch-before-second-signature",
        "The page is switched, and then a second person signs what is seen now.",
        shortly(closed, "Tanda2", "second"),
        base,
    )


hide_and_replace()
