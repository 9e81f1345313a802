"""The register of files: what each is, and what is expected of whoever judges it."""

import dataclasses
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from paper import Paper

PASSED, FAILED, UNDECIDED = "TOTAL-PASSED", "TOTAL-FAILED", "INDETERMINATE"
Made = Paper | bytes


@dataclasses.dataclass
class Entry:
    """One file; `before` is what was signed, where what is seen must differ from it; `lists` are given beside.

    What is `arguable` may be passed by a good verifier, and its note says why.
    """

    kind: str
    variant: str
    about: str
    data: bytes
    expect: str | None = None
    password: str | None = None
    lists: tuple[str, ...] | None = None
    before: bytes | None = None
    note: str | None = None
    arguable: bool = False

    @property
    def path(self) -> str:
        return f"{self.kind}/{self.variant}.pdf"

    def told(self) -> dict:
        made = {"path": self.path, "class": self.kind, "variant": self.variant, "about": self.about}
        if self.kind != "honest" and not self.arguable:
            made["never"] = [PASSED]
        seen = seen_by(self) if self.before is not None else None
        optional = {"expect": self.expect, "password": self.password, "seen": seen, "note": self.note}
        made |= {name: value for name, value in optional.items() if value is not None}
        if self.lists is not None:
            made["crls"] = [f"pki/{name}.crl" for name in self.lists]
        return made


ENTRIES: list[Entry] = []


def bytes_of(made: Made) -> bytes:
    return made.data if isinstance(made, Paper) else made


def add(kind: str, variant: str, about: str, made: Made, before: Made | None = None, **facts) -> None:
    if any(each.kind == kind and each.variant == variant for each in ENTRIES):
        raise ValueError(f"{kind}/{variant} is there already")
    told = {"before": bytes_of(before)} if before is not None else {}
    ENTRIES.append(Entry(kind, variant, about, bytes_of(made), **told, **facts))


def adder(kind: str) -> Callable[..., None]:
    return lambda variant, about, made, *rest, **facts: add(kind, variant, about, made, *rest, **facts)


@cache
def looks(data: bytes) -> tuple[bytes, bytes]:
    """Every page as mutool and pdftoppm draw it, small and grey; empty for what one of them cannot open."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(data)
        drawn = ["mutool", "draw", "-q", "-r", "24", "-c", "gray", "-F", "pnm", "-o", "-", str(path)]
        return tuple(
            subprocess.run(command, capture_output=True, timeout=30, check=False).stdout
            for command in (drawn, ["pdftoppm", "-r", "24", "-gray", str(path)])
        )


def seen_by(entry: Entry) -> list[str]:
    """The readers that show something other than what was signed."""
    pairs = zip(("mutool", "pdftoppm"), looks(entry.before or b""), looks(entry.data))
    return [name for name, before, after in pairs if after and after != before]
