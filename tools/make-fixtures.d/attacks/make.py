#!/usr/bin/env python3
"""Writes fixtures/attacks: make.py FOLDER. Whatever was there before goes, but for what the judges said."""

import importlib
import json
import shutil
import sys
from pathlib import Path

import authority
from register import ENTRIES, seen_by

MODULES = (
    "honest usf isa isa_tricks swa shadow shadow_replace shadow_switch annotations sneaky filling locks certification "
    "spoofing copied confusion confusion_attributes confusion_algorithms confusion_encodings trust moments"
).split()
LARGEST = 30_000


def main() -> None:
    folder = Path(sys.argv[1])
    chosen = sys.argv[2:] or MODULES
    for name in chosen:
        importlib.import_module(name)
    blind = []
    for old in folder.glob("*/*.pdf"):
        old.unlink()
    shutil.rmtree(folder / "pki", ignore_errors=True)
    authority.write(folder / "pki")
    for entry in ENTRIES:
        path = folder / entry.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if len(entry.data) > LARGEST:
            sys.exit(f"make-fixtures: {entry.path} has {len(entry.data)} bytes")
        if entry.before is not None and not seen_by(entry):
            blind.append(entry.path)
        path.write_bytes(entry.data)
    if blind:
        sys.exit("make-fixtures: nobody sees what these changed: " + " ".join(blind))
    told = [entry.told() for entry in ENTRIES]
    (folder / "manifest.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    attacks = sum(entry.kind != "honest" for entry in ENTRIES)
    print(f"made {len(ENTRIES) - attacks} honest files and {attacks} attacks")


if __name__ == "__main__":
    main()
