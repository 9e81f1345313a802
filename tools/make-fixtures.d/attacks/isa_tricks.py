"""Incremental saving with tables that trick: numbers twice, freed, packed, looped, and objects out of sight."""

from furnished import (
    IMAGE,
    LIE,
    LOOK,
    NOTE,
    STREAM,
    TABLE,
    changed_content,
    font_with,
    furnished,
    kids,
    other_page,
    page_with,
    with_signature,
)
from isa import isa
from paper import CATALOG, CONTENT, FONT, PAGE, Object, Paper, letter, original, raw, ref, revision, stream
from signing import message_in, shortly


def tricks() -> None:
    lie = {CONTENT: changed_content()}
    truth = {CONTENT: TABLE.objects[CONTENT]}
    twice = revision(TABLE.data, lie, previous=TABLE.previous, size=TABLE.size, parts=())[0]
    at = len(TABLE.data)
    behind = revision(twice, truth, previous=TABLE.previous, size=TABLE.size, entries={CONTENT: (1, at, 0)})[0]
    isa(
        "twice-first-counts",
        "The update holds the content twice; its table names the changed one, which comes first.",
        behind,
        TABLE,
    )
    before = revision(TABLE.data, truth, previous=TABLE.previous, size=TABLE.size, parts=())[0]
    isa(
        "twice-last-counts",
        "The update holds the content twice; its table names the changed one, which comes last.",
        revision(before, lie, previous=TABLE.previous, size=TABLE.size)[0],
        TABLE,
    )
    isa(
        "generation-in-object",
        "The changed content says generation 1, the table says 0.",
        TABLE.saved(lie, generations={CONTENT: 1}, entries={CONTENT: (1, len(TABLE.data), 0)}),
        TABLE,
    )
    isa(
        "generation-in-table",
        "The table says generation 1, the changed content says 0.",
        TABLE.saved(lie, entries={CONTENT: (1, len(TABLE.data), 1)}),
        TABLE,
    )
    isa(
        "generation-both",
        "The changed content is generation 1, and the page points to it.",
        TABLE.saved(lie | page_with(TABLE, Contents=ref(CONTENT, 1)), generations={CONTENT: 1}),
        TABLE,
    )
    isa(
        "packed-font",
        "The changed font is in an object stream, which a stream of cross-references names.",
        STREAM.saved({FONT: font_with(STREAM)}, packed=(FONT,)),
        STREAM,
    )
    isa(
        "packed-page",
        "The changed page is in an object stream behind a table.",
        TABLE.saved(page_with(TABLE, Contents=ref(TABLE.size)) | {TABLE.size: changed_content()}, packed=(PAGE,)),
        TABLE,
    )
    isa("freed-content", "The content is marked as free.", TABLE.saved({}, free={CONTENT: 0}), TABLE)
    isa("freed-note", "The stamp BATAL is marked as free.", TABLE.saved({}, free={NOTE: 0}), TABLE)
    isa("freed-look", "The form XObject is marked as free.", TABLE.saved({}, free={LOOK: 0}), TABLE)
    isa("freed-image", "The picture is marked as free.", TABLE.saved({}, free={IMAGE: 0}), TABLE)
    freed = TABLE.saved({}, free={CONTENT: 0}).saved(lie)
    isa("freed-and-back", "The content is freed in one update and comes back changed in the next.", freed, TABLE)
    signature = next(n for n, body in TABLE.objects.items() if isinstance(body, dict) and "ByteRange" in body)
    isa(
        "freed-signature",
        "The signature's own object is freed, and the content changed.",
        TABLE.saved(lie, free={signature: 0}),
        TABLE,
    )


def loops() -> None:
    lie = {CONTENT: changed_content()}
    whole = with_signature(TABLE.objects) | lie
    at = len(TABLE.data) + len(raw(lie[CONTENT])) + len(f"{CONTENT} 0 obj\n\nendobj\n")
    isa(
        "prev-itself",
        "The update's /Prev is the update itself; it holds all objects again.",
        TABLE.saved(whole, previous=at_of(TABLE, whole)),
        TABLE,
    )
    isa(
        "prev-itself-short",
        "The update's /Prev is the update itself, and nothing else is listed.",
        TABLE.saved(lie, previous=at),
    )
    isa(
        "prev-missing", "The update has no /Prev and lists all objects again.", TABLE.saved(whole, previous=None), TABLE
    )
    first = original(furnished())
    rest = {number: body for number, body in TABLE.objects.items() if first.objects.get(number) != body}
    isa(
        "prev-skips-signature",
        "The update's /Prev is the first revision; it carries the signature's objects itself.",
        TABLE.saved(with_signature(rest) | lie, previous=first.previous),
        TABLE,
    )
    isa(
        "prev-to-original",
        "The update's /Prev is the first revision, so that the signature seems never to have been.",
        TABLE.saved(lie, previous=first.previous),
        TABLE,
    )
    isa(
        "prev-beyond",
        "The update's /Prev lies behind the end; it holds all objects again.",
        TABLE.saved(whole, previous=999_999),
        TABLE,
    )
    isa(
        "prev-negative",
        "The update's /Prev is negative; it holds all objects again.",
        TABLE.saved(whole, previous=-1),
        TABLE,
    )
    one = TABLE.saved(lie)
    circle = revision(one.data, truth_free(), previous=at_next(one), size=one.size)[0]
    isa("prev-circle", "Two updates whose /Prev lead to each other.", circle)
    isa(
        "root-elsewhere",
        "The update's trailer names another catalog, without a form.",
        TABLE.saved(
            other_page(TABLE, 60, 59) | {59: kids(60), 58: {"Type": "/Catalog", "Pages": ref(59)}},
            trailer={"Root": ref(58)},
        ),
        TABLE,
    )
    isa(
        "root-elsewhere-with-form",
        "The update's trailer names another catalog, with the same form.",
        TABLE.saved(
            other_page(TABLE, 60, 59) | {59: kids(60), 58: TABLE.catalog | {"Pages": ref(59)}},
            trailer={"Root": ref(58)},
        ),
        TABLE,
    )


def truth_free() -> dict[int, Object]:
    return {60: {"Sisa": "true"}}


def at_of(paper: Paper, objects: dict[int, Object]) -> int:
    """Where the section of such an update will lie."""
    return paper.saved(objects).previous


def at_next(paper: Paper) -> int:
    return revision(paper.data, truth_free(), previous=paper.previous, size=paper.size)[1]


def copies() -> None:
    lie = {CONTENT: changed_content()}
    signature = {n: b for n, b in TABLE.objects.items() if isinstance(b, dict) and "ByteRange" in b}
    copy = with_signature(signature)
    assert message_in(TABLE.data).hex().encode() in next(iter(copy.values())).lower()
    isa(
        "signature-copied",
        "The update repeats the signature's dictionary, so that it is the newest object.",
        TABLE.saved(lie | copy),
        TABLE,
    )
    everything = {n: b for n, b in TABLE.objects.items() if n in signature or b != furnished().get(n)}
    isa(
        "signature-and-field-copied",
        "The update repeats the signature, its field, the form, the page and the catalog.",
        TABLE.saved(with_signature(everything) | lie),
        TABLE,
    )
    hidden_parts = ("xref", "trailer", "eof")
    isa(
        "signature-copied-no-startxref",
        "The same without a startxref.",
        TABLE.saved(lie | copy, parts=hidden_parts, before=b"%" + b" " * 1100 + b"\n"),
        TABLE,
    )
    whole = original(letter(lines=LIE))
    second = moved(TABLE.data, whole)
    isa("second-document", "A whole other document follows the signed one.", second, TABLE)
    objects = letter(lines=LIE, catalog={"AcroForm": ref(10)}) | {10: {"Fields": [ref(11)], "SigFlags": 3}}
    objects |= {
        11: {"FT": "/Sig", "T": "(Tanda1)", "V": ref(12), "Type": "/Annot", "Subtype": "/Widget", "Rect": "[0 0 0 0]"},
        12: next(iter(copy.values())),
    }
    isa(
        "second-document-with-signature",
        "A whole other document follows, with a copy of the signature in its form.",
        moved(TABLE.data, original(objects)),
        TABLE,
    )


def moved(front: bytes, paper: Paper) -> bytes:
    """Lays the objects of a paper down again behind other bytes, as a document of its own."""
    return revision(front + b"%PDF-1.7\n", paper.objects)[0]


def out_of_sight() -> None:
    lie = changed_content()
    body = f"{CONTENT} 0 obj\n".encode() + lie + b"\nendobj\n"
    at = len(TABLE.data)

    def pointing(front: bytes, back: bytes, offset: int, **how) -> bytes:
        return revision(
            TABLE.data + front + body + back,
            {},
            previous=TABLE.previous,
            size=TABLE.size,
            entries={CONTENT: (1, at + offset, 0)},
            **how,
        )[0]

    isa(
        "hidden-in-comment",
        "The changed content begins behind a percent sign; the table points behind it.",
        pointing(b"% ", b"", 2),
        TABLE,
    )
    front = f"{TABLE.size} 0 obj\n<< /Length {len(body)} >>\nstream\n".encode()
    isa(
        "hidden-in-stream",
        "The changed content lies inside another stream; the table points into it.",
        pointing(front, b"\nendstream\nendobj\n", len(front)),
        TABLE,
    )
    front = f"{TABLE.size} 0 obj\n(".encode()
    assert lie.count(b"(") == lie.count(b")")
    isa(
        "hidden-in-string",
        "The changed content lies inside a string; the table points into it.",
        pointing(front, b")\nendobj\n", len(front)),
        TABLE,
    )
    isa(
        "end-swallowed",
        "The update follows %%EOF without a line end.",
        shortly(original(furnished()), how={"tail": b"%%EOF"}).saved({CONTENT: lie}),
        TABLE,
    )
    hidden_behind = shortly(original(furnished()))
    number, data = hidden_behind.size, hidden_behind.data
    out = bytearray(data)
    place = len(out)
    out += body
    stream_at = len(out)
    rows = bytes([1]) + place.to_bytes(4) + b"\0\0"
    entries = {"Type": "/XRef", "Size": number + 1, "W": "[1 4 2]", "Index": f"[{CONTENT} 1]", "Root": ref(CATALOG)}
    out += f"{number} 0 obj\n".encode() + stream(rows, entries) + b"\nendobj\n"
    for variant, listed, words_ in (
        ("hybrid-not-listed", {}, "The table of a hybrid update lists nothing; its stream lists the changed content."),
        (
            "hybrid-listed-free",
            {CONTENT: (0, 0, 0)},
            "A hybrid update's table frees the content, its stream changes it.",
        ),
    ):
        made = revision(
            bytes(out),
            {},
            previous=hidden_behind.previous,
            size=number + 1,
            entries=listed,
            trailer={"XRefStm": stream_at},
        )[0]
        isa(variant, words_, made, TABLE)


tricks()
loops()
copies()
out_of_sight()
