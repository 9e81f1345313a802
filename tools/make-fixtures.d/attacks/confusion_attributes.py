"""Signed and unsigned attributes that are missing, doubled, or of something else."""

from asn1crypto import cms, tsp, x509

import messages
from authority import PARTIES
from confusion import BUDI, ME, OLD, made, one
from messages import (
    attribute,
    attributes,
    certificate,
    detached,
    digested,
    named_certificate,
    signed_data,
    signer_info,
    signing_time,
)
from register import FAILED


def attribute_games() -> None:
    made("no-attributes", "There are no signed attributes; the value covers the content.", lambda c: one(c, None))
    made(
        "no-attributes-pkcs7",
        "The same as adbe.pkcs7.detached.",
        lambda c: one(c, None),
        **OLD,
        note="RFC 5652 allows it where the content is of type data; the policy here wants attributes",
        arguable=True,
    )
    made(
        "attributes-dropped",
        "The value covers attributes that were then taken out of the message.",
        lambda c: one(cms.CMSAttributes(attributes(c, ME)).dump(), None),
        FAILED,
    )
    for name, index in (("content-type", 0), ("message-digest", 1), ("certificate", 2)):
        made(
            f"twice-{name}",
            f"The {name} attribute is there twice.",
            lambda c, index=index: one(c, [*attributes(c, ME), attributes(c, ME)[index]]),
        )
    made(
        "two-digests",
        "Two message-digest attributes, and the first is that of another document.",
        lambda c: one(c, [attribute("message_digest", digested("sha256", b"lain")), *attributes(c, ME)]),
    )
    made(
        "two-values",
        "One message-digest attribute with two values.",
        lambda c: one(
            c,
            [
                attribute("content_type", "data"),
                attribute("message_digest", digested("sha256", c), digested("sha256", b"lain")),
                named_certificate(ME),
            ],
        ),
    )
    made(
        "no-values",
        "The message-digest attribute has no value.",
        lambda c: one(c, [attribute("content_type", "data"), attribute("message_digest"), named_certificate(ME)]),
    )
    made(
        "certificate-attribute-missing",
        "A CAdES signature without a signing-certificate attribute.",
        lambda c: detached(c, ess=None),
        note="pyHanko passes it; EN 319 122-1 demands the attribute",
    )
    made(
        "certificate-attribute-other",
        "The signing-certificate attribute names another certificate.",
        lambda c: one(c, [*attributes(c, ME, ess=None), named_certificate(BUDI)]),
    )
    made(
        "certificate-attribute-twin",
        "The signing-certificate attribute names the certificate with the same key.",
        lambda c: one(c, [*attributes(c, ME, ess=None), named_certificate(PARTIES["same-key"])]),
    )
    made(
        "certificate-attribute-empty",
        "The signing-certificate attribute names no certificate.",
        lambda c: one(
            c,
            [
                *attributes(c, ME, ess=None),
                attribute("signing_certificate_v2", tsp.SigningCertificateV2({"certs": []})),
            ],
        ),
    )
    made(
        "certificate-attribute-issuer-first",
        "It names the issuer's certificate first, then the signer's.",
        lambda c: one(
            c,
            [
                *attributes(c, ME, ess=None),
                attribute(
                    "signing_certificate_v2",
                    tsp.SigningCertificateV2(
                        {"certs": [{"cert_hash": digested("sha256", each)} for each in reversed(ME.chain)]}
                    ),
                ),
            ],
        ),
    )
    made(
        "certificate-attribute-serial",
        "Its digest is right, its serial number that of another.",
        lambda c: one(
            c,
            [
                *attributes(c, ME, ess=None),
                attribute(
                    "signing_certificate_v2",
                    tsp.SigningCertificateV2(
                        {"certs": [{"cert_hash": digested("sha256", ME.der), "issuer_serial": other_serial()}]}
                    ),
                ),
            ],
        ),
    )
    made(
        "certificate-attributes-disagree",
        "Both versions of the attribute are there and name two certificates.",
        lambda c: one(c, [*attributes(c, ME), named_certificate(BUDI, 1)]),
    )
    made(
        "signing-time-in-cades",
        "A signing-time attribute and /M, which say two things.",
        lambda c: detached(c, extra=(signing_time(messages.SIGNED.replace(year=2027)),)),
        note="EN 319 142-1 forbids the attribute in PAdES; it claims a time after the judgement",
        arguable=True,
    )
    made(
        "unsigned-digest",
        "The message-digest attribute is unsigned.",
        lambda c: one(
            c,
            [attribute("content_type", "data"), named_certificate(ME)],
            unsigned_attrs=[attribute("message_digest", digested("sha256", c))],
        ),
    )
    made(
        "unsigned-certificate",
        "The signing-certificate attribute is unsigned.",
        lambda c: one(c, attributes(c, ME, ess=None), unsigned_attrs=[named_certificate(ME)]),
    )
    made(
        "unsigned-digest-beside",
        "A second message-digest attribute is unsigned; the signed one is another's.",
        lambda c: one(c, attributes(b"lain", ME), unsigned_attrs=[attribute("message_digest", digested("sha256", c))]),
        FAILED,
    )
    counter = signer_info(BUDI, attributes(b"lain", BUDI))
    made(
        "unsigned-countersignature",
        "A countersignature over something else.",
        lambda c: one(c, attributes(c, ME), unsigned_attrs=[attribute("counter_signature", counter)]),
        note="verifiers may leave unsigned attributes out of account",
        arguable=True,
    )
    made(
        "unsigned-two-tokens",
        "Two timestamp tokens, and the first is over something else.",
        two_tokens,
        note="verifiers may leave a token that does not hold out of account",
        arguable=True,
    )


def other_serial() -> dict:
    loaded = certificate(BUDI)
    return {"issuer": [x509.GeneralName("directory_name", loaded.issuer)], "serial_number": loaded.serial_number}


def two_tokens(c: bytes) -> bytes:
    info = signer_info(ME, attributes(c, ME))
    tokens = [messages.token(b"lain"), messages.token(info["signature"].native)]
    info["unsigned_attrs"] = [attribute("signature_time_stamp_token", *map(cms.ContentInfo.load, tokens))]
    return signed_data([info], ME.chain)


attribute_games()
