"""Lays PDF files down byte by byte, so that what is awkward about a file is exactly what was meant."""

import zlib

Objects = dict[int, bytes]

FREE, PLAIN, COMPRESSED = 0, 1, 2  # the types of an entry in a cross-reference stream (ISO 32000-1 table 18)
IDENTIFIER = "<54656B656E20706572636F6261616E31> <54656B656E20706572636F6261616E31>"


def raw(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin-1")


def stream(data: str | bytes, entries: str = "", length: str | None = None) -> bytes:
    """A stream object; `length` replaces the honest /Length, as a number or a reference."""
    data = raw(data)
    told = str(len(data)) if length is None else length
    return raw(f"<< {entries} /Length {told} >>\nstream\n") + data + b"\nendstream"


def flate(data: str | bytes, entries: str = "") -> bytes:
    return stream(zlib.compress(raw(data), 9), f"{entries} /Filter /FlateDecode")


def lzw(data: bytes) -> bytes:
    """LZW in codes of nine bits: the table is cleared before it would need a tenth."""
    codes: list[int] = []
    for start in range(0, len(data), 200):
        codes += [256, *data[start : start + 200]]
    bits = "".join(f"{code:09b}" for code in [*codes, 257])
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def predicted_up(rows: bytes, width: int) -> bytes:
    """PNG's predictor `Up` over rows of `width` bytes."""
    out, above = bytearray(), bytes(width)
    for start in range(0, len(rows), width):
        row = rows[start : start + width]
        out += b"\x02" + bytes((now - then) & 0xFF for now, then in zip(row, above))
        above = row
    return bytes(out)


def runs(numbers: list[int]) -> list[list[int]]:
    """Cuts sorted numbers into stretches without a gap."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] + 1 == number:
            found[-1].append(number)
        else:
            found.append([number])
    return found


def packed(members: Objects, extra: str = "", compress: bool = True) -> bytes:
    """An object stream of these members, in the order of their numbers."""
    order, at, pairs = sorted(members), 0, []
    for number in order:
        pairs.append(f"{number} {at} ")
        at += len(members[number]) + 1
    heads = "".join(pairs)
    data = raw(heads) + b"".join(members[number] + b"\n" for number in order)
    entries = f"/Type /ObjStm /N {len(members)} /First {len(heads)} {extra}"
    return flate(data, entries) if compress else stream(data, entries)


class Laid:
    """A file as it grows, revision by revision."""

    def __init__(self, version: str = "1.7", before: bytes = b"", eol: bytes = b"\n", told_from: int = 0):
        self.eol = eol
        self.told_from = told_from  # where the file believes that it begins
        self.data = bytearray(before + b"%PDF-" + raw(version) + eol + b"%\xe2\xe3\xcf\xd3" + eol)
        self.entries: dict[int, tuple[int, int, int]] = {0: (FREE, 0, 65535)}
        self.size = 1
        self.previous: int | None = None

    @property
    def here(self) -> int:
        return len(self.data) - self.told_from

    def say(self, text: str | bytes) -> None:
        self.data += raw(text)

    def put(self, number: int, body: bytes, generation: int = 0, open_: str = "{} {} obj", close: str = "endobj"):
        self.entries[number] = (PLAIN, self.here, generation)
        self.size = max(self.size, number + 1)
        self.data += raw(open_.format(number, generation)) + self.eol + body + self.eol + raw(close) + self.eol

    def put_all(self, objects: Objects, without: tuple[int, ...] = ()) -> None:
        for number, body in objects.items():
            if number not in without:
                self.put(number, body)

    def free(self, number: int, next_: int = 0, generation: int = 1) -> None:
        self.entries[number] = (FREE, next_, generation)
        self.size = max(self.size, number + 1)

    def pack(self, number: int, members: Objects, extra: str = "", compress: bool = True, named: bool = True) -> None:
        """An object stream; `named` says whether this section's cross-reference will tell of its members."""
        self.put(number, packed(members, extra, compress))
        for index, member in enumerate(sorted(members)):
            self.size = max(self.size, member + 1)
            if named:
                self.entries[member] = (COMPRESSED, number, index)

    def trailer(
        self,
        root: str = "1 0 R",
        info: str | None = "6 0 R",
        ident: str | None = IDENTIFIER,
        extra: str = "",
        size: int | None = None,
        prev: int | None = None,
    ) -> str:
        words = [f"/Size {self.size if size is None else size}", f"/Root {root}"]
        words += [f"/Info {info}"] if info else []
        words += [f"/ID [{ident}]"] if ident else []
        before = self.previous if prev is None else prev
        words += [f"/Prev {before}"] if before is not None else []
        return " ".join([*words, extra]).strip()

    def table(
        self,
        trailer: str | None = None,
        ending: bytes = b" \n",
        first: int = 0,
        indent: str = "",
        nudge: int = 0,
        **told,
    ) -> int:
        """A cross-reference table and its trailer. `first` moves the first subsection's header, `nudge` each offset."""
        if trailer is None:
            trailer = self.trailer(**told)
        at = self.here
        self.say(b"xref" + self.eol)
        for stretch in runs(sorted(self.entries)):
            self.say(raw(f"{stretch[0] + first} {len(stretch)}") + self.eol)
            first = 0
            for number in stretch:
                kind, field, generation = self.entries[number]
                offset = field + nudge if kind == PLAIN else field
                letter = "fn"[kind]
                self.say(raw(f"{indent}{offset:010d} {generation:05d} {letter}") + ending)
        self.say(b"trailer" + self.eol + raw(f"<< {trailer} >>") + self.eol)
        return self.close_section(at)

    def cross_reference(
        self,
        number: int,
        trailer: str | None = None,
        widths: tuple[int, int, int] = (1, 4, 2),
        numbers: list[int] | None = None,
        predictor: bool = False,
        encode=None,
        filters: str = "",
        listed: bool = True,
        **told,
    ) -> int:
        """A cross-reference stream as object `number`; `encode` and `filters` belong together."""
        at = self.here
        if listed:
            self.entries[number] = (PLAIN, at, 0)
        self.size = max(self.size, number + 1)
        if trailer is None:
            trailer = self.trailer(**told)
        chosen = runs(sorted(self.entries) if numbers is None else numbers)
        rows = b"".join(
            b"".join(value.to_bytes(width, "big") for value, width in zip(self.entries[each], widths) if width)
            for stretch in chosen
            for each in stretch
        )
        index = " ".join(f"{stretch[0]} {len(stretch)}" for stretch in chosen)
        entries = f"/Type /XRef /W [{' '.join(map(str, widths))}] /Index [{index}] {trailer}"
        if encode:
            body = stream(encode(rows), f"{entries} /Filter {filters}")
        elif predictor:
            parms = f"/DecodeParms << /Predictor 12 /Columns {sum(widths)} >>"
            body = flate(predicted_up(rows, sum(widths)), f"{entries} {parms}")
        else:
            body = stream(rows, entries)
        self.say(raw(f"{number} 0 obj") + self.eol + body + self.eol + b"endobj" + self.eol)
        return self.close_section(at)

    def close_section(self, at: int) -> int:
        self.previous = at
        self.entries = {}
        return at

    def end(self, startxref: int | None = None, tail: bytes = b"%%EOF\n") -> bytes:
        """Points to the last section and ends this revision."""
        at = self.previous if startxref is None else startxref
        self.say(b"startxref" + self.eol + raw(str(at)) + self.eol + tail)
        return bytes(self.data)
