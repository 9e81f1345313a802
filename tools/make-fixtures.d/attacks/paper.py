"""A PDF as it grows, revision by revision, laid down byte by byte."""

import dataclasses
import zlib

Value = str | list | dict
Object = dict | bytes  # a dictionary, or the finished bytes of anything else
IDENTIFIER = "[<54656B656E20736572616E67616E2031> <54656B656E20736572616E67616E2031>]"
AMOUNT, FORGED = "Rp 1.000.000", "Rp 9.000.000"
LINES = ("Kuitansi percobaan", "Diterima dari: Siti Contoh", f"Jumlah: {AMOUNT}", "Untuk: pembelian contoh")
CATALOG, PAGES, PAGE, CONTENT, FONT, INFO = 1, 2, 3, 4, 5, 6


def laid(value: Value) -> str:
    """A value as PDF writes it."""
    if isinstance(value, dict):
        return "<< " + " ".join(f"/{name} {laid(each)}" for name, each in value.items() if each is not None) + " >>"
    if isinstance(value, list):
        return "[" + " ".join(laid(each) for each in value) + "]"
    return str(value)


def raw(body: Object | str) -> bytes:
    return body if isinstance(body, bytes) else laid(body).encode("latin-1")


def stream(data: str | bytes, entries: dict | None = None, squeeze: bool = False) -> bytes:
    data = data.encode("latin-1") if isinstance(data, str) else data
    if squeeze:
        data, entries = zlib.compress(data, 9), (entries or {}) | {"Filter": "/FlateDecode"}
    return raw((entries or {}) | {"Length": len(data)}) + b"\nstream\n" + data + b"\nendstream"


def words(lines: tuple[str, ...] = LINES, size: int = 16, at: tuple[int, int] = (72, 740)) -> str:
    shown = "".join(f"({line}) Tj 0 -28 Td\n" for line in lines)
    return f"BT /F1 {size} Tf {at[0]} {at[1]} Td\n{shown}ET"


def ref(number: int, generation: int = 0) -> str:
    return f"{number} {generation} R"


@dataclasses.dataclass(frozen=True)
class Paper:
    """One state of a file: its bytes, what each object now is, and where its last cross-reference lies."""

    data: bytes
    objects: dict[int, Object]
    size: int
    previous: int
    kind: str = "table"

    @property
    def catalog(self) -> dict:
        return dict(self.objects[CATALOG])

    @property
    def page(self) -> dict:
        return dict(self.objects[PAGE])

    @property
    def form(self) -> int | None:
        """The number of the form's object, if there is a form."""
        told = self.catalog.get("AcroForm")
        return int(told.split()[0]) if told else None

    def saved(self, objects: dict[int, Object], **how) -> "Paper":
        """The file with one more revision behind it; `how` is told to `revision`."""
        how = {"kind": self.kind, "previous": self.previous, "size": self.size} | how
        data, at, size = revision(self.data, objects, **how)
        return dataclasses.replace(self, data=data, objects=self.objects | objects, size=size, previous=at)

    def with_data(self, data: bytes) -> "Paper":
        return dataclasses.replace(self, data=data)


def revision(
    data: bytes,
    objects: dict[int, Object],
    *,
    kind: str = "table",
    previous: int | None = None,
    size: int = 1,
    trailer: dict | None = None,
    free: dict[int, int] | None = None,
    generations: dict[int, int] | None = None,
    packed: tuple[int, ...] = (),
    hidden: tuple[int, ...] = (),
    entries: dict[int, tuple[int, int, int]] | None = None,
    parts: tuple[str, ...] = ("xref", "trailer", "startxref", "eof"),
    startxref: int | None = None,
    before: bytes = b"",
    tail: bytes = b"%%EOF\n",
) -> tuple[bytes, int, int]:
    """Appends objects and a cross-reference section; gives the bytes, where the section is, and the new size.

    `free` maps numbers to the next free one, `generations` and `entries` bend what is written, `packed` goes into an
    object stream, `hidden` is written and not listed, and what `parts` leaves out is missing.
    """
    out, found, generations = bytearray(data + before), {}, generations or {}
    for number, body in objects.items():
        if number in packed:
            continue
        found[number] = (1, len(out), generations.get(number, 0))
        out += f"{number} {generations.get(number, 0)} obj\n".encode() + raw(body) + b"\nendobj\n"
    size = max([size, *(number + 1 for number in objects)])
    if packed:
        pack_into(out, found, {number: raw(objects[number]) for number in packed}, size)
        size += 1
    found |= {number: (0, after, 1) for number, after in (free or {}).items()}
    found = {number: place for number, place in found.items() if number not in hidden} | (entries or {})
    told = {"Root": ref(CATALOG), "Info": ref(INFO), "ID": IDENTIFIER, "Prev": previous} | (trailer or {})
    at = len(out)
    if previous is None:
        found[0] = (0, 0, 65535)
    if kind == "stream" or packed:
        size = write_stream(out, found, told, size, parts)
    else:
        write_table(out, found, {"Size": size} | told, parts)
    if "startxref" in parts:
        out += f"startxref\n{at if startxref is None else startxref}\n".encode()
    if "eof" in parts:
        out += tail
    return bytes(out), at, size


def pack_into(out: bytearray, found: dict, members: dict[int, bytes], number: int) -> None:
    heads, at = "", 0
    for each, body in members.items():
        heads, at = f"{heads}{each} {at} ", at + len(body) + 1
    inside = heads.encode() + b"".join(body + b"\n" for body in members.values())
    entries = {"Type": "/ObjStm", "N": len(members), "First": len(heads)}
    found[number] = (1, len(out), 0)
    found |= {each: (2, number, index) for index, each in enumerate(members)}
    out += f"{number} 0 obj\n".encode() + stream(inside, entries) + b"\nendobj\n"


def stretches(numbers: list[int]) -> list[list[int]]:
    made: list[list[int]] = []
    for number in numbers:
        if made and made[-1][-1] + 1 == number:
            made[-1].append(number)
        else:
            made.append([number])
    return made


def write_table(out: bytearray, found: dict, trailer: dict, parts: tuple[str, ...]) -> None:
    if "xref" in parts:
        out += b"xref\n" + (b"" if found else b"0 0\n")
        for stretch in stretches(sorted(found)):
            out += f"{stretch[0]} {len(stretch)}\n".encode()
            for kind, place, generation in (found[number] for number in stretch):
                out += f"{place:010} {generation:05} {'n' if kind else 'f'} \n".encode()
    if "trailer" in parts:
        out += b"trailer\n" + raw(trailer) + b"\n"


def write_stream(out: bytearray, found: dict, trailer: dict, size: int, parts: tuple[str, ...]) -> int:
    number = size
    found[number] = (1, len(out), 0)
    rows = b"".join(
        bytes([kind]) + place.to_bytes(4) + extra.to_bytes(2)
        for kind, place, extra in (found[n] for n in sorted(found))
    )
    index = [part for stretch in stretches(sorted(found)) for part in (stretch[0], len(stretch))]
    entries = {"Type": "/XRef", "Size": number + 1, "W": [1, 4, 2], "Index": index} | trailer
    if "xref" in parts:
        out += f"{number} 0 obj\n".encode() + stream(rows, entries) + b"\nendobj\n"
    return number + 1


def letter(
    catalog: dict | None = None,
    page: dict | None = None,
    lines: tuple[str, ...] = LINES,
    extra: dict[int, Object] | None = None,
) -> dict[int, Object]:
    """Catalog 1, pages 2, page 3, contents 4, font 5, information 6; then whatever is extra."""
    box = {"MediaBox": "[0 0 595 842]", "Resources": {"Font": {"F1": ref(FONT)}}}
    return {
        CATALOG: {"Type": "/Catalog", "Pages": ref(PAGES)} | (catalog or {}),
        PAGES: {"Type": "/Pages", "Kids": [ref(PAGE)], "Count": 1},
        PAGE: {"Type": "/Page", "Parent": ref(PAGES), **box, "Contents": ref(CONTENT)} | (page or {}),
        CONTENT: stream(words(lines)),
        FONT: {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica", "Encoding": "/WinAnsiEncoding"},
        INFO: {"Title": "(Kuitansi percobaan)", "Author": "(Siti Contoh)"},
    } | (extra or {})


def original(objects: dict[int, Object] | None = None, kind: str = "table") -> Paper:
    """A first revision: with a table, with streams, or hybrid (a table that names a stream beside it)."""
    objects = objects or letter()
    head = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    if kind == "stream":
        packed = tuple(number for number, body in objects.items() if isinstance(body, dict) and number != CATALOG)
        data, at, size = revision(head, objects, kind="stream", packed=packed)
        return Paper(data, objects, size, at, "stream")
    if kind == "hybrid":
        return hybrid(head, objects)
    data, at, size = revision(head, objects)
    return Paper(data, objects, size, at)


def hybrid(head: bytes, objects: dict[int, Object]) -> Paper:
    """The font and the information are in an object stream that only newer readers see (ISO 32000-1 7.5.8.4)."""
    inner, number = (FONT, INFO), max(objects) + 1
    out, found = bytearray(head), {0: (0, 0, 65535)}
    for each, body in objects.items():
        if each not in inner:
            found[each] = (1, len(out), 0)
            out += f"{each} 0 obj\n".encode() + raw(body) + b"\nendobj\n"
    beside: dict[int, tuple[int, int, int]] = {}
    pack_into(out, beside, {each: raw(objects[each]) for each in inner}, number)
    told = {"Root": ref(CATALOG), "Info": ref(INFO), "ID": IDENTIFIER}
    at_stream = len(out)
    size = write_stream(out, beside, told, number + 1, ("xref",))
    at = len(out)
    shown = found | {each: (0, 0, 0) for each in inner}
    write_table(out, shown, {"Size": size} | told | {"XRefStm": at_stream}, ("xref", "trailer"))
    out += f"startxref\n{at}\n%%EOF\n".encode()
    return Paper(bytes(out), objects, size, at, "table")
