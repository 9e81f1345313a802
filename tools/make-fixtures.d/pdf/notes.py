#!/usr/bin/env python3
"""Tries every reader on the honest files, and writes expectations.json and README.md: notes.py FOLDER."""

import asyncio
import io
import json
import logging
import subprocess
import sys
from pathlib import Path

from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation import async_validate_pdf_signature

import make  # noqa: F401  (registers the fixtures)
from letters import BAD, HONEST, Fixture
from signed import signer, trusting

SECONDS_MAX = 30
logging.disable(logging.CRITICAL)


def run(*command: str) -> tuple[int, str]:
    done = subprocess.run(command, capture_output=True, timeout=SECONDS_MAX, check=False)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def first_complaint(said: str, path: Path, marks: tuple[str, ...]) -> str:
    """The first line with the weightiest mark, without what every file hears."""
    lines = [line for line in said.splitlines() if "ICC support" not in line]
    for mark in marks:
        for line in lines:
            if mark in line:
                return line.replace(str(path), path.name).replace("<0a>", "").strip()
    return ""


def secret(fixture: Fixture) -> str:
    return fixture.password["user"] if fixture.password else ""


def qpdf(fixture: Fixture, path: Path) -> tuple[bool, str]:
    """Exit code 3 is a warning: the file was read."""
    code, said = run("qpdf", f"--password={secret(fixture)}", "--check", str(path))
    return code != 2, first_complaint(said, path, ("ERROR", "WARNING", "qpdf: ")) if code else ""


def mutool(fixture: Fixture, path: Path) -> tuple[bool, str]:
    """Draws the first page as text; what it cannot open makes it fail."""
    code, said = run("mutool", "draw", "-p", secret(fixture), "-F", "txt", "-o", "/dev/null", str(path), "1")
    return code == 0, first_complaint(said, path, ("error: ", "warning: "))


def pdfsig(fixture: Fixture, path: Path) -> tuple[bool, str]:
    """Without signatures it ends with 2 and says so; what it cannot open makes it end with 1."""
    code, said = run("pdfsig", "-nocert", "-upw", secret(fixture), str(path))
    told = "does not contain any signatures" in said or "Signature #1" in said
    return code in (0, 2) and told, first_complaint(said, path, ("Error",))


def pyhanko(fixture: Fixture, path: Path) -> tuple[bool, str]:
    """Reads the file and, where it may be signed, signs a copy and verifies that."""
    try:
        data = path.read_bytes()
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        opened_by_hand(reader, fixture)
        if int(reader.root["/Pages"]["/Count"]) < 1 or len(reader.embedded_signatures) != fixture.signatures:
            return False, f"sees {len(reader.embedded_signatures)} signatures"
        if fixture.sign == "yes":
            asyncio.run(sign_and_verify(data, fixture))
        return True, ""
    except Exception as error:  # noqa: BLE001  (whatever it is: the program cannot judge this file)
        return False, f"{type(error).__name__}: {error}".splitlines()[0]


def opened_by_hand(handler, fixture: Fixture) -> None:
    if fixture.password and handler.decrypt(secret(fixture).encode()).status == AuthStatus.FAILED:
        raise ValueError("the password does not open it")


async def sign_and_verify(data: bytes, fixture: Fixture) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    if fixture.password:
        writer.encrypt(secret(fixture).encode())
    name = "Persetujuan" if fixture.name == "locked-exclude" else "Percobaan"
    worker = PdfSigner(
        PdfSignatureMetadata(field_name=name, subfilter=fields.SigSeedSubFilter.PADES),
        signer(),
        new_field_spec=fields.SigFieldSpec(name, box=(50, 50, 150, 90)),
    )
    out = await worker.async_sign_pdf(writer)
    reader = PdfFileReader(io.BytesIO(out.getvalue()), strict=False)
    opened_by_hand(reader, fixture)
    for signature in reader.embedded_regular_signatures:
        status = await async_validate_pdf_signature(signature, trusting())
        if not (status.bottom_line or (status.intact and status.valid and signature.field_name != name)):
            raise ValueError("what it signs it does not accept: " + status.summary())


JUDGES = {"qpdf": qpdf, "mutool": mutool, "pdfsig": pdfsig, "pyHanko": pyhanko}


def tried(fixture: Fixture, folder: Path) -> tuple[dict, dict[str, str]]:
    path, cannot, words = folder / f"{fixture.name}.pdf", [], {}
    for name, judge in JUDGES.items():
        reads, said = judge(fixture, path)
        cannot += [] if reads else [name]
        words |= {name: said} if said else {}
    told = {"sign": fixture.sign, "why": fixture.why, "pages": fixture.pages}
    told |= {"password": fixture.password} if fixture.password else {}
    told |= {"signatures": fixture.signatures, "encryption": fixture.encryption, "xref": fixture.xref}
    return told | {"judgesThatCannotRead": cannot}, words


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def write_readme(folder: Path, complaints: dict[str, dict[str, str]]) -> None:
    head = Path(__file__).with_name("README-head.md").read_text()
    lines = [
        head,
        "## Honest files\n",
        "| File | What is awkward | Made by | Signs | Who complains about the original |",
        "|---|---|---|---|---|",
    ]
    for each in HONEST:
        sign = each.sign + (f": {each.why}" if each.why else "")
        said = "; ".join(f"{name}: {words[:100]}" for name, words in complaints[each.name].items())
        lines.append(f"| `{each.name}` | {cell(each.about)} | {each.how} | {cell(sign)} | {cell(said)} |")
    lines += ["\n## Bad files\n", "| File in `bad/` | What is wrong | Signs |", "|---|---|---|"]
    for each in BAD:
        lines.append(f"| `{each.name}` | {cell(each.about)} | {each.sign}{': ' + each.why if each.why else ''} |")
    (folder / "README.md").write_text("\n".join(lines) + "\n")


def main() -> None:
    folder = Path(sys.argv[1])
    expectations, complaints = {}, {}
    for fixture in HONEST:
        expectations[f"{fixture.name}.pdf"], complaints[fixture.name] = tried(fixture, folder)
    (folder / "expectations.json").write_text(json.dumps(expectations, indent=1, ensure_ascii=False) + "\n")
    told = {f"{each.name}.pdf": {"sign": each.sign, "why": each.why or each.about} for each in BAD}
    (folder / "bad" / "expectations.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    write_readme(folder, complaints)
    unread = {name: told["judgesThatCannotRead"] for name, told in expectations.items() if told["judgesThatCannotRead"]}
    print(f"tried {len(JUDGES)} readers on {len(HONEST)} files; {len(unread)} files are too much for one of them")


if __name__ == "__main__":
    main()
