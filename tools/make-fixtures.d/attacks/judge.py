#!/usr/bin/env python3
"""Asks pyHanko, pdfsig and openssl about fixtures/attacks, and writes judges.json: judge.py FOLDER [PATH...]."""

import asyncio
import datetime
import importlib.metadata
import io
import json
import logging
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp, pem, x509
from judge_openssl import openssl
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.ades import ades_basic_validation, ades_lta_validation, ades_with_time_validation
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.authority import CertTrustAnchor
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

AT = datetime.datetime(2026, 7, 15, tzinfo=datetime.UTC)
BESIDE = ["pki/root.crl", "pki/issuing.crl"]
WORDS_MAX = 160
logging.disable(logging.CRITICAL)


def root(folder: Path) -> x509.Certificate:
    _, _, der = pem.unarmor((folder / "pki/root.pem").read_bytes())
    return x509.Certificate.load(der)


def opened(folder: Path, entry: dict) -> PdfFileReader:
    reader = PdfFileReader(io.BytesIO((folder / entry["path"]).read_bytes()), strict=False)
    if "password" in entry:
        reader.decrypt(entry["password"])
    return reader


def brought(folder: Path, entry: dict, reader: PdfFileReader) -> tuple[list[bytes], list[bytes], list]:
    """Lists, answers and certificates: those that are given, and those of the document's own store."""
    lists, answers, others = [(folder / name).read_bytes() for name in entry.get("crls", BESIDE)], [], []
    try:
        store = DocumentSecurityStore.read_dss(reader)
        lists += [each.get_object().data for each in store.crls]
        answers += [each.get_object().data for each in store.ocsps]
        others += list(store.load_certs())
    except Exception:  # noqa: BLE001  (there is none, or it is unreadable)
        pass
    return lists, answers, others


def context(folder: Path, entry: dict, reader: PdfFileReader) -> ValidationContext:
    """The root, the lists that are given, and whatever the document brings along."""
    lists, answers, others = brought(folder, entry, reader)
    return ValidationContext(
        trust_roots=[root(folder)],
        other_certs=others,
        moment=AT,
        crls=lists,
        ocsps=answers,
        revocation_mode="require",
        allow_fetching=False,
    )


async def pyhanko(folder: Path, entry: dict) -> str:
    """`passed` if every signature passes, else the first complaint."""
    try:
        reader = opened(folder, entry)
        signatures = reader.embedded_signatures
        if not signatures:
            return "no signature"
        for each in signatures:
            judge = async_validate_pdf_timestamp if each.sig_object_type == "/DocTimeStamp" else None
            judge = judge or async_validate_pdf_signature
            status = await judge(each, context(folder, entry, reader))
            said = status.summary()
            passes = getattr(status, "bottom_line", status.valid and status.intact and status.trusted)
            if not passes:
                return f"{each.field_name}: {said}"[:WORDS_MAX]
        return "passed"
    except Exception as error:  # noqa: BLE001  (whatever it is: this is its answer)
        return f"{type(error).__name__}: {error}".splitlines()[0][:WORDS_MAX]


def specification(folder: Path, entry: dict, reader: PdfFileReader) -> PdfSignatureValidationSpec:
    lists, answers, others = brought(folder, entry, reader)
    known = LocalKnowledge(
        known_crls=[CRLContainer(asn1_crl.CertificateList.load(each)) for each in lists],
        known_ocsps=[each for told in answers for each in OCSPContainer.load_multi(ocsp.OCSPResponse.load(told))],
        known_certs=others,
    )
    revocation = CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("require"))
    trust = CertValidationPolicySpec(SimpleTrustManager.build([CertTrustAnchor(root(folder))]), revocation)
    gathering = RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY)
    return PdfSignatureValidationSpec(SignatureValidationSpec(trust, gathering, local_knowledge=known))


async def indication(folder: Path, entry: dict) -> str:
    """What pyHanko's reading of EN 319 102-1 says of each signature: 5.6.3 with a document timestamp, else 5.5 or 5.3.

    Those look at the message alone, and not at what later revisions changed.
    """
    try:
        reader, found = opened(folder, entry), []
        timing = ValidationTimingInfo(AT, AT, point_in_time_validation=False)
        rules = specification(folder, entry, reader)
        for each in reader.embedded_regular_signatures:
            if reader.embedded_timestamp_signatures:
                judged = await ades_lta_validation(each, rules, timing)
            else:
                steps = ades_with_time_validation if len(each.signer_info["unsigned_attrs"]) else ades_basic_validation
                judged = await steps(
                    each.signed_data,
                    rules.signature_validation_spec,
                    timing_info=timing,
                    raw_digest=each.compute_digest(),
                )
            found.append(f"{judged.ades_subindic.status.name}/{judged.ades_subindic.name}".replace("/OK", ""))
        return " | ".join(found) or "no signature"
    except Exception as error:  # noqa: BLE001  (whatever it is: this is its answer)
        return f"{type(error).__name__}: {error}".splitlines()[0][:WORDS_MAX]


def pdfsig(folder: Path, entry: dict, trust: str) -> str:
    """What it says of each signature: validity, certificate, and whether the whole file is covered."""
    command = ["pdfsig", "-nssdir", trust, "-upw", entry.get("password", ""), str(folder / entry["path"])]
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return "no answer in time"
    said = done.stdout.decode("utf-8", "replace")
    if done.returncode < 0:
        return f"ended by signal {-done.returncode}"
    kept = ("Signature Validation:", "Certificate Validation:", "Total document signed", "Not total document signed")
    found: list[str] = []
    for line in said.splitlines():
        words = line.strip(" -")
        if line.startswith("Signature #"):
            found.append("")
        elif words.startswith(kept) and found:
            found[-1] += words.split(": ")[-1].rstrip(".") + "; "
        elif "does not contain" in words:
            return "no signature"
    return " | ".join(each.strip("; ") for each in found) or "cannot read it"


def trusting(folder: Path, at: str) -> str:
    """A certificate store of NSS that trusts the root; without certutil nobody is trusted."""
    for command in (
        ["certutil", "-N", "-d", f"sql:{at}", "--empty-password"],
        ["certutil", "-A", "-d", f"sql:{at}", "-n", "root", "-t", "CT,CT,CT", "-i", str(folder / "pki/root.pem")],
    ):
        subprocess.run(command, check=True, capture_output=True)
    return at


def judged(job: tuple[Path, dict, str]) -> tuple[str, dict]:
    folder, entry, trust = job
    said = {"pyhanko": asyncio.run(pyhanko(folder, entry)), "pyhankoIndication": asyncio.run(indication(folder, entry))}
    return entry["path"], said | {"pdfsig": pdfsig(folder, entry, trust), "openssl": openssl(folder, entry, AT)}


def versions() -> dict[str, str]:
    told = subprocess.run(["pdfsig", "-v"], capture_output=True, text=True, check=False).stderr.split()
    openssl_told = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=True).stdout.split()
    return {"pyHanko": importlib.metadata.version("pyHanko"), "pdfsig": told[2], "OpenSSL": openssl_told[1]}


def main() -> None:
    folder, only = Path(sys.argv[1]), sys.argv[2:]
    entries = json.loads((folder / "manifest.json").read_text())
    with tempfile.TemporaryDirectory() as at:
        trust = trusting(folder, at)
        jobs = [(folder, entry, trust) for entry in entries if not only or entry["path"] in only]
        with ProcessPoolExecutor(2) as workers:
            answers = dict(workers.map(judged, jobs))
    if only:
        print(json.dumps(answers, indent=1))
        return
    (folder / "judge-versions.json").write_text(json.dumps(versions(), indent=1) + "\n")
    (folder / "judges.json").write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n")
    fooled = [path for path, said in answers.items() if not path.startswith("honest/") and said["pyhanko"] == "passed"]
    refused = [
        entry["path"]
        for entry in entries
        if entry.get("expect") == "TOTAL-PASSED" and answers[entry["path"]]["pyhanko"] != "passed"
    ]
    print(f"asked about {len(answers)} files; pyHanko passes {len(fooled)} attacks: {' '.join(fooled)}")
    print(f"and refuses {len(refused)} honest files: {' '.join(refused)}")


if __name__ == "__main__":
    main()
