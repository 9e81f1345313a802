#!/usr/bin/env python3
"""Judges the judge of PDFs: it must accept what pyHanko signs, and reject each way of breaking it by the right word.

usage: try_judge.py [--all]

With --all it also signs every file of fixtures/pdf that is to be signed and that pyHanko can read, and tells what is
said of each.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tools" / "make-fixtures.d" / "pdf"))
os.environ.setdefault("TEKEN_FIXTURES_PKI", str(TOP / "fixtures" / "pki"))

import letters  # noqa: E402
import signed  # noqa: E402
from pyhanko.sign import fields  # noqa: E402

ROOT = TOP / "fixtures" / "pki" / "root.pem"
FOREIGN = TOP / "fixtures" / "pki" / "foreign-root.pem"
ORIGINAL = letters.with_table(letters.letter())


def hole(data: bytes) -> tuple[int, int]:
    ranges = [int(word) for word in re.findall(rb"/ByteRange\s*\[\s*(\d+) (\d+) (\d+) (\d+)", data)[-1]]
    return ranges[1], ranges[2]


def with_flipped_byte(data: bytes) -> bytes:
    return data.replace(b"Isi surat ini", b"Isi surat itu", 1)


def with_changed_page(data: bytes) -> bytes:
    """An honest-looking update that gives the page other contents."""
    laid = letters.Laid()
    laid.data = bytearray(data)
    laid.entries, laid.previous = {}, int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    laid.size = max(int(size) for size in re.findall(rb"/Size (\d+)", data))
    laid.put(4, letters.stream(letters.content(("Isi yang lain",))))
    laid.table()
    return laid.end()


def with_padding(data: bytes) -> bytes:
    _, end = hole(data)
    return data[: end - 5] + b"beef" + data[end - 1 :]


def with_odd_letter(data: bytes) -> bytes:
    _, end = hole(data)
    return data[: end - 5] + b"zz" + data[end - 3 :]


def with_wide_hole(data: bytes) -> bytes:
    """The range leaves out the space before the hole too; the CMS no longer fits, but that is not the only word."""
    start, _ = hole(data)
    return re.sub(rb"(/ByteRange\s*\[\s*0) %d " % start, rb"\1 %d " % (start - 1), data)


def without_prefix(data: bytes) -> bytes:
    return data.replace(b"/Producer (make-fixtures)", b"/Producer (make-fixturez)", 1)


def with_tail(data: bytes) -> bytes:
    return data + b"% one comment more\n"


GOOD = signed.signed(ORIGINAL)
TWICE = signed.signed(GOOD, name="Tanda2", who="signer-p256")
OLD_WAY = signed.signed(ORIGINAL, subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
CERTIFIED = signed.certified(signed.P.FILL_FORMS)
STAMPED = signed.signed(ORIGINAL, stamped=True)

# name, the file, what it was made from, options, and the words that must come, by judge; none where all must accept
CASES: list[tuple[str, bytes, bytes, list[str], dict[str, str]]] = [
    ("one signature", GOOD, ORIGINAL, ["--expect-signatures", "1", "--expect-level", "B-B"], {}),
    ("a second signature", TWICE, GOOD, ["--expect-signatures", "2"], {}),
    ("both at once", TWICE, ORIGINAL, ["--expect-signatures", "2"], {}),
    ("a timestamp", STAMPED, ORIGINAL, ["--expect-level", "B-T"], {}),
    ("an ECDSA key", signed.signed(ORIGINAL, who="signer-p384"), ORIGINAL, [], {}),
    (
        "one byte of the text changed",
        with_flipped_byte(GOOD),
        with_flipped_byte(ORIGINAL),
        [],
        {"pades": "message-digest", "openssl": "verif", "pyHanko": "not intact", "pdfsig": "Digest", "mutool": "says"},
    ),
    (
        "another page appended",
        with_changed_page(GOOD),
        ORIGINAL,
        [],
        {"structure": "last range", "pyHanko": "not bottomLine", "pdfsig": "total", "mutool": "unchanged"},
    ),
    (
        "the page changed between two signatures",
        signed.signed(with_changed_page(GOOD), name="Tanda2"),
        with_changed_page(GOOD),
        [],
        {"pyHanko": "Tanda1 suffers a change"},
    ),
    ("padded with something", with_padding(GOOD), ORIGINAL, [], {"structure": "else than zeros"}),
    ("letters in the hole", with_odd_letter(GOOD), ORIGINAL, [], {"structure": "hexadecimal"}),
    ("a hole one byte too wide", with_wide_hole(GOOD), ORIGINAL, [], {"structure": "larger", "pyHanko": "not intact"}),
    ("a signing time", OLD_WAY, ORIGINAL, [], {"pades": "signing-time is present"}),
    ("not the original in front", GOOD, without_prefix(ORIGINAL), [], {"structure": "exact prefix"}),
    ("a comment behind the end", with_tail(GOOD), ORIGINAL, [], {"structure": "last range"}),
    ("one signature too few", GOOD, ORIGINAL, ["--expect-signatures", "2"], {"structure": "there are 1"}),
    ("nothing signed", ORIGINAL, ORIGINAL, ["--expect-signatures", "1"], {"structure": "no new signature"}),
    ("no timestamp", GOOD, ORIGINAL, ["--expect-level", "B-T"], {"pades": "level is B-B"}),
    (
        "a stranger's authority",
        GOOD,
        ORIGINAL,
        ["--trust", str(FOREIGN)],
        {"openssl": "certificate", "pyHanko": "not trusted"},
    ),
    ("SHA-1", signed.signed(ORIGINAL, md_algorithm="sha1"), ORIGINAL, [], {"pades": "digest is sha1"}),
    (
        "a page changed after certification",
        with_changed_page(CERTIFIED),
        ORIGINAL,
        [],
        {"pyHanko": "suffers", "structure": "last range"},
    ),
]


def judged(folder: Path, data: bytes, original: bytes, options: list[str]) -> dict:
    made, source = folder / "signed.pdf", folder / "original.pdf"
    made.write_bytes(data)
    source.write_bytes(original)
    command = [sys.executable, str(Path(__file__).with_name("judge_pdf.py")), "--trust", str(ROOT), *options]
    done = subprocess.run([*command, "--original", str(source), str(made)], capture_output=True, check=False)
    if not done.stdout:
        sys.exit(done.stderr.decode())
    return json.loads(done.stdout) | {"exitCode": done.returncode}


def try_cases(folder: Path) -> int:
    wrong = 0
    for name, data, original, options, words in CASES:
        verdict = judged(folder, data, original, options)
        rejected = {judge: "; ".join(said) for judge, said in verdict["rejectedBy"].items()}
        missing = [judge for judge, word in words.items() if word not in rejected.get(judge, "")]
        is_right = not missing and verdict["exitCode"] == (1 if words else 0)
        wrong += not is_right
        print(f"{'ok   ' if is_right else 'WRONG'} {name}: {rejected or 'accepted'}", flush=True)
    return wrong


def try_all(folder: Path) -> None:
    expectations = json.loads((TOP / "fixtures" / "pdf" / "expectations.json").read_text())
    for name, expected in expectations.items():
        if expected["sign"] != "yes" or "pyHanko" in expected["judgesThatCannotRead"]:
            continue
        original = (TOP / "fixtures" / "pdf" / name).read_bytes()
        password = expected.get("password", {}).get("user", "")
        field = "Persetujuan" if name == "locked-exclude.pdf" else "Percobaan"
        data = signed.signed(original, name=field, box=(50, 50, 150, 90), password=password)
        options = ["--password", password, "--expect-signatures", str(expected["signatures"] + 1)]
        for judge in expected["judgesThatCannotRead"]:
            options += ["--skip", judge]
        print(name, judged(folder, data, original, options)["rejectedBy"] or "accepted", flush=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        wrong = try_cases(Path(folder))
        if "--all" in sys.argv:
            try_all(Path(folder))
    sys.exit(f"{wrong} verdicts are wrong" if wrong else 0)


if __name__ == "__main__":
    main()
