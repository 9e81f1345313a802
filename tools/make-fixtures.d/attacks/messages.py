"""CMS messages, honest by default and bent by whoever calls: signatures, timestamp tokens and OCSP answers."""

import datetime
import hashlib
from collections.abc import Callable

from asn1crypto import algos, cms, core, ocsp, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from authority import PARTIES, SIGNED, Party

POLICY = "2.999.1"  # an arc for examples
Change = Callable[[cms.SignedData], None]


def certificate(who: Party) -> x509.Certificate:
    return x509.Certificate.load(who.der)


def digested(name: str, data: bytes) -> bytes:
    return hashlib.new(name, data, usedforsecurity=False).digest()


def rsa_by_hand(key: rsa.RSAPrivateKey, digest: str, data: bytes) -> bytes:
    """PKCS #1 v1.5 over any digest: libraries rightly refuse the old ones."""
    told = algos.DigestInfo({"digest_algorithm": {"algorithm": digest}, "digest": digested(digest, data)}).dump()
    size = key.key_size // 8
    block = b"\x00\x01" + b"\xff" * (size - len(told) - 3) + b"\x00" + told
    numbers = key.private_numbers()
    return pow(int.from_bytes(block), numbers.d, numbers.public_numbers.n).to_bytes(size)


def raw_signature(who: Party, data: bytes, digest: str = "sha256", pss: bool = False) -> tuple[dict, bytes]:
    """The algorithm as CMS names it, and the signature."""
    if isinstance(who.key, ec.EllipticCurvePrivateKey):
        made = who.key.sign(data, ec.ECDSA(getattr(hashes, digest.upper())(), deterministic_signing=True))
        return {"algorithm": f"{digest}_ecdsa"}, made
    if pss:
        kind = getattr(hashes, digest.upper())()
        made = who.key.sign(data, padding.PSS(padding.MGF1(kind), kind.digest_size), kind)
        told = {"algorithm": digest}
        mask = {"algorithm": "mgf1", "parameters": told}
        parameters = {"hash_algorithm": told, "mask_gen_algorithm": mask, "salt_length": kind.digest_size}
        return {"algorithm": "rsassa_pss", "parameters": algos.RSASSAPSSParams(parameters)}, made
    return {"algorithm": f"{digest}_rsa", "parameters": core.Null()}, rsa_by_hand(who.key, digest, data)


def attribute(kind: str, *values) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": kind, "values": list(values)})


def named_certificate(who: Party, version: int = 2) -> cms.CMSAttribute:
    """The signing-certificate attribute (RFC 5035), which ties the signature to one certificate."""
    digest = digested("sha256" if version == 2 else "sha1", who.der)
    loaded = certificate(who)
    issuer = {"issuer": [x509.GeneralName("directory_name", loaded.issuer)], "serial_number": loaded.serial_number}
    entry = {"cert_hash": digest, "issuer_serial": issuer}
    if version == 2:
        return attribute("signing_certificate_v2", tsp.SigningCertificateV2({"certs": [tsp.ESSCertIDv2(entry)]}))
    return attribute("signing_certificate", tsp.SigningCertificate({"certs": [tsp.ESSCertID(entry)]}))


def attributes(content: bytes, who: Party, digest: str = "sha256", ess: int | None = 2, kind: str = "data") -> list:
    """What is signed: the content's type and digest, and whose certificate it is (`ess` its version, or None)."""
    made = [attribute("content_type", kind), attribute("message_digest", digested(digest, content))]
    return made + ([named_certificate(who, ess)] if ess else [])


def signing_time(when: datetime.datetime = SIGNED) -> cms.CMSAttribute:
    return attribute("signing_time", cms.Time({"utc_time": when}))


def signer_info(
    who: Party, signed: list | None, content: bytes = b"", digest: str = "sha256", pss: bool = False, **told
) -> cms.SignerInfo:
    """Signs the attributes, or the content when there are none; `told` replaces fields afterwards."""
    loaded = certificate(who)
    covered = cms.CMSAttributes(signed).dump() if signed is not None else content
    algorithm, made = raw_signature(who, covered, digest, pss)
    identifier = {"issuer": loaded.issuer, "serial_number": loaded.serial_number}
    fields = {
        "version": "v1",
        "sid": cms.SignerIdentifier("issuer_and_serial_number", cms.IssuerAndSerialNumber(identifier)),
        "digest_algorithm": {"algorithm": digest, "parameters": core.Null()},
        "signature_algorithm": algorithm,
        "signature": made,
    }
    if signed is not None:
        fields["signed_attrs"] = cms.CMSAttributes(signed)
    return cms.SignerInfo(fields | told)


def signed_data(
    infos: list,
    certificates: list[bytes],
    digests: tuple[str, ...] = ("sha256",),
    content: tuple[str, bytes | None] = ("data", None),
    crls: tuple[bytes, ...] = (),
    change: Change | None = None,
) -> bytes:
    """A ContentInfo of SignedData in DER; `change` bends it before it is laid down."""
    kind, inside = content
    encapsulated = {"content_type": kind}
    if inside is not None:
        octets = core.OctetString if kind == "data" else core.ParsableOctetString
        encapsulated["content"] = octets(inside)
    fields = {
        "version": "v1" if kind == "data" else "v3",
        "digest_algorithms": [{"algorithm": each, "parameters": core.Null()} for each in digests],
        "encap_content_info": encapsulated,
        "certificates": [cms.CertificateChoices.load(each) for each in certificates],
        "signer_infos": infos,
    }
    if crls:
        fields["crls"] = [cms.RevocationInfoChoice.load(each) for each in crls]
    made = cms.SignedData(fields)
    if change:
        change(made)
    return cms.ContentInfo({"content_type": "signed_data", "content": made}).dump()


def detached(
    content: bytes,
    who: str | Party = "signer",
    digest: str = "sha256",
    ess: int | None = 2,
    pss: bool = False,
    extra: tuple = (),
    stamp: Callable[[bytes], bytes] | None = None,
    change: Change | None = None,
    **told,
) -> bytes:
    """The signature of a PDF as PAdES has it; `stamp` makes a timestamp token for the signature value."""
    who = PARTIES[who] if isinstance(who, str) else who
    info = signer_info(who, [*attributes(content, who, digest, ess), *extra], content, digest, pss, **told)
    if stamp:
        add_token(info, stamp(info["signature"].native))
    return signed_data([info], who.chain, (digest,), change=change)


def add_token(info: cms.SignerInfo, token: bytes) -> None:
    info["unsigned_attrs"] = [attribute("signature_time_stamp_token", cms.ContentInfo.load(token))]


def token(
    imprinted: bytes,
    when: datetime.datetime = SIGNED,
    who: str = "tsa",
    imprint: bytes | None = None,
    digest: str = "sha256",
    break_signature: bool = False,
) -> bytes:
    """A timestamp token (RFC 3161) over `imprinted`, or over whatever `imprint` claims."""
    fields = {
        "version": "v1",
        "policy": POLICY,
        "message_imprint": {
            "hash_algorithm": {"algorithm": digest, "parameters": core.Null()},
            "hashed_message": digested(digest, imprinted) if imprint is None else imprint,
        },
        "serial_number": int.from_bytes(digested("sha256", imprinted + str(when).encode())[:7]),
        "gen_time": when,
    }
    inside, authority = tsp.TSTInfo(fields).dump(), PARTIES[who]
    info = signer_info(authority, [*attributes(inside, authority, kind="tst_info"), signing_time(when)])
    if break_signature:
        broken = bytearray(info["signature"].native)
        broken[-1] ^= 1
        info["signature"] = bytes(broken)
    return signed_data([info], authority.chain, content=("tst_info", inside))


def stamper(**told) -> Callable[[bytes], bytes]:
    return lambda imprinted: token(imprinted, **told)


def answer(
    about: str = "signer",
    by: str = "ocsp",
    when: datetime.datetime | None = None,
    until: datetime.datetime | None = None,
    status: str = "good",
    issuer: str = "issuing",
) -> bytes:
    """An OCSP answer about a party's certificate, signed by whoever is named."""
    when = when or SIGNED + datetime.timedelta(days=9)
    above, responder = certificate(PARTIES[issuer]), PARTIES[by]
    identifier = {
        "hash_algorithm": {"algorithm": "sha1", "parameters": core.Null()},
        "issuer_name_hash": digested("sha1", above.subject.dump()),
        "issuer_key_hash": digested("sha1", bytes(above.public_key["public_key"])),
        "serial_number": certificate(PARTIES[about]).serial_number,
    }
    single = {"cert_id": identifier, "cert_status": ocsp.CertStatus(status, core.Null()), "this_update": when}
    if until:
        single["next_update"] = until
    name = ocsp.ResponderId("by_name", certificate(responder).subject)
    told = ocsp.ResponseData({"responder_id": name, "produced_at": when, "responses": [single]})
    algorithm, made = raw_signature(responder, told.dump())
    basic = {"tbs_response_data": told, "signature_algorithm": algorithm, "signature": made}
    basic["certs"] = [certificate(responder)]
    whole = {"response_type": "basic_ocsp_response", "response": ocsp.BasicOCSPResponse(basic)}
    return ocsp.OCSPResponse({"response_status": "successful", "response_bytes": whole}).dump()
