#!/usr/bin/env python3
"""Judges signed PDFs by programs that are not ours, and by their bare bytes; one line of JSON for each file.

usage: judge_pdf.py --trust ROOT.pem [options] FILE...

The judges: `structure` (the bytes, by no library), `pades` (the CMS against EN 319 142-1), `openssl`, `pyHanko`,
`pdfsig`, `qpdf` and `mutool`. Signatures behind the original's last byte, or all where no original is named, are the
new ones: only they must be PAdES and trusted. The exit code is 0 when every judge accepts every file, else 1.
"""

import argparse
import json
import sys
from pathlib import Path

import pdf_readers
import pdf_structure

JUDGES = ("structure", "pades", "openssl", "pyHanko", "pdfsig", "qpdf", "mutool")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Judges signed PDFs by other programs and by their bytes.")
    parser.add_argument("--trust", required=True, help="the root certificate, in PEM")
    parser.add_argument("--password", help="a user password")
    parser.add_argument("--expect-signatures", type=int, help="how many signatures each file must hold")
    parser.add_argument("--expect-level", choices=("B-B", "B-T"), help="the level of each new signature")
    parser.add_argument("--original", type=Path, help="the file before signing, or a folder of files of the same names")
    parser.add_argument("--later-updates", action="store_true", help="validation data may follow the last signature")
    parser.add_argument("--skip", action="append", default=[], choices=JUDGES, help="leave this judge out; repeatable")
    parser.add_argument("--table", action="store_true", help="print a Markdown table instead of JSON")
    parser.add_argument("files", nargs="+", type=Path)
    return parser.parse_args()


def original_of(path: Path, named: Path | None) -> Path | None:
    if named and named.is_dir():
        return named / path.name
    return named


def judge(path: Path, options: argparse.Namespace) -> dict:
    data = path.read_bytes()
    original = original_of(path, options.original)
    before = original.read_bytes() if original else b""
    found = pdf_structure.signatures(data)
    new = [one for one in found if one.at >= len(before)]
    signed_before = len(pdf_structure.signatures(before)) - (0 if before.find(b"/UR3") < 0 else 1)
    expected = options.expect_signatures if options.expect_signatures is not None else signed_before + len(new)

    faults: dict[str, list[str]] = {name: [] for name in JUDGES}
    told: dict[str, list] = {}
    structure = faults["structure"]
    structure += pdf_structure.joining_faults(before, data) if original else []
    structure += [fault for one in new for fault in one.faults]
    if not new:
        structure.append("there is no new signature")
    elif new[-1].end != len(data) and not options.later_updates:
        structure.append("the last range does not end with the file")
    if signed_before + len(new) != expected:
        structure.append(f"there are {signed_before + len(new)} signatures")
    for one in new:
        if not one.is_timestamp:
            faults["pades"] += pdf_structure.pades_faults(one)
            found_level = pdf_structure.level(one)
            if options.expect_level not in (None, found_level):
                faults["pades"].append(f"the level is {found_level}")
        faults["openssl"] += pdf_readers.openssl(one, options.trust)

    def ask(name: str, reader, *given) -> None:
        if name not in options.skip:
            faults[name], told[name] = reader(*given)

    is_closed = not options.later_updates
    ask("pyHanko", pdf_readers.pyhanko, data, options.password, options.trust, len(new), is_closed)
    if told.get("pyHanko") and len(told["pyHanko"]) != expected:
        faults["pyHanko"].append(f"sees {len(told['pyHanko'])} signatures")
    ask("pdfsig", pdf_readers.pdfsig, path, options.password, expected, is_closed)
    ask("qpdf", pdf_readers.qpdf, path, options.password, original)
    # mutool does not verify document timestamps, and says of what they follow that it was edited.
    stamps = sum(one.is_timestamp for one in found)
    is_last_stamp = bool(found) and found[-1].is_timestamp
    ask(
        "mutool",
        pdf_readers.mutool,
        path,
        options.password,
        original,
        expected - stamps,
        is_closed and not is_last_stamp,
    )

    rejected = {name: words for name, words in faults.items() if words and name not in options.skip}
    signatures = [
        {
            "subFilter": one.subfilter,
            "level": pdf_structure.level(one),
            "range": one.ranges,
            "contentsBytes": len(one.der),
            "paddingBytes": one.padding,
        }
        for one in new
    ]
    return {
        "file": path.name,
        "accepted": not rejected,
        "rejectedBy": rejected,
        "newSignatures": signatures,
        "told": told,
    }


def print_table(verdicts: list[dict], skipped: list[str]) -> None:
    print("| File | " + " | ".join(JUDGES) + " |\n" + "|---" * (len(JUDGES) + 1) + "|")
    for verdict in verdicts:
        cells = []
        for name in JUDGES:
            words = "; ".join(verdict["rejectedBy"].get(name, [])).replace("|", "\\|")
            cells.append("left out" if name in skipped else words or "accepts")
        print(f"| {verdict['file']} | " + " | ".join(cells) + " |")
    print(f"\n{sum(verdict['accepted'] for verdict in verdicts)} of {len(verdicts)} files are accepted by all.")


def main() -> None:
    options = arguments()
    verdicts = []
    for path in options.files:
        verdicts.append(judge(path, options))
        if not options.table:
            print(json.dumps(verdicts[-1]), flush=True)
    if options.table:
        print_table(verdicts, options.skip)
    sys.exit(0 if all(verdict["accepted"] for verdict in verdicts) else 1)


if __name__ == "__main__":
    main()
