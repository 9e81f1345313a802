"""The ordinary letter that most fixtures are made from, and the register of fixtures."""

import dataclasses
from collections.abc import Callable

from writer import Laid, Objects, raw, stream

LINES = ("Nota Dinas percobaan", "Kepada: Siti Contoh", "Isi surat ini hanya contoh.")


@dataclasses.dataclass
class Fixture:
    """One file: how it is made, and what is expected of whoever signs it."""

    name: str
    about: str
    make: Callable[[], bytes]
    how: str = "bytes"
    sign: str = "yes"
    why: str = ""
    pages: int = 1
    xref: str = "table"
    encryption: str = "none"
    signatures: int = 0
    password: dict[str, str] | None = None


HONEST: list[Fixture] = []
BAD: list[Fixture] = []


def honest(**facts):
    """Registers a maker of an honest file; its docstring is what the README says about it."""

    def register(make):
        name = make.__name__.replace("_", "-")
        HONEST.append(Fixture(name, " ".join(make.__doc__.split()), make, **facts))
        return make

    return register


def variant(name: str, about: str, make: Callable[[], bytes], **facts) -> None:
    HONEST.append(Fixture(name, about, make, **facts))


def bad(name: str, about: str, data: bytes | Callable[[], bytes], **facts) -> None:
    make = (lambda: data) if isinstance(data, bytes) else data
    BAD.append(Fixture(name, about, make, **({"sign": "no"} | facts)))


def content(lines: tuple[str, ...] = LINES, size: int = 14) -> bytes:
    """A content stream that shows these lines from the top of an A4 page."""
    shown = "".join(f"({line}) Tj 0 -24 Td\n" for line in lines)
    return raw(f"BT /F1 {size} Tf 72 740 Td\n{shown}ET")


def letter(
    catalog: str = "",
    page: str = "",
    lines: tuple[str, ...] = LINES,
    box: str = "/MediaBox [0 0 595 842]",
    annots: str = "",
    extra: Objects | None = None,
) -> Objects:
    """Catalog 1, pages 2, page 3, contents 4, font 5, information 6; then whatever is extra."""
    resources = "/Resources << /Font << /F1 5 0 R >> >>"
    return {
        1: raw(f"<< /Type /Catalog /Pages 2 0 R {catalog} >>"),
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: raw(f"<< /Type /Page /Parent 2 0 R {box} {resources} /Contents 4 0 R {annots} {page} >>"),
        4: stream(content(lines)),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        6: b"<< /Title (Nota Dinas percobaan) /Author (Siti Contoh) /Producer (make-fixtures) >>",
    } | (extra or {})


def two_pages(
    catalog: str = "",
    lines: tuple[str, ...] = LINES,
    second: tuple[str, ...] = ("Lampiran percobaan",),
    extra: Objects | None = None,
    **first,
) -> Objects:
    """The letter with a second page 7 whose contents are 8."""
    objects = letter(catalog, lines=lines, **first)
    objects[2] = b"<< /Type /Pages /Kids [3 0 R 7 0 R] /Count 2 >>"
    objects[7] = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
        b"/Resources << /Font << /F1 5 0 R >> >> /Contents 8 0 R >>"
    )
    objects[8] = stream(content(second))
    return objects | (extra or {})


def with_table(objects: Objects, version: str = "1.7", **told) -> bytes:
    laid = Laid(version)
    laid.put_all(objects)
    laid.table(**told)
    return laid.end()


def with_stream(objects: Objects, plain: tuple[int, ...] = (), version: str = "1.7", **told) -> bytes:
    """Everything in one object stream, but for streams and what `plain` names."""
    laid = Laid(version)
    kept = {number: body for number, body in objects.items() if number in plain or body.endswith(b"endstream")}
    laid.put_all(kept)
    number = max(objects) + 1
    laid.pack(number, {each: body for each, body in objects.items() if each not in kept})
    laid.cross_reference(number + 1, **({"predictor": True} | told))
    return laid.end()


def swapped(data: bytes, old: bytes, new: bytes) -> bytes:
    """Replaces what occurs exactly once, so that a change never misses in silence."""
    if data.count(old) != 1:
        raise ValueError(f"{old!r} occurs {data.count(old)} times")
    return data.replace(old, new)
