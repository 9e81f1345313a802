#!/usr/bin/env python3
"""Signs the honest documents of fixtures/pdf with the program `teken`, and has every judge of judge_pdf.py judge them.

usage: judge_fixtures.py --teken PROGRAM [--table] [GROUP...]
       judge_fixtures.py --list

One line of JSON for each file of the groups named, or of all: its verdict, and which of its rejections are known and
right. With --table the page docs/judged-documents.md instead; with --list each group and how many files it has. The
exit code is 0 when what was rejected is what is known to be, no more and no less.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import judge_pdf
from fixture_groups import GROUPS, KNOWN, group_of, plan

REPOSITORY = Path(__file__).resolve().parents[2]
FIXTURES = REPOSITORY / "fixtures"
P12_PASSWORD = "Contoh#2026"
SECONDS_MAX = 300


def documents() -> dict[str, dict]:
    """What is to be signed, by name."""
    told = json.loads((FIXTURES / "pdf/expectations.json").read_text())
    return {name: about for name, about in told.items() if about["sign"] == "yes"}


def sign(teken: str, folder: Path, names: list[str], told: dict[str, dict]) -> dict[str, str]:
    """Signs into the folder, as many by one call as are signed alike, and tells what was refused."""
    (folder / "p12-password").write_text(P12_PASSWORD)
    alike: dict[tuple, list[str]] = {}
    for name in names:
        password = told[name].get("password", {}).get("user", "")
        alike.setdefault((password, *plan(name)), []).append(name)
    words = ""
    for (password, *options), some in alike.items():
        command = [teken, "sign", "--p12", str(FIXTURES / "pkcs12/aes256.p12"), "--pass-file"]
        command += [str(folder / "p12-password"), *options, "--into", str(folder)]
        if password:
            (folder / "password").write_text(password)
            command += ["--document-password-file", str(folder / "password")]
        command += [str(FIXTURES / "pdf" / name) for name in some]
        done = subprocess.run(command, capture_output=True, timeout=SECONDS_MAX, check=False)
        words += done.stderr.decode("utf-8", "replace")
    return {name: words for name in names if not (folder / name).exists()}


def judged(path: Path, about: dict) -> dict:
    """The verdict on one file, its rejections divided into those that are known and the others."""
    original = FIXTURES / "pdf" / path.name
    verdict = judge_pdf.judge(
        path,
        argparse.Namespace(
            trust=str(FIXTURES / "pki/root.pem"),
            password=about.get("password", {}).get("user"),
            expect_signatures=None,
            expect_level="B-B",
            original=original,
            later_updates=False,
            skip=about["judgesThatCannotRead"],
        ),
    )
    known = {exception.judge: exception for exception in KNOWN if path.name in exception.files}
    verdict["known"], verdict["unexpected"] = {}, {}
    for judge, words in verdict["rejectedBy"].items():
        exception = known.pop(judge, None)
        fits = exception and all(any(part in word for part in exception.says) for word in words)
        verdict["known" if fits else "unexpected"][judge] = words
    for judge in known:
        verdict["unexpected"][judge] = ["accepts what it is known to reject"]
    return verdict


def page(verdicts: list[dict], told: dict[str, dict]) -> str:
    """The table of every file and judge, and below it why a judge says no."""
    out = [
        "# Judged documents",
        "",
        "Every honest document of `fixtures/pdf`, signed by `teken sign` and judged by programs that share no code",
        "with it.",
        "`tools/judge-fixtures --write` makes this page; the tests judge the same documents in the same way.",
        "",
        "- **accepts**: the judge has nothing to say against the signed document that it did not say of the original.",
        "- **–**: the judge cannot read the *original*, so its word means nothing (`judgesThatCannotRead`, measured).",
        "- **a number**: the judge says no, for a reason that is known; see below.",
    ]
    reasons = list(KNOWN)
    for group in GROUPS:
        out += ["", f"## {group[0].upper()}{group[1:]}", ""]
        out += ["| File | " + " | ".join(judge_pdf.JUDGES) + " |", "|---" * (len(judge_pdf.JUDGES) + 1) + "|"]
        for verdict in verdicts:
            if group_of(verdict["file"]) == group:
                out.append(row(verdict, told[verdict["file"]], reasons))
    out += ["", "## Where a judge says no", ""]
    for number, exception in enumerate(reasons, 1):
        out.append(f"{number}. **{exception.judge}**, {', '.join(f'`{name}`' for name in exception.files)}:")
        out += [f"   {line}" for line in exception.why]
    accepted = sum(not verdict["known"] and not verdict["unexpected"] for verdict in verdicts)
    out += ["", f"{accepted} of {len(verdicts)} documents are accepted by every judge that can read their originals."]
    return "\n".join(out) + "\n"


def row(verdict: dict, about: dict, reasons: list) -> str:
    cells = []
    for judge in judge_pdf.JUDGES:
        if judge in about["judgesThatCannotRead"]:
            cells.append("–")
        elif judge in verdict["known"]:
            numbers = [n for n, one in enumerate(reasons, 1) if one.judge == judge and verdict["file"] in one.files]
            cells.append("".join(f"({number})" for number in numbers))
        elif judge in verdict["unexpected"]:
            cells.append("**rejects**: " + "; ".join(verdict["unexpected"][judge]).replace("|", "\\|"))
        else:
            cells.append("accepts")
    return f"| `{verdict['file'].removesuffix('.pdf')}` | " + " | ".join(cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description="Signs the honest documents and has them judged.")
    parser.add_argument("--teken", help="the built program")
    parser.add_argument("--list", action="store_true", help="print the groups")
    parser.add_argument("--table", action="store_true", help="print the page of all verdicts")
    parser.add_argument("groups", nargs="*", metavar="GROUP", help="all groups if none is named")
    options = parser.parse_args()
    told = documents()
    if options.list:
        for group in GROUPS:
            print(group, sum(group_of(name) == group for name in told), sep="\t")
        return
    names = [name for name in told if not options.groups or group_of(name) in options.groups]
    verdicts = []
    with tempfile.TemporaryDirectory() as folder:
        refused = sign(options.teken, Path(folder), names, told)
        for name in names:
            if name in refused:
                verdicts.append({"file": name, "known": {}, "unexpected": {"teken": [refused[name]]}})
            else:
                verdicts.append(judged(Path(folder, name), told[name]))
            if not options.table:
                print(json.dumps(verdicts[-1]), flush=True)
    if options.table:
        print(page(verdicts, told), end="")
    sys.exit(1 if not verdicts or any(verdict["unexpected"] for verdict in verdicts) else 0)


if __name__ == "__main__":
    main()
