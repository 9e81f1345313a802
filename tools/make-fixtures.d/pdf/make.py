#!/usr/bin/env python3
"""Writes the PDFs of fixtures/pdf: make.py FOLDER. The folder's old PDFs go; its notes are written by notes.py."""

import sys
from pathlib import Path

import bad_shapes  # noqa: F401  (each of these registers its fixtures when it is imported)
import bad_structure  # noqa: F401
import bad_values  # noqa: F401
import crossreferences  # noqa: F401
import encrypted  # noqa: F401
import extras  # noqa: F401
import forms  # noqa: F401
import pages  # noqa: F401
import signed  # noqa: F401
import tolerated  # noqa: F401
from letters import BAD, HONEST, Fixture


def write(fixtures: list[Fixture], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.pdf"):
        old.unlink()
    names = [fixture.name for fixture in fixtures]
    if len(set(names)) != len(names):
        sys.exit(f"make-fixtures: named twice: {sorted(name for name in names if names.count(name) > 1)}")
    for fixture in fixtures:
        (folder / f"{fixture.name}.pdf").write_bytes(fixture.make())


def main() -> None:
    folder = Path(sys.argv[1])
    write(HONEST, folder)
    write(BAD, folder / "bad")
    print(f"made {len(HONEST)} honest and {len(BAD)} bad PDFs")


if __name__ == "__main__":
    main()
