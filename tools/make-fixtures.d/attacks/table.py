#!/usr/bin/env python3
"""Writes docs/judged-signatures.md, or says how the page differs from what it should be: table.py [--check].

Only the standard library, since the tests run it: what the foreign judges said is read from judges.json.
"""

import difflib
import json
import sys
from pathlib import Path

from differences import grouped
from verdicts import PARTLY, PASSED, Verdict, program, verdicts

REPOSITORY = Path(__file__).resolve().parents[3]
FOLDER = REPOSITORY / "fixtures" / "attacks"
PAGE = REPOSITORY / "docs" / "judged-signatures.md"
TOLD_MAX = 40
JUDGES = ("pyhanko", "pdfsig", "openssl")
NAMES = {"pyhanko": "pyHanko", "pdfsig": "pdfsig", "openssl": "openssl"}
CLASSES = {
    "usf": "Universal forgery",
    "isa": "Incremental saving",
    "swa": "Wrapping",
    "shadow": "Shadow documents",
    "certification": "Certifications, locks and forms",
    "spoofing": "Dictionaries of signatures",
    "copied": "Copied signatures, timestamps and stores",
    "cms": "Messages",
    "trust": "Certificates and revocation",
    "time": "Timestamps",
}

HEAD = """# Judged signatures

Signed PDFs that lie, and honest ones beside them, judged by `teken verify` and by three other programs; openssl's
library also does the arithmetic of `teken`. [The collection](../fixtures/attacks/README.md) has {attacks} lies in
{classes} classes and {honest} honest documents. Of {arguable} of the lies good verifiers may think differently;
{sure} must never pass. `tools/judge-attacks --table` makes this page, and `tools/judge-attacks --check` finds out
whether it still is what is said.

All are given the same root to trust. `teken verify`, pyHanko {pyHanko} and openssl {OpenSSL} judge as of 2026-07-15;
pdfsig {pdfsig} knows no other moment than now. `teken verify` and pyHanko get the lists, demand word on revocation,
and judge every signature. pdfsig judges every signature and looks at no list and at no later change. openssl is given
the message and the signed bytes of the newest signature and nothing else, so it judges less than a document: what it
passes shows how far a bare check of message and chain goes. The foreign judges' own words are in
`fixtures/attacks/judges.json`.

- **passed**: every signature is good, and whoever looks at changes has nothing against them.
- **partly**: pdfsig calls every signature valid and trusted, and says that none covers the whole file.
- **unverified**: pdfsig has not verified every signature or timestamp. **nothing**: it said nothing of any.
- **error**, **unreadable**, **ended by signal**: the judge stumbled and gave no answer.
- **no signature**: the judge found none. **–**: it was not asked, as it has no say.

## In numbers

| | `teken verify` | pyHanko | pdfsig | openssl |
|---|---|---|---|---|
"""


def passes(it: Verdict, judge: str, *words: str) -> bool:
    return it.passes if judge == "ours" else getattr(it, judge) in (words or (PASSED,))


def count(found: list[Verdict], judge: str) -> str:
    whole, part = (sum(passes(it, judge, word) for it in found) for word in (PASSED, PARTLY))
    if judge == "openssl":
        silent = sum(it.openssl == "-" for it in found)
        return f"{whole} (no say on {silent})"
    return f"{whole} and {part} partly" if judge == "pdfsig" else f"{whole}"


def refused(found: list[Verdict], judge: str) -> str:
    missing = [it for it in found if not passes(it, judge, PASSED, PARTLY, "-")]
    return f"{len(missing)}" + (f" (no say on {sum(it.openssl == '-' for it in found)})" if judge == "openssl" else "")


def numbers(found: list[Verdict]) -> list[str]:
    attacks = [it for it in found if it.kind != "honest"]
    honest = [it for it in found if it.kind == "honest"]
    good = [it for it in honest if it.expect == "TOTAL-PASSED"]
    rest = [it for it in honest if it.expect != "TOTAL-PASSED"]
    sure = [it for it in attacks if it.never]
    arguable = [it for it in attacks if not it.never]
    lines = [
        (f"of {len(sure)} lies that must never pass, passed", sure, count),
        (f"of {len(arguable)} that may be argued about, passed", arguable, count),
        (f"of {len(good)} honest documents that must pass, not passed", good, refused),
        (f"of {len(rest)} honest ones that lack something or are open to argument, passed", rest, count),
    ]
    columns = ("ours", *JUDGES)
    return ["| " + " | ".join([words, *(say(which, each) for each in columns)]) + " |" for words, which, say in lines]


def cells(*texts: str) -> str:
    return "| " + " | ".join(text.replace("|", "\\|") for text in texts) + " |"


def others(it: Verdict) -> list[str]:
    return [getattr(it, judge) if getattr(it, judge) != "-" else "–" for judge in JUDGES]


def honest_table(found: list[Verdict]) -> list[str]:
    lines = ["## Honest documents", "", "| File | ours | decided by | pyHanko | pdfsig | openssl |"]
    lines += ["|---|---|---|---|---|---|"]
    for it in found:
        if it.kind == "honest":
            lines.append(cells(f"`{it.variant}`", it.ours, code(it), *others(it)))
    return lines


def code(it: Verdict) -> str:
    return f"`{it.code}`" if it.code else ""


def attack_tables(found: list[Verdict]) -> list[str]:
    lines = []
    for kind in dict.fromkeys(it.kind for it in found if it.kind != "honest"):
        lines += ["", f"## {CLASSES[kind]} (`{kind}`)", ""]
        lines += ["| File | what was done | ours | decided by | pyHanko | pdfsig | openssl |"]
        lines += ["|---|---|---|---|---|---|---|"]
        for it in found:
            if it.kind == kind:
                about = it.about if it.never else f"{it.about} *May be argued about.*"
                lines.append(cells(f"`{it.variant}`", about, it.ours, code(it), *others(it)))
    return lines


def differences(found: list[Verdict]) -> list[str]:
    lines = ["", "## Where we differ", ""]
    lines += ["Every file that we pass and the other does not, or the other way round; `partly` counts as passed here."]
    for judge in ("pyhanko", "pdfsig"):
        groups = grouped(found, judge)
        lines += ["", f"### From {NAMES[judge]}: {sum(len(files) for _, files in groups)} files", ""]
        for number, (why, files) in enumerate(groups, 1):
            lines.append(f"{number}. {why}  ")
            lines.append(f"   {len(files)}: " + ", ".join(f"`{it.path.removesuffix('.pdf')}`" for it in files))
    return lines


def page() -> str:
    found = verdicts(FOLDER, program(REPOSITORY))
    attacks = [it for it in found if it.kind != "honest"]
    head = HEAD.format(
        attacks=len(attacks),
        classes=len({it.kind for it in attacks}),
        honest=len(found) - len(attacks),
        arguable=sum(not it.never for it in attacks),
        sure=sum(it.never for it in attacks),
        **json.loads((FOLDER / "judge-versions.json").read_text()),
    )
    lines = [*numbers(found), "", *honest_table(found), *attack_tables(found), *differences(found)]
    return head + "\n".join(lines) + "\n"


def main() -> None:
    made = page()
    if sys.argv[1:] == ["--check"]:
        stored = PAGE.read_text() if PAGE.exists() else ""
        changed = list(difflib.unified_diff(stored.splitlines(), made.splitlines(), "the page", "now", "", "", 0, ""))
        if changed:
            print("\n".join(changed[:TOLD_MAX]))
            raise SystemExit("tools/judge-attacks: the page is not what is said now; --table writes it anew")
        return
    if sys.argv[1:]:
        raise SystemExit(__doc__)
    PAGE.write_text(made)


if __name__ == "__main__":
    main()
