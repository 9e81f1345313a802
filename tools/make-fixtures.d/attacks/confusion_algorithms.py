"""Algorithms that are weak, or differ from what they are said to be."""

from asn1crypto import algos, cms, core

from authority import PARTIES
from confusion import ME, made, named, one
from messages import attributes, detached, digested, raw_signature, signed_data, signer_info
from register import FAILED, UNDECIDED


def algorithms() -> None:
    null = core.Null()
    for digest in ("sha1", "md5"):
        made(
            f"{digest}",
            f"Everything with {digest}.",
            lambda c, digest=digest: detached(c, digest=digest),
            UNDECIDED if digest == "sha1" else None,
        )
        made(
            f"{digest}-digest-only",
            f"The message digest with {digest}, the signature value with SHA-256.",
            lambda c, digest=digest: mixed(c, digest, "sha256"),
        )
        made(
            f"{digest}-signature-only",
            f"The message digest with SHA-256, the signature value with {digest}.",
            lambda c, digest=digest: mixed(c, "sha256", digest),
        )
    made(
        "digests-differ",
        "The message digest with SHA-512, the signature value with SHA-256.",
        lambda c: mixed(c, "sha512", "sha256"),
        note="RFC 5754 wants one digest; other verifiers let this pass",
    )
    made(
        "digests-list-wrong",
        "The list of digests names SHA-512, the signer SHA-256.",
        lambda c: one(c, attributes(c, ME), digests=("sha512",)),
    )
    made("digests-list-empty", "The list of digests is empty.", lambda c: one(c, attributes(c, ME), digests=()))
    made(
        "digest-claims-other",
        "The signer claims SHA-512 where everything is SHA-256.",
        lambda c: one(c, attributes(c, ME), digest_algorithm={"algorithm": "sha512", "parameters": null}),
    )
    made(
        "signature-claims-other",
        "The signature algorithm claims SHA-512 where it is SHA-256.",
        lambda c: one(c, attributes(c, ME), signature_algorithm={"algorithm": "sha512_rsa", "parameters": null}),
        FAILED,
    )
    made(
        "signature-claims-pss",
        "The signature algorithm claims RSA-PSS where it is PKCS #1 v1.5.",
        lambda c: one(c, attributes(c, ME), signature_algorithm=raw_signature(ME, b"", pss=True)[0]),
        FAILED,
    )
    made(
        "signature-claims-ecdsa",
        "The signature algorithm claims ECDSA, the key is RSA.",
        lambda c: one(c, attributes(c, ME), signature_algorithm={"algorithm": "sha256_ecdsa"}),
    )
    made(
        "pss-claims-rsa",
        "The signature algorithm claims PKCS #1 v1.5 where it is RSA-PSS.",
        lambda c: one(
            c, attributes(c, ME), pss=True, signature_algorithm={"algorithm": "sha256_rsa", "parameters": null}
        ),
        FAILED,
    )
    made("pss-mask-differs", "RSA-PSS whose mask claims SHA-1.", pss_mask)
    made("pss-salt-differs", "RSA-PSS whose parameters claim another salt length.", pss_salt)
    weak = PARTIES["weak"]
    made("rsa-1024", "A key of RSA with 1024 bits.", lambda c: one(c, attributes(c, weak), weak), UNDECIDED, who="weak")
    made(
        "signature-zero",
        "The signature value is zero.",
        lambda c: one(c, attributes(c, ME), signature=bytes(256)),
        FAILED,
    )
    made(
        "signature-one",
        "The signature value is one.",
        lambda c: one(c, attributes(c, ME), signature=bytes(255) + b"\1"),
        FAILED,
    )
    made("signature-empty", "The signature value is empty.", lambda c: one(c, attributes(c, ME), signature=b""))
    made("signature-cut", "The signature value lacks its last byte.", lambda c: cut_value(c), FAILED)
    made(
        "signature-of-other-key",
        "The value is another key's, the certificate the signer's.",
        lambda c: one(c, attributes(c, ME), PARTIES["tsa"], chain=ME.chain, sid=named(ME)),
        FAILED,
    )
    made(
        "signature-garbage-padding",
        "The padding of PKCS #1 is short and garbage follows the digest.",
        garbage_padding,
        FAILED,
    )
    made("ecdsa-zero", "An ECDSA value of two zeros.", lambda c: ecdsa(c, 0, 0), FAILED, who="signer-p256")
    made(
        "ecdsa-order",
        "An ECDSA value whose parts are the order of the curve.",
        lambda c: ecdsa(c, N256, N256),
        FAILED,
        who="signer-p256",
    )


N256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def ecdsa(c: bytes, r: int, s: int) -> bytes:
    who = PARTIES["signer-p256"]
    value = core.SequenceOf([core.Integer(r), core.Integer(s)], spec=core.Integer).dump()
    return one(c, attributes(c, who), who, signature=value)


def mixed(c: bytes, inner: str, outer: str) -> bytes:
    told = {"algorithm": inner, "parameters": core.Null()}
    return one(c, attributes(c, ME, digest=inner), digest=outer, digest_algorithm=told, digests=(inner,))


def pss_mask(c: bytes) -> bytes:
    info = signer_info(ME, attributes(c, ME), pss=True)
    info["signature_algorithm"]["parameters"]["mask_gen_algorithm"]["parameters"] = {"algorithm": "sha1"}
    return signed_data([info], ME.chain)


def pss_salt(c: bytes) -> bytes:
    info = signer_info(ME, attributes(c, ME), pss=True)
    info["signature_algorithm"]["parameters"]["salt_length"] = 20
    return signed_data([info], ME.chain)


def cut_value(c: bytes) -> bytes:
    info = signer_info(ME, attributes(c, ME))
    info["signature"] = info["signature"].native[:-1]
    return signed_data([info], ME.chain)


def garbage_padding(c: bytes) -> bytes:
    """The old forgery against readers that do not look behind the digest, made with the key."""
    listed = attributes(c, ME)
    told = cms.CMSAttributes(listed).dump()
    numbers = ME.key.private_numbers()
    told = algos.DigestInfo({"digest_algorithm": {"algorithm": "sha256"}, "digest": digested("sha256", told)}).dump()
    block = (b"\0\1" + b"\xff" * 8 + b"\0" + told).ljust(256, b"\x5a")
    value = pow(int.from_bytes(block), numbers.d, numbers.public_numbers.n).to_bytes(256)
    return one(c, listed, signature=value)


algorithms()
