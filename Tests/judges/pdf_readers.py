"""Other programs' words about a signed PDF: pyHanko, pdfsig, qpdf, mutool and openssl."""

import asyncio
import io
import logging
import re
import subprocess
import tempfile
from pathlib import Path

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from pdf_structure import Signature

SECONDS_MAX = 120
logging.disable(logging.CRITICAL)  # what matters is in the verdicts


def run(*command: str) -> tuple[int, str]:
    """Runs a program in a home without a database of keys or certificates."""
    with tempfile.TemporaryDirectory() as home:
        surroundings = {"PATH": "/usr/bin:/bin", "HOME": home, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, capture_output=True, timeout=SECONDS_MAX, check=False, env=surroundings)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


# --- pyHanko ----------------------------------------------------------------------------------------------------------


async def validate(data: bytes, password: str | None, trust: str) -> list[dict]:
    reader = PdfFileReader(io.BytesIO(data), strict=False)
    if reader.encrypted and reader.decrypt((password or "").encode()).status == AuthStatus.FAILED:
        raise ValueError("the password does not open it")
    told = []
    for embedded in reader.embedded_signatures:
        context = ValidationContext(trust_roots=list(load_certs_from_pemder([trust])), allow_fetching=False)
        if embedded.sig_object_type == "/DocTimeStamp":
            status = await async_validate_pdf_timestamp(embedded, context)
        else:
            status = await async_validate_pdf_signature(embedded, context)
        stamp = getattr(status, "timestamp_validity", None)
        told.append(
            {
                "field": embedded.field_name,
                "intact": status.intact,
                "valid": status.valid,
                "trusted": status.trusted,
                "coverage": status.coverage.name,
                "modification": status.modification_level.name if status.modification_level else None,
                "docMDP": status.docmdp_ok,
                "digest": status.md_algorithm,
                "timestamp": stamp and (stamp.intact and stamp.valid and stamp.trusted),
                "bottomLine": getattr(status, "bottom_line", status.intact and status.valid and status.trusted),
            }
        )
    return told


def pyhanko(data: bytes, password: str | None, trust: str, new: int, is_closed: bool) -> tuple[list[str], list[dict]]:
    """The last `new` signatures must be trusted; the others must be whole, and no later change may hurt them."""
    try:
        told = asyncio.run(validate(data, password, trust))
    except Exception as error:  # noqa: BLE001  (whatever it stumbles over is its verdict)
        return [f"cannot judge: {type(error).__name__}: {error}".splitlines()[0]], []
    faults = []
    for index, each in enumerate(told):
        must = ["intact", "valid"] + (["trusted", "bottomLine"] if index >= len(told) - new else [])
        faults += [f"{each['field']} is not {word}" for word in must if not each[word]]
        if each["docMDP"] is False:
            faults.append(f"{each['field']} suffers a change that is not allowed ({each['modification']})")
        if each["timestamp"] is False:
            faults.append(f"{each['field']} has a bad timestamp")
    last = told[-1] if told else {"coverage": None, "modification": None}
    is_long_term = not is_closed and last["modification"] == ModificationLevel.LTA_UPDATES.name
    if told and last["coverage"] != SignatureCoverageLevel.ENTIRE_FILE.name and not is_long_term:
        faults.append(f"{told[-1]['field']} covers {told[-1]['coverage']}")
    return faults, told


# --- The others -------------------------------------------------------------------------------------------------------


def pdfsig(path: Path, password: str | None, expected: int, is_closed: bool) -> tuple[list[str], list[str]]:
    """`-nocert` needs no database; a document timestamp is beyond it and says so."""
    code, said = run("pdfsig", "-nocert", "-upw", password or "", str(path))
    verdicts = re.findall(r"Signature Validation: (.*)", said)
    coverage = re.findall(r"(Not total|Total) document signed", said)
    types = re.findall(r"Signature Type: (.*)", said)
    good = [verdict == "Signature is Valid." or type_ == "unknown" for verdict, type_ in zip(verdicts, types)]
    faults = [f"signature {index}: {verdicts[index - 1]}" for index, is_good in enumerate(good, 1) if not is_good]
    if len(verdicts) != expected:
        faults.append(f"sees {len(verdicts)} signatures (exit code {code})")
    if is_closed and "Total" not in coverage:
        faults.append("no signature covers the total document")
    return faults, verdicts


def complaints(said: str, path: Path) -> list[str]:
    """Lines of complaint without what differs from file to file: name, offsets, numbers."""
    usual = re.compile("ICC support|No syntax or stream|errors that qpdf")
    lines = [line for line in said.splitlines() if re.search(r"WARNING|ERROR|error|warning|qpdf: ", line)]
    kept = [line.replace(str(path), "").strip() for line in lines if not usual.search(line)]
    return sorted({re.sub(r"\d+", "#", line) for line in kept})


def compared(command: list[str], path: Path, original: Path | None, failing: set[int]) -> tuple[list[str], list[str]]:
    """What a program complains of in this file and not in the original; a failure that is new weighs most."""
    code, said = run(*command, str(path))
    known: list[str] = []
    failed_before = False
    if original:
        before, about = run(*command, str(original))
        known, failed_before = complaints(about, original), before in failing
    new = [line for line in complaints(said, path) if line not in known]
    faults = [f"fails with exit code {code}"] if code in failing and not failed_before else []
    return faults + [f"newly says: {line}" for line in new], new


def qpdf(path: Path, password: str | None, original: Path | None) -> tuple[list[str], list[str]]:
    return compared(["qpdf", f"--password={password or ''}", "--check"], path, original, {2})


def mutool(
    path: Path, password: str | None, original: Path | None, expected: int, is_closed: bool
) -> tuple[list[str], list[str]]:
    """Draws every page, then verifies signatures; it trusts no authority, so its word on certificates is left out."""
    draw = ["mutool", "draw", "-q", "-p", password or "", "-r", "20", "-F", "pgm", "-o", "/dev/null"]
    faults, _ = compared(draw, path, original, {1})
    _, said = run("mutool", "sign", "-p", password or "", "-v", str(path))
    words = [line.strip() for line in said.splitlines() if line.startswith("\t") and "Distinguished" not in line]
    verdicts = [word for word in words if not word.startswith("Certificate error")]
    unfilled = [word for word in verdicts if word == "Signature is not signed."]
    unchanged, edited = "The document is unchanged since signing.", "The signature is valid but there have been edits"
    bad = [word for word in verdicts if word not in unfilled and word != unchanged and not word.startswith(edited)]
    faults += [f"says: {word}" for word in bad]
    if len(verdicts) - len(unfilled) != expected:
        faults.append(f"sees {len(verdicts) - len(unfilled)} signatures")
    if is_closed and unchanged not in verdicts:
        faults.append("no signature leaves the document unchanged")
    return faults, verdicts


def openssl(signature: Signature, trust: str) -> list[str]:
    """Verifies the CMS over the bytes of the range; a document timestamp is a token over their digest."""
    if not signature.der:
        return ["there is no CMS to verify"]
    with tempfile.TemporaryDirectory() as folder:
        der, content = Path(folder, "cms.der"), Path(folder, "signed.bin")
        der.write_bytes(signature.der)
        content.write_bytes(signature.signed)
        if signature.is_timestamp:
            command = ["openssl", "ts", "-verify", "-token_in", "-in", str(der), "-data", str(content)]
            command += ["-CAfile", trust]
            chain = Path(folder, "chain.pem")
            run("openssl", "pkcs7", "-inform", "DER", "-in", str(der), "-print_certs", "-out", str(chain))
            command += ["-untrusted", str(chain)]
        else:
            cades = ["-cades"] if signature.subfilter == "ETSI.CAdES.detached" else []
            command = ["openssl", "cms", "-verify", "-binary", *cades, "-inform", "DER", "-in", str(der), "-content"]
            command += [str(content), "-CAfile", trust, "-purpose", "any", "-out", "/dev/null"]
        code, said = run(*command)
    if code == 0:
        return []
    # An error of OpenSSL is a line of thread:error:code:library:function:reason:file:number:details.
    told = [
        words for words in (line.split(":") for line in said.splitlines()) if len(words) > 7 and words[1] == "error"
    ]
    return ["; ".join(": ".join(filter(None, [words[5], *words[8:]])) for words in told) or said.strip()[:80]]
