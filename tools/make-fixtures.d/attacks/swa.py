"""Signature wrapping: the signed bytes stay whole, the hole between them grows and holds something of its own.

The second part moves up by as many bytes as the hole grew. Its old startxref stays as it was signed, so that a
cross-reference of the attacker lies where the signed one used to be: inside the hole.
"""

import re

from furnished import LIE
from paper import CATALOG, CONTENT, PAGE, original, raw, ref, revision, stream, words
from register import adder
from signing import message_in, once, place, signed

swa = adder("swa")
SIGNED = signed(original(), room=4400)
AT = place(SIGNED.data)
FIRST, SECOND = SIGNED.data[: AT.start], SIGNED.data[AT.end :]
HEX = b"<" + message_in(SIGNED.data).hex().encode() + b">"
SIGNATURE = next(n for n, body in SIGNED.objects.items() if isinstance(body, dict) and "ByteRange" in body)
LIE_BODY = stream(words(LIE))


MOVED_TO = SIGNED.previous + 1500  # where the second part begins afterwards
GROWN = f"/ByteRange [0 {AT.start} {MOVED_TO} {len(SECOND)}]".encode()


def offsets(data: bytes) -> dict[int, int]:
    """Where each object is now: in the hole, else the last one with its number."""
    found = [(each.start(1), int(each[1])) for each in re.finditer(rb"(?:^|\n)(\d+) 0 obj\n", data)]
    places = {number: at for at, number in found}
    return places | {number: at for at, number in found if AT.start < at < SIGNED.previous}


def own_table(places: dict[int, int]) -> bytes:
    """A cross-reference of the attacker that lists every object anew."""
    size = max(places) + 1
    listed = b"".join(
        f"{places[n]:010} 00000 n \n".encode() if n in places else b"0000000000 65535 f \n" for n in range(size)
    )
    trailer = raw({"Size": size, "Root": ref(CATALOG), "Info": "6 0 R"})
    return (
        f"xref\n0 {size}\n".encode()
        + listed
        + b"trailer\n"
        + trailer
        + b"\nstartxref\n"
        + str(SIGNED.previous).encode()
        + b"\n%%EOF\n"
    )


def wrapped(front: bytes, back: bytes, objects: bytes = b"") -> bytes:
    """The first part, `front` and the attacker's objects, a table where the signed startxref leads, and the rest."""
    target = SIGNED.previous
    head = FIRST + front + objects
    if len(head) > target:
        raise ValueError(f"the attacker's objects reach {len(head) - target} bytes beyond the place of the table")
    head = head.ljust(target)
    blank = own_table({number: 0 for number in range(1, SIGNED.size)})
    tail = back.rjust(MOVED_TO - target - len(blank)) + SECOND
    places = offsets(head + blank + tail)
    made = head + own_table({number: places[number] for number in range(1, SIGNED.size)}) + tail
    assert made[: AT.start] == FIRST and made[MOVED_TO:] == SECOND and made[target:].startswith(b"xref")
    return made


def put(number: int, body: bytes) -> bytes:
    return f"\n{number} 0 obj\n".encode() + body + b"\nendobj\n"


LIES = put(CONTENT, LIE_BODY)
REST = b"\n99 0 obj\n<< /Sisa true"
COPY = b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached " + GROWN
COPY += b" /M (D:20260701000000Z) /Name (Siti Contoh) /Contents " + HEX + b" >>"
END = b" >>\nendobj\n"


def wide_holes() -> None:
    keyed = HEX + b" " + GROWN + END
    swa(
        "second-range-key",
        "A second /ByteRange behind /Contents; content and table lie in the grown hole.",
        wrapped(keyed, REST, LIES),
        SIGNED,
    )
    swa(
        "second-range-key-page",
        "The same, and what changed is the page, which is turned.",
        wrapped(keyed, REST, put(PAGE, raw(SIGNED.page | {"Contents": ref(CONTENT)} | {"Rotate": 180}))),
        SIGNED,
    )
    swa(
        "own-dictionary",
        "The hole holds a dictionary of its own for the signature, with the grown range.",
        wrapped(b"<00>" + END + put(SIGNATURE, COPY), REST, LIES),
        SIGNED,
    )
    swa(
        "own-dictionary-and-signed-one",
        "The same, and the signed dictionary keeps its message too.",
        wrapped(HEX + END + put(SIGNATURE, COPY), REST, LIES),
        SIGNED,
    )
    swa(
        "objects-before-contents",
        "The content lies in the hole before the message, as a string of the dictionary.",
        wrapped(b"<00> /Sisa (" + LIES + b") /Contents " + keyed, REST),
        SIGNED,
    )
    swa(
        "objects-before-own-dictionary",
        "The content lies in the hole before a dictionary of its own.",
        wrapped(b"null" + END + LIES + put(SIGNATURE, COPY), REST),
        SIGNED,
    )
    swa(
        "second-contents-key",
        "A second /Contents behind an empty first, and a second /ByteRange.",
        wrapped(b"<00> /Contents " + keyed, REST, LIES),
        SIGNED,
    )
    swa(
        "contents-then-false-contents",
        "The message first, then a second /Contents that is empty.",
        wrapped(HEX + b" /Contents <> " + GROWN + END, REST, LIES),
        SIGNED,
    )
    pairs = f"/ByteRange [0 100 100 {AT.start - 100} {MOVED_TO} 50 {MOVED_TO + 50} {len(SECOND) - 50}]".encode()
    swa(
        "several-pairs",
        "The second /ByteRange has four pairs that touch each other, around the grown hole.",
        wrapped(HEX + b" " + pairs + END, REST, LIES),
        SIGNED,
    )
    reordered = f"/ByteRange [0 {AT.start} {MOVED_TO} {len(SECOND)} 0 0]".encode()
    swa(
        "empty-pair",
        "The second /ByteRange has a third pair that is empty.",
        wrapped(HEX + b" " + reordered + END, REST, LIES),
        SIGNED,
    )
    swa(
        "zeros-then-object",
        "The message is padded by zeros, as always, and then come the attacker's objects.",
        wrapped(HEX[:-1] + b"0" * 300 + b"> " + GROWN + END, REST, LIES),
        SIGNED,
    )
    swa(
        "in-string",
        "What the hole holds beside the message looks like one long string of the dictionary.",
        wrapped(HEX + b" " + GROWN + b" /Sisa (", b")", LIES),
        SIGNED,
    )


def in_the_padding() -> None:
    """The hole keeps its size: what was zeros behind the message is an object now, to which an update leads."""
    room = AT.end - AT.start

    def held(middle: bytes, before: bytes = HEX) -> bytes:
        inside = before + middle
        if len(inside) > room:
            raise ValueError(f"{len(inside)} bytes do not fit into {room}")
        return FIRST + inside.ljust(room) + SECOND

    small = put(CONTENT, stream(f"BT /F1 30 Tf 72 700 Td ({LIE[2]}) Tj ET"))
    ways = {
        "string": (b" /Sisa (" + small + b")", HEX, "as a string of the dictionary"),
        "bare": (small, HEX, "as bare bytes behind the message"),
        "before": (HEX, b"<00> /Sisa (" + small + b") /Contents ", "before the message, which is a second /Contents"),
        "array": (b" /Sisa [(" + small + b")]", HEX, "as an array"),
    }
    for name, (middle, before, how) in ways.items():
        data = held(middle, before)
        at = data.index(f"{CONTENT} 0 obj".encode(), AT.start)
        made, _, _ = revision(data, {}, previous=SIGNED.previous, size=SIGNED.size, entries={CONTENT: (1, at, 0)})
        swa(
            f"padding-{name}", f"Changed content lies in the hole's padding {how}; an update leads to it.", made, SIGNED
        )
    other = held(b" /Reason (Menolak) /Name (Budi Percobaan)")
    swa("padding-keys", "The hole's padding holds a second /Reason and a second /Name.", other)
    swa(
        "padding-value",
        "The hole's padding holds another signature value under a second /Contents.",
        held(b" /Contents <3000>"),
    )
    swa("padding-range", "The hole's padding holds a second /ByteRange over nothing.", held(b" /ByteRange [0 0 0 0]"))
    swa(
        "padding-end",
        "The dictionary ends in the hole, and another object begins there.",
        held(b" >>\nendobj\n98 0 obj\n<< /Sisa true"),
    )
    swa(
        "padding-bytes",
        "Behind the message, inside the hexadecimal string, are bytes that are not zero.",
        FIRST + (HEX[:-1] + b"deadbeef").ljust(room - 1, b"0") + b">" + SECOND,
    )


def shifted() -> None:
    """The hole grew, and nothing is in it but space: what is signed has moved all the same."""
    for name, filler, words_ in (
        ("spaces", b" " * 500, "five hundred spaces"),
        ("comment", b"\n% " + b"x" * 497 + b"\n", "a comment"),
        ("nulls", b"\x00" * 500, "five hundred zero bytes"),
    ):
        made = SIGNED.data[: AT.end] + filler + SECOND
        swa(f"shifted-{name}", f"Between /Contents and the second part lie {words_}; /ByteRange stayed.", made)


def own_holes() -> None:
    """Signed like this by careless software: the signature holds, and its hole is wider than /Contents."""

    def begin(found: bytes):
        return lambda data, at: [0, data.rindex(found, 0, at.start), at.end, len(data) - at.end]

    made = signed(original(), numbers=begin(f"{SIGNATURE} 0 obj".encode()))
    swa(
        "hole-is-object",
        "The hole begins with the signature's object; /SubFilter was changed.",
        once(made.data, "/ETSI.CAdES.detached", "/adbe.pkcs7.detached".ljust(20)),
    )
    made = signed(original(), numbers=begin(b"/ByteRange"))
    swa("hole-holds-range", "The hole begins before /ByteRange.", made)
    made = signed(original(), numbers=lambda data, at: [0, at.start, at.end + 20, len(data) - at.end - 20])
    swa(
        "hole-holds-date",
        "The hole ends behind a part of /M, which was changed.",
        once(made.data, "/M (D:2026", "/M (D:2019"),
    )


wide_holes()
in_the_padding()
shifted()
own_holes()
