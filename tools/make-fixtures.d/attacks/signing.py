"""Signs papers: fields, the hole, the ranges, certifications, locks, timestamps and validation data."""

import dataclasses
import re
from collections.abc import Callable

import messages
from authority import LISTS, PARTIES, SIGNED
from messages import stamper, token
from paper import CATALOG, PAGE, Object, Paper, ref, stream

ROOM, TOKEN_ROOM, SPARE = 1900, 2100, 16  # bytes: for a message of RSA, for a token, and of zeros behind a message
RANGE_PLACE = 56  # columns for the numbers of /ByteRange, so that other numbers fit in too
HOLE = re.compile(rb"/Contents ?<([0-9A-Fa-f]{400,})>")
RANGE = re.compile(rb"/ByteRange ?\[([^\]]*)\]")
WHEN = "(D:20260701000000Z)"
Message = Callable[[bytes], bytes]


@dataclasses.dataclass(frozen=True)
class Place:
    """Where the signature lies: from `<` to behind `>`, and the columns of its range."""

    start: int
    end: int
    range_start: int
    range_end: int


def place(data: bytes, index: int = -1) -> Place:
    """The hole of one signature, in the order of the file, and the range nearest to it."""
    hole = list(HOLE.finditer(data))[index]
    near = min(RANGE.finditer(data), key=lambda each: abs(each.start() - hole.start()))
    return Place(hole.start(1) - 1, hole.end(1) + 1, near.start(1), near.end(1))


def honest_range(data: bytes, at: Place) -> list[int]:
    return [0, at.start, at.end, len(data) - at.end]


def covered(data: bytes, numbers: list[int]) -> bytes:
    return b"".join(data[start : start + length] for start, length in zip(numbers[::2], numbers[1::2]))


def ranged(data: bytes, text: str, index: int = -1) -> bytes:
    """Writes other numbers into a /ByteRange, without moving a byte."""
    at = place(data, index)
    room = at.range_end - at.range_start
    if len(text) > room:
        raise ValueError(f"{text!r} is too long")
    return data[: at.range_start] + text.encode().ljust(room) + data[at.range_end :]


def filled(data: bytes, cms: bytes | str, index: int = -1) -> bytes:
    """Writes a message, or any text of hexadecimal, into the hole and zeros behind it."""
    at = place(data, index)
    text = cms if isinstance(cms, str) else cms.hex()
    room = at.end - at.start - 2
    if len(text) > room:
        raise ValueError(f"{len(text) // 2} bytes are too many for {room // 2}")
    return data[: at.start + 1] + text.encode().ljust(room, b"0") + data[at.end - 1 :]


def message_in(data: bytes, index: int = -1) -> bytes:
    """The message of one signature without its padding."""
    at = place(data, index)
    padded = bytes.fromhex(data[at.start + 1 : at.end - 1].decode())
    return padded[: 4 + int.from_bytes(padded[2:4])] if padded[1] == 0x82 else padded


def sealed(data: bytes, message: Message, numbers: list[int] | None = None, text: str | None = None) -> bytes:
    """Fills the last hole with a message over the range, which is the honest one when nothing else is said."""
    numbers = numbers or honest_range(data, place(data))
    data = ranged(data, text or " ".join(map(str, numbers)))
    return filled(data, message(covered(data, numbers)))


def certifying(level: int) -> list:
    parameters = {"Type": "/TransformParams", "P": level, "V": "/1.2"}
    return [{"Type": "/SigRef", "TransformMethod": "/DocMDP", "TransformParams": parameters}]


def locking(action: str, names: tuple[str, ...] = ()) -> dict:
    return {"Action": f"/{action}", "Fields": [f"({name})" for name in names] if action != "All" else None}


def locked_by(action: str, names: tuple[str, ...] = ()) -> list:
    parameters = {"Type": "/TransformParams", "V": "/1.2"} | locking(action, names)
    return [{"Type": "/SigRef", "TransformMethod": "/FieldMDP", "TransformParams": parameters, "Data": ref(CATALOG)}]


def signature_dictionary(room: int, name: str, entries: dict) -> dict:
    blank = "[" + "0".ljust(RANGE_PLACE) + "]"
    common = {"Type": "/Sig", "Filter": "/Adobe.PPKLite", "SubFilter": "/ETSI.CAdES.detached"}
    common |= {"ByteRange": blank, "Contents": "<" + "00" * room + ">"}
    return common | {"M": WHEN, "Name": f"({name})", "Reason": "(Menyetujui)"} | entries


def common_name(who: str) -> str:
    return PARTIES[who].certificate.subject.rfc4514_string().split(",")[0].removeprefix("CN=")


def stamp_look(box: tuple[int, int, int, int], text: str) -> bytes:
    """What a visible signature shows."""
    wide, high = box[2] - box[0], box[3] - box[1]
    fonts = {"Font": {"F1": {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica"}}}
    entries = {"Type": "/XObject", "Subtype": "/Form", "BBox": [0, 0, wide, high], "Resources": fonts}
    return stream(f"0.9 g 0 0 {wide} {high} re f 0 g BT /F1 10 Tf 6 12 Td ({text}) Tj ET", entries)


def field_number(paper: Paper, name: str) -> int | None:
    """The widget that waits under this name."""
    for number, body in paper.objects.items():
        if isinstance(body, dict) and body.get("T") == f"({name})":
            return number
    return None


def prepared(
    paper: Paper,
    name: str,
    who: str = "signer",
    box: tuple | None = None,
    entries: dict | None = None,
    lock: dict | None = None,
    widget: dict | None = None,
    certify: int | None = None,
    room: int = ROOM,
    how: dict | None = None,
    also: dict[int, Object] | None = None,
) -> Paper:
    """The revision with the empty hole. `None` in `entries` or `widget` drops an entry; `also` is saved along."""
    number, references = paper.size, []
    waiting = field_number(paper, name)
    field = waiting or number + 1
    if certify:
        references += certifying(certify)
    if lock:
        references += locked_by(lock["Action"][1:], tuple(each[1:-1] for each in lock.get("Fields") or ()))
    entries = ({"Reference": references} if references else {}) | (entries or {})
    objects: dict[int, Object] = {number: signature_dictionary(room, common_name(who), entries)}
    told = {"Type": "/Annot", "Subtype": "/Widget", "FT": "/Sig", "T": f"({name})", "P": ref(PAGE), "F": 132}
    told |= {"Rect": list(box or (0, 0, 0, 0))}
    told = (dict(paper.objects[waiting]) if waiting else told) | {"V": ref(number)}
    shown = box or (tuple(told["Rect"]) if any(told["Rect"]) else None)
    if shown:
        objects[number + 2] = stamp_look(shown, common_name(who))
        told["AP"] = {"N": ref(number + 2)}
    objects[field] = told | ({"Lock": {"Type": "/SigFieldLock"} | lock} if lock else {}) | (widget or {})
    objects |= form_with(paper, None if waiting else field, max([*objects, number]) + 1, certify and number)
    return paper.saved((also or {}) | objects | (also or {}), **(how or {}))  # what comes along lies before the hole


def form_with(paper: Paper, field: int | None, spare: int, certified: int | None) -> dict[int, Object]:
    """The form, the page and the catalog as they are once this field is in them."""
    catalog, changed, form = paper.catalog, {}, paper.form
    told = dict(paper.objects[form]) if form else {"Fields": []}
    told |= {"SigFlags": 3, "Fields": [*told["Fields"], *([ref(field)] if field else [])]}
    if form is None:
        catalog["AcroForm"] = ref(spare)
    if certified:
        catalog["Perms"] = {"DocMDP": ref(certified)}
    if catalog != paper.catalog:
        changed[CATALOG] = catalog
    if field:
        changed[PAGE] = paper.page | {"Annots": [*(paper.page.get("Annots") or []), ref(field)]}
    return changed | {form or spare: told}


def signed(
    paper: Paper,
    name: str = "Tanda1",
    who: str = "signer",
    message: Message | None = None,
    stamped: bool = False,
    numbers: Callable[[bytes, Place], list[int]] | None = None,
    **how,
) -> Paper:
    """Signs in a new field, or in the waiting one of that name."""
    stamp = stamper(when=SIGNED) if stamped else None
    message = message or (lambda content: messages.detached(content, who, stamp=stamp))
    how.setdefault("room", max(len(message(b"kira-kira" * 8)) + SPARE, 400))
    ready = prepared(paper, name, who, **how)
    data = ready.data
    return ready.with_data(sealed(data, message, numbers(data, place(data)) if numbers else None))


def shortly(paper: Paper, name: str = "Tanda1", who: str = "signer-p256", **how) -> Paper:
    """Signs with the shorter key, which keeps the collection small where the message is not the matter."""
    return signed(paper, name, who, **how)


def timestamped(paper: Paper, name: str = "Waktu1", message: Message | None = None, **stamp) -> Paper:
    """Closes the file with a document timestamp."""
    entries = {"Type": "/DocTimeStamp", "SubFilter": "/ETSI.RFC3161", "M": None, "Name": None, "Reason": None}
    return signed(paper, name, "tsa", message or (lambda content: token(content, **stamp)), entries=entries)


def with_store(
    paper: Paper,
    certificates: tuple[bytes, ...] = (),
    lists: tuple[bytes, ...] = (LISTS["root"], LISTS["issuing"]),
    answers: tuple[bytes, ...] = (),
) -> Paper:
    """Appends a document security store."""
    objects: dict[int, Object] = {}
    told: dict[str, list] = {}
    number = paper.size
    for kind, each in (("Certs", certificates), ("CRLs", lists), ("OCSPs", answers)):
        for data in each:
            objects[number] = stream(data)
            told.setdefault(kind, []).append(ref(number))
            number += 1
    objects[number] = {"Type": "/DSS"} | told
    return paper.saved(objects | {CATALOG: paper.catalog | {"DSS": ref(number)}})


def known_certificates() -> tuple[bytes, ...]:
    return tuple(PARTIES[name].der for name in ("issuing", "root", "tsa"))


def long_term(paper: Paper, who: str = "signer") -> Paper:
    """B-LT: a timestamp, and all that is needed to judge in a store behind it."""
    return with_store(signed(paper, who=who, stamped=True), known_certificates())


def once(data: bytes, old: str | bytes, new: str | bytes) -> bytes:
    """Replaces what occurs exactly once by something as long."""
    old, new = (each.encode("latin-1") if isinstance(each, str) else each for each in (old, new))
    if data.count(old) != 1 or len(old) != len(new):
        raise ValueError(f"{old!r} occurs {data.count(old)} times; {len(old)} and {len(new)} bytes")
    return data.replace(old, new)
