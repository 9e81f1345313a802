#!/usr/bin/env python3
"""Writes the bad PDFs that are too large to keep: large.py FOLDER [NAME...]. It needs nothing but Python."""

import sys
import zlib
from collections.abc import Callable
from pathlib import Path

from letters import letter, with_stream, with_table
from writer import COMPRESSED, FREE, PLAIN, Laid, flate, raw, stream

MILLION = 1_000_000
FORTY_MB = 40 << 20
LARGE: dict[str, Callable[[], bytes]] = {}


def large(make: Callable[[], bytes]) -> Callable[[], bytes]:
    LARGE[make.__name__.replace("_", "-")] = make
    return make


@large
def objects_million() -> bytes:
    """A million objects in a table."""
    laid = Laid()
    laid.put_all(letter())
    for number in range(7, MILLION):
        laid.put(number, b"null")
    laid.table()
    return laid.end()


@large
def objects_million_in_object_streams() -> bytes:
    """A million objects in ten object streams of a hundred thousand."""
    laid = Laid()
    laid.put_all(letter())
    for index in range(10):
        first = 100 + index * 100_000
        laid.pack(10 + index, dict.fromkeys(range(first, first + 100000), b"null"))
    laid.cross_reference(20, widths=(1, 4, 4), predictor=True)
    return laid.end()


@large
def object_stream_of_a_million() -> bytes:
    """One object stream with a million members, the page among them."""
    objects = letter(extra=dict.fromkeys(range(7, MILLION), b"null"))
    laid = Laid()
    laid.put(4, objects.pop(4))
    laid.pack(MILLION, objects)
    laid.cross_reference(MILLION + 1, widths=(1, 4, 4), predictor=True)
    return laid.end()


def nested(opening: str, closing: str, depth: int) -> bytes:
    return with_table(letter(f"/TEKN_Deep {opening * depth} 1 {closing * depth}"))


for depth in (20_000, 200_000, 5 * MILLION):
    LARGE[f"nested-arrays-{depth}"] = lambda depth=depth: nested("[", "]", depth)
    LARGE[f"nested-dictionaries-{depth}"] = lambda depth=depth: nested("<</A", ">>", depth)
    LARGE[f"nested-parentheses-{depth}"] = lambda depth=depth: nested("(", ")", depth)


@large
def string_20_mb() -> bytes:
    """The title is a string of 20 MB."""
    return with_table(letter(extra={6: b"<< /Title (" + b"a" * (20 << 20) + b") >>"}))


@large
def string_20_mb_in_catalog() -> bytes:
    """The catalog, which an update copies, holds a string of 20 MB."""
    return with_table(letter("/TEKN_Note <" + "41" * (10 << 20) + ">"))


@large
def name_5_mb() -> bytes:
    """The catalog holds a name of 5 MB."""
    return with_table(letter("/TEKN /" + "A" * (5 << 20)))


@large
def number_5_mb() -> bytes:
    """The catalog holds a number of 5 million digits."""
    return with_table(letter("/TEKN " + "7" * (5 << 20)))


@large
def revisions_10000_tables() -> bytes:
    """Ten thousand revisions with tables."""
    return revisions(10_000, tables=True)


@large
def revisions_10000_streams() -> bytes:
    """Ten thousand revisions with cross-reference streams."""
    return revisions(10_000, tables=False)


def revisions(count: int, tables: bool) -> bytes:
    laid = Laid()
    laid.put_all(letter())
    for revision in range(count):
        if revision > 0:
            laid.put(6, b"<< /Title (Nota Dinas) >>")
        if tables:
            laid.table()
        else:
            laid.cross_reference(7)
        laid.say(raw(f"startxref\n{laid.previous}\n%%EOF\n"))
    return bytes(laid.data)


def claimed(count: int, entry: bytes) -> bytes:
    """A cross-reference stream that has every entry it claims, most of them the same."""
    laid = Laid()
    laid.put_all(letter())
    laid.entries[7] = (PLAIN, laid.here, 0)
    rows = b"".join(
        kind.to_bytes(1, "big") + at.to_bytes(4, "big") + last.to_bytes(2, "big")
        for kind, at, last in (laid.entries[number] for number in range(8))
    )
    rest = entry * (count - 8)
    at = laid.here
    laid.put(7, flate(rows + rest, f"/Type /XRef /W [1 4 2] /Size {count} /Root 1 0 R"))
    laid.previous = at
    return laid.end()


@large
def stream_8388600_free_entries() -> bytes:
    """A cross-reference stream with 8,388,600 entries, nearly all of them free."""
    return claimed(8_388_600, bytes([FREE, 0, 0, 0, 0, 0, 0]))


@large
def stream_8388600_compressed_entries() -> bytes:
    """The same with entries that all name one object stream, which is none."""
    return claimed(8_388_600, bytes([COMPRESSED, 0, 0, 0, 4, 0, 1]))


@large
def table_8388600_entries() -> bytes:
    """A table with 8,388,600 entries: 168 MB of it."""
    laid = Laid()
    laid.put_all(letter())
    at = laid.here
    rows = b"".join(
        b"%010d %05d %c \n" % (field, last, "fn"[kind].encode())
        for kind, field, last in (laid.entries[number] for number in range(7))
    )
    laid.say(b"xref\n0 8388600\n" + rows + b"0000000000 00001 f \n" * (8_388_600 - 7))
    laid.say(b"trailer\n<< /Size 8388600 /Root 1 0 R >>\n")
    laid.previous = at
    return laid.end()


def bomb(number: int, entries: str) -> bytes:
    """A stream of 2 GB of zeros in 2 MB."""
    packer, block = zlib.compressobj(9), bytes(1 << 20)
    data = b"".join(packer.compress(block) for _ in range(2048)) + packer.flush()
    laid = Laid()
    laid.put_all(letter())
    at = laid.here
    laid.put(number, stream(data, f"{entries} /Filter /FlateDecode"))
    laid.previous = at
    if "/XRef" not in entries:
        laid.entries[1] = (COMPRESSED, number, 0)
        laid.cross_reference(number + 1)
    return laid.end()


LARGE["bomb-2-gb-cross-reference"] = lambda: bomb(7, "/Type /XRef /W [1 4 2] /Size 300000000 /Root 1 0 R")
LARGE["bomb-2-gb-object-stream"] = lambda: bomb(7, "/Type /ObjStm /N 1 /First 6")


@large
def fields_million() -> bytes:
    """/Fields names the same field a million times."""
    return with_table(letter(f"/AcroForm << /Fields [{'7 0 R ' * MILLION}] >>", extra={7: b"<< /FT /Tx /T (nama) >>"}))


@large
def fields_100000_different() -> bytes:
    """A hundred thousand text fields, each an object of its own."""
    numbers = range(7, 100_007)
    fields = " ".join(f"{number} 0 R" for number in numbers)
    return with_stream(
        letter(
            f"/AcroForm << /Fields [{fields}] >>",
            extra={number: raw(f"<< /FT /Tx /T (f{number}) >>") for number in numbers},
        ),
        widths=(1, 4, 4),
    )


@large
def tree_100000_levels() -> bytes:
    """The page lies below a hundred thousand /Pages."""
    last = 100_006
    nodes = {
        number: raw(
            f"<< /Type /Pages /Parent {number - 1 if number > 7 else 2} 0 R "
            f"/Kids [{number + 1 if number < last else 3} 0 R] /Count 1 >>"
        )
        for number in range(7, last + 1)
    }
    objects = letter(extra=nodes)
    objects[2] = b"<< /Type /Pages /Kids [7 0 R] /Count 1 >>"
    objects[3] = objects[3].replace(b"/Parent 2 0 R", raw(f"/Parent {last} 0 R"))
    return with_stream(objects, widths=(1, 4, 4))


@large
def kids_million_nulls() -> bytes:
    """/Kids holds a million nulls before the page."""
    return with_table(letter(extra={2: b"<< /Type /Pages /Kids [" + b"null " * MILLION + b"3 0 R] /Count 1 >>"}))


@large
def comment_50_mb() -> bytes:
    """Fifty megabytes of comment before the catalog."""
    laid = Laid()
    laid.say(b"%" + b"a" * (50 << 20) + b"\n")
    laid.put_all(letter())
    laid.table()
    return laid.end()


@large
def spaces_50_mb_after_end() -> bytes:
    """Fifty megabytes of spaces behind %%EOF."""
    return with_table(letter()) + b" " * (50 << 20)


@large
def text_50_mb() -> bytes:
    """Fifty megabytes of a sentence: no PDF."""
    return b"Ini bukan berkas PDF. " * (50 * MILLION // 22)


@large
def broken_objects_million() -> bytes:
    """A million beginnings of objects without a cross-reference: whoever rebuilds it must come to an end."""
    return b"%PDF-1.7\n" + b"".join(b"%d 0 obj << /Type /Catalog\n" % number for number in range(MILLION))


@large
def streams_never_ending() -> bytes:
    """Twenty thousand streams without `endstream` and without a cross-reference: a search from each is quadratic."""
    body = b"a" * 1000
    return b"%PDF-1.7\n" + b"".join(
        b"%d 0 obj << /Length 9999999 >> stream\n%s\n" % (number, body) for number in range(20_000)
    )


@large
def revisions_8000_without_mark() -> bytes:
    """Eight thousand revisions, none closed by %%EOF, before forty megabytes of spaces: a search from each is quadratic."""
    laid = Laid()
    laid.put_all(letter())
    laid.table()
    for _ in range(8_000):
        at = laid.here
        laid.say(raw(f"xref\n0 0\ntrailer\n<< /Size 7 /Root 1 0 R /Prev {laid.previous} >>\n"))
        laid.previous = at
    laid.say(b" " * FORTY_MB + raw(f"\nstartxref\n{laid.previous}\n"))
    return bytes(laid.data)


def with_table_of(rows: bytes) -> bytes:
    """A table of these bytes, whatever they are, with a trailer."""
    laid = Laid()
    laid.put_all(letter())
    at = laid.here
    laid.say(b"xref\n" + rows + b"trailer\n<< /Size 7 /Root 1 0 R >>\n")
    laid.previous = at
    return laid.end()


LARGE["table-10-million-empty-subsections"] = lambda: with_table_of(b"0 0 " * (FORTY_MB // 4))
LARGE["table-4-million-uneven-rows"] = lambda: with_table_of(b"0 1 1 0 n " * (FORTY_MB // 10))


@large
def table_chain_9_million_uneven_rows() -> bytes:
    """Eighteen tables, each with half a million rows that have to be read one by one."""
    laid = Laid()
    laid.put_all(letter())
    for section in range(18):
        at = laid.here
        previous = f"/Prev {laid.previous}" if section else ""
        laid.say(raw(f"xref\n{section * 300_000} 499999\n") + b"1 0 n " * 499_999)
        laid.say(raw(f"trailer\n<< /Size 7 /Root 1 0 R {previous} >>\n"))
        laid.previous = at
    return laid.end()


# What a file without any cross-reference may be made of: each is a beginning, or looks like one.
ONLY = {
    "numbers": b"1234567890 ",
    "heads": b"1 0 obj ",
    "obj": b"obj ",
    "dictionaries": b"<<",
    "parentheses": b"(",
    "trailer": b"trailer",
    "endobj": b"endobj",
    "stream": b"stream\n",
    "headers": b"%PDF-1.7\n",
    "startxref": b"startxref\n0\n",
    "xref": b"xref\n0 1\n",
    "arrays": b"9 0 obj[1 2 3 4 5 6 7 8]",
    "entries": b"9 0 obj<</A/B/C/D/E/F>>",
    "open-entries": b"9 0 obj<</A[",
    "streams": b"9 0 obj<</Length 0>>stream\nendstream ",
    "object-streams": b"9 0 obj<</Type/ObjStm>>",
    # Each comment hides a beginning that goes on to the same end.
    "hidden-numbers": (b"%9 0 obj[\n" + b"1 " * 60_000) * 15 + b"}\n",
    "hidden-strings": (b"%9 0 obj[\n" + b"<41>" * 6_000) * 3 + b"}\n",
}
for name, piece in ONLY.items():
    LARGE[f"only-{name}-40-mb"] = lambda piece=piece: unlisted(piece * (FORTY_MB // len(piece)))


@large
def half_a_million_objects_five_times() -> bytes:
    """Half a million numbers, each object written five times and more, without a cross-reference."""
    return unlisted(b"".join(b"%d 0 obj 1 " % (number % 499_000) for number in range(7, 2_800_000)))


def unlisted(body: bytes) -> bytes:
    """A letter, and before it something else; nothing says where any of it stands."""
    laid = Laid()
    laid.say(body + b"\n")
    laid.put_all(letter())
    return bytes(laid.data) + b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


def main() -> None:
    folder, chosen = Path(sys.argv[1]), sys.argv[2:] or list(LARGE)
    unknown = set(chosen) - set(LARGE)
    if unknown:
        sys.exit(f"make-bad-pdfs: no such file: {', '.join(sorted(unknown))}")
    folder.mkdir(parents=True, exist_ok=True)
    for name in chosen:
        data = LARGE[name]()
        (folder / f"{name}.pdf").write_bytes(data)
        print(f"{name}.pdf {len(data)}", flush=True)


if __name__ == "__main__":
    main()
