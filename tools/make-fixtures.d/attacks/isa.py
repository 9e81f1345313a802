"""Incremental saving: an update behind a signature changes what is seen, and hides that it is an update."""

from collections.abc import Callable

from furnished import (
    IMAGE,
    LOOK,
    NOTE,
    STREAM,
    TABLE,
    annotated,
    catalog_with,
    changed_content,
    font_with,
    form_object,
    kids,
    layers_off,
    other_page,
    page_with,
    picture,
)
from paper import CONTENT, FONT, FORGED, PAGE, PAGES, Object, Paper, ref, stream
from register import adder

isa = adder("isa")


def seen_changes() -> dict[str, tuple[str, Callable[[Paper], dict[int, Object]]]]:
    """What an update changes so that a page looks different."""
    return {
        "content": ("the page's content stream", lambda paper: {CONTENT: changed_content()}),
        "page": (
            "the page object, which points to other content",
            lambda paper: page_with(paper, Contents=ref(paper.size)) | {paper.size: changed_content()},
        ),
        "new-page": (
            "the page tree, which has one page more",
            lambda paper: other_page(paper, paper.size) | {PAGES: kids(PAGE, paper.size)},
        ),
        "page-tree": (
            "the page tree, which has another page instead",
            lambda paper: other_page(paper, paper.size) | {PAGES: kids(paper.size)},
        ),
        "page-before": (
            "the page tree, which has another page in front",
            lambda paper: other_page(paper, paper.size) | {PAGES: kids(paper.size, PAGE)},
        ),
        "catalog": (
            "the catalog, which points to another page tree",
            lambda paper: (
                other_page(paper, paper.size + 1, paper.size)
                | {paper.size: kids(paper.size + 1)}
                | catalog_with(paper, Pages=ref(paper.size))
            ),
        ),
        "annotation": ("the page's annotations: a new one covers the amount", annotated),
        "resources": (
            "the page's resources: another font shows 9 for 1",
            lambda paper: (
                page_with(paper, Resources=dict(paper.page["Resources"]) | {"Font": {"F1": ref(paper.size)}})
                | {paper.size: font_with(paper)}
            ),
        ),
        "font": ("the font, which shows 9 for 1", lambda paper: {FONT: font_with(paper)}),
        "image": ("the picture", lambda paper: {IMAGE: picture(200)}),
        "form-object": ("the form XObject", lambda paper: {LOOK: form_object("Setuju sampai 2099")}),
        "layer": (
            "the optional content: a layer is switched off",
            lambda paper: catalog_with(paper, OCProperties=layers_off(paper)),
        ),
        "note-removed": (
            "the page's annotations: the stamp BATAL is gone",
            lambda paper: page_with(paper, Annots=paper.page["Annots"][1:]),
        ),
        "note-hidden": ("the stamp BATAL, which is hidden now", lambda paper: {NOTE: paper.objects[NOTE] | {"F": 2}}),
        "note-look": ("the appearance of the stamp", lambda paper: {NOTE + 1: form_object("LUNAS", "[0 0 150 40]")}),
        "rotation": ("the page, which is turned upside down", lambda paper: page_with(paper, Rotate=180)),
        "crop": (
            "the page, which is cut so that its foot is gone",
            lambda paper: page_with(paper, CropBox="[0 600 595 842]"),
        ),
        "more-content": (
            "the page, which has a second content stream",
            lambda paper: (
                page_with(paper, Contents=[ref(CONTENT), ref(paper.size)])
                | {paper.size: stream(f"1 g 72 676 300 30 re f 0 g BT /F1 16 Tf 72 684 Td (Jumlah: {FORGED}) Tj ET")}
            ),
        ),
    }


def unseen_changes() -> dict[str, tuple[str, Callable[[Paper], dict[int, Object]]]]:
    """What an update adds that a picture of the page does not show."""
    action = {"S": "/JavaScript", "JS": "(app.alert\\(1\\))"}
    launch = {"S": "/URI", "URI": "(https://contoh.invalid/)"}
    return {
        "names-script": (
            "a script in the catalog's names",
            lambda paper: catalog_with(paper, Names={"JavaScript": {"Names": ["(a)", action]}}),
        ),
        "open-action": ("an action upon opening", lambda paper: catalog_with(paper, OpenAction=action)),
        "catalog-actions": ("a script before printing", lambda paper: catalog_with(paper, AA={"WP": action})),
        "page-actions": ("a script when the page opens", lambda paper: page_with(paper, AA={"O": action})),
        "embedded-file": (
            "an embedded file",
            lambda paper: (
                catalog_with(
                    paper,
                    Names={
                        "EmbeddedFiles": {
                            "Names": ["(a)", {"Type": "/Filespec", "F": "(a.txt)", "EF": {"F": ref(paper.size)}}]
                        }
                    },
                )
                | {paper.size: stream("lain", {"Type": "/EmbeddedFile"})}
            ),
        ),
        "link": (
            "a link to elsewhere over the page",
            lambda paper: {
                paper.size: {
                    "Type": "/Annot",
                    "Subtype": "/Link",
                    "Rect": [0, 0, 595, 842],
                    "A": launch,
                    "Border": "[0 0 0]",
                },
                PAGE: paper.page | {"Annots": [*paper.page["Annots"], ref(paper.size)]},
            },
        ),
        "replaced-text": (
            "the text that is read aloud and copied",
            lambda paper: (
                catalog_with(paper, MarkInfo={"Marked": "true"}, StructTreeRoot=ref(paper.size))
                | {
                    paper.size: {
                        "Type": "/StructTreeRoot",
                        "K": {"S": "/P", "ActualText": f"({FORGED})", "Pg": ref(PAGE)},
                    }
                }
            ),
        ),
        "article": (
            "the outline",
            lambda paper: (
                catalog_with(paper, Outlines=ref(paper.size))
                | {
                    paper.size: {"First": ref(paper.size + 1), "Last": ref(paper.size + 1), "Count": 1},
                    paper.size + 1: {"Title": f"(Jumlah: {FORGED})", "Parent": ref(paper.size)},
                }
            ),
        ),
    }


ODD = {
    "no-xref": ("no cross-reference", {"parts": ("trailer", "startxref", "eof")}),
    "no-trailer": ("no trailer", {"parts": ("xref", "startxref", "eof")}),
    "no-eof": ("no %%EOF", {"parts": ("xref", "trailer", "startxref")}),
    "no-startxref": (
        "no startxref, and the old one is too far up to be found",
        {"parts": ("xref", "trailer", "eof"), "before": b"%" + b" " * 1100 + b"\n"},
    ),
    "only-objects": (
        "nothing but its objects, far behind the old startxref",
        {"parts": (), "before": b"%" + b" " * 1100 + b"\n"},
    ),
}


def plain() -> None:
    for name, (what, change) in seen_changes().items():
        for paper, kind in ((TABLE, "table"), (STREAM, "stream")):
            made = paper.saved(change(paper))
            isa(f"{name}-{kind}", f"An update with a {kind} changes {what}.", made, paper)
    for name, (what, change) in unseen_changes().items():
        for paper, kind in ((TABLE, "table"), (STREAM, "stream")):
            isa(f"{name}-{kind}", f"An update with a {kind} adds {what}.", paper.saved(change(paper)))


def hidden() -> None:
    changes = seen_changes()
    for name in ("content", "page", "catalog", "annotation", "font"):
        what, change = changes[name]
        for odd, (words_, how) in ODD.items():
            isa(f"{name}-{odd}", f"An update with {words_} changes {what}.", TABLE.saved(change(TABLE), **how), TABLE)
        old = TABLE.saved(change(TABLE), startxref=TABLE.previous)
        isa(
            f"{name}-old-startxref",
            f"An update changes {what}; its startxref is the old one.",
            old,
            note="mutool and pdftoppm show what was signed; a reader that rebuilds its table shows the change",
        )


plain()
hidden()
