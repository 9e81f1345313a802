#!/usr/bin/env python3
"""Asks pyHanko whether signatures still stand at a moment, with the network off and nothing at hand but the document.

usage: judge_long_term.py --trust ROOT.pem [--trust ROOT.pem]... [--at TIME] [--password WORD] FILE...

A signature with a timestamp of its own is validated as EN 319 102-1 has it, with what is embedded alone: under a document timestamp
as in §5.6.3 (`ades_lta_validation`), without one as in §5.5 (`ades_with_time_validation`). Any other is validated as of that moment, with
what the document's store holds. Revocation is required throughout. One line of JSON for each file.

pyHanko gives no answer once an issuer's certificate has expired, whatever proves that it was good before, and looks for no past of
a signature without a timestamp of its own.
"""

import argparse
import asyncio
import io
import json
import logging
from datetime import datetime, timezone
from pathlib import Path

from asn1crypto import crl, ocsp
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature, ades, async_validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

logging.disable(logging.CRITICAL)  # what matters is in the verdicts


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Asks pyHanko about signatures years later.")
    parser.add_argument("--trust", action="append", required=True, help="a root certificate, in PEM")
    parser.add_argument("--at", type=datetime.fromisoformat, help="the moment, with its zone; now if not given")
    parser.add_argument("--password", default="", help="a user password")
    parser.add_argument("files", nargs="+", type=Path)
    return parser.parse_args()


def roots(options: argparse.Namespace) -> list:
    return [root for path in options.trust for root in load_certs_from_pemder([path])]


def specification(options: argparse.Namespace, known: LocalKnowledge) -> PdfSignatureValidationSpec:
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=roots(options)),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
    )
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=policy,
            revinfo_gathering_policy=RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
            local_knowledge=known,
        )
    )


def store(reader: PdfFileReader) -> dict:
    """How much the document's store holds, and whether any of it is there twice."""
    if "/DSS" not in reader.root:
        return {}
    dss = DocumentSecurityStore.read_dss(reader)
    kinds = {"certificates": dss.certs.values(), "answers": dss.ocsps, "lists": dss.crls}
    told: dict = {}
    for kind, references in kinds.items():
        pieces = [reference.get_object().data for reference in references]
        told[kind] = len(pieces)
        if len(set(pieces)) != len(pieces):
            told["repeats"] = kind
    told["entries"] = len(dss.vri_entries)
    return told


def knowledge(reader: PdfFileReader) -> LocalKnowledge:
    """What the document's store holds."""
    if "/DSS" not in reader.root:
        return LocalKnowledge()
    dss = DocumentSecurityStore.read_dss(reader)
    answers = [ocsp.OCSPResponse.load(reference.get_object().data) for reference in dss.ocsps]
    lists = [crl.CertificateList.load(reference.get_object().data) for reference in dss.crls]
    return LocalKnowledge(
        known_ocsps=[container for answer in answers for container in OCSPContainer.load_multi(answer)],
        known_crls=[CRLContainer(each) for each in lists],
        known_certs=list(dss.load_certs()),
    )


async def with_own_time(signature: EmbeddedPdfSignature, options: argparse.Namespace, moment: datetime) -> dict:
    timing = ValidationTimingInfo(validation_time=moment, best_signature_time=moment, point_in_time_validation=True)
    signature.compute_integrity_info()
    result = await ades.ades_with_time_validation(
        signature.signed_data,
        specification(options, knowledge(signature.reader)).signature_validation_spec,
        raw_digest=signature.compute_digest(),
        timing_info=timing,
    )
    return {
        "indication": result.ades_subindic.status.name,
        "subIndication": result.ades_subindic.name,
        "why": result.failure_msg,
        "docMDP": signature.summarise_integrity_info().get("docmdp_ok"),
    }


async def under_timestamp(signature: EmbeddedPdfSignature, options: argparse.Namespace, moment: datetime) -> dict:
    timing = ValidationTimingInfo(validation_time=moment, best_signature_time=moment, point_in_time_validation=True)
    result = await ades.ades_lta_validation(signature, specification(options, LocalKnowledge()), timing)
    return {
        "indication": result.ades_subindic.status.name,
        "subIndication": result.ades_subindic.name,
        "why": result.failure_msg,
        "docMDP": getattr(result.api_status, "docmdp_ok", None),
    }


async def by_store(signature: EmbeddedPdfSignature, options: argparse.Namespace, moment: datetime) -> dict:
    settings = {"trust_roots": roots(options), "allow_fetching": False, "revocation_mode": "require", "moment": moment}
    reader = signature.reader
    if "/DSS" in reader.root:
        context = DocumentSecurityStore.read_dss(reader).as_validation_context(settings)
    else:
        context = ValidationContext(**settings)
    status = await async_validate_pdf_signature(signature, context)
    return {
        "indication": "PASSED" if status.bottom_line else "INDETERMINATE",
        "why": None if status.bottom_line else status.summary(),
        "docMDP": status.docmdp_ok,
    }


async def judge(path: Path, options: argparse.Namespace) -> dict:
    reader = PdfFileReader(io.BytesIO(path.read_bytes()), strict=False)
    if reader.encrypted:
        reader.decrypt(options.password.encode())
    moment = options.at or datetime.now(timezone.utc)
    stamps = reader.embedded_timestamp_signatures
    told = []
    for signature in reader.embedded_regular_signatures:
        own = {each["type"].native for each in signature.signer_info["unsigned_attrs"] or []}
        if "signature_time_stamp_token" in own:
            validate = under_timestamp if stamps else with_own_time
        else:
            validate = by_store
        try:
            words = await validate(signature, options, moment)
        except Exception as error:  # noqa: BLE001  (whatever it stumbles over is its verdict)
            words = {"indication": type(error).__name__, "why": str(error)}
        told.append({"field": signature.field_name} | words)
    return {"file": path.name, "signatures": told, "timestamps": len(stamps), "store": store(reader)}


def main() -> None:
    options = arguments()
    for path in options.files:
        print(json.dumps(asyncio.run(judge(path, options))), flush=True)


if __name__ == "__main__":
    main()
