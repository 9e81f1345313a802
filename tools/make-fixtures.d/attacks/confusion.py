"""CMS messages that say two things at once, or less than they must: their content and their signers.

Each is otherwise whole: the signature value covers what is there, and the certificate is good.
"""

from asn1crypto import cms

from authority import PARTIES, Party
from messages import (
    attribute,
    attributes,
    certificate,
    digested,
    named_certificate,
    signed_data,
    signer_info,
    signing_time,
)
from paper import AMOUNT, FORGED, original
from register import FAILED, adder
from signing import once, signed

confusion = adder("cms")
ME, BUDI = PARTIES["signer"], PARTIES["second"]
OLD = {"entries": {"SubFilter": "/adbe.pkcs7.detached"}}


def made(variant: str, about: str, message, expect: str | None = None, **how) -> None:
    facts = {name: how.pop(name) for name in ("note", "arguable") if name in how}
    confusion(variant, about, signed(original(), message=message, **how), expect=expect, **facts)


def one(content: bytes, signed_: list | None, who: Party = ME, chain: list | None = None, **told) -> bytes:
    change = told.pop("change", None)
    digests = told.pop("digests", ("sha256",))
    inside = told.pop("inside", ("data", None))
    info = signer_info(who, signed_, content, **told)
    return signed_data([info], who.chain if chain is None else chain, digests, inside, change=change)


def contents() -> None:
    base = signed(original())
    confusion(
        "byte-changed",
        "One byte of the signed content was changed.",
        once(base.data, AMOUNT, FORGED),
        base,
        expect=FAILED,
    )
    confusion(
        "byte-changed-b-t",
        "The same in a B-T signature.",
        once(signed(original(), stamped=True).data, AMOUNT, FORGED),
        expect=FAILED,
    )
    made(
        "content-inside",
        "The content lies in the message too.",
        lambda c: one(c, attributes(c, ME), inside=("data", c[:40])),
    )
    made(
        "content-inside-signed",
        "Signed is what lies in the message, not the document.",
        lambda c: one(c, attributes(b"lain", ME), inside=("data", b"lain")),
    )
    made(
        "content-inside-empty",
        "An empty content lies in the message.",
        lambda c: one(c, attributes(c, ME), inside=("data", b"")),
    )
    made(
        "content-inside-digest",
        "The document's digest lies in the message, as adbe.pkcs7.sha1 has it.",
        lambda c: one(c, attributes(digested("sha1", c), ME), inside=("data", digested("sha1", c))),
    )
    made(
        "digest-of-digest",
        "The message digest is the digest of the document's digest.",
        lambda c: one(c, attributes(digested("sha256", c), ME)),
    )
    made(
        "content-type-other",
        "The message says that its content is a timestamp.",
        lambda c: one(c, attributes(c, ME), inside=("tst_info", None)),
    )
    made(
        "content-type-attribute",
        "The content-type attribute says that the content is a timestamp.",
        lambda c: one(c, attributes(c, ME, kind="tst_info")),
    )
    made("content-type-missing", "There is no content-type attribute.", lambda c: one(c, attributes(c, ME)[1:]))
    made(
        "digest-of-other",
        "The message digest is that of another document.",
        lambda c: one(c, attributes(b"lain", ME)),
        FAILED,
    )
    made(
        "digest-missing",
        "There is no message-digest attribute.",
        lambda c: one(c, [each for each in attributes(c, ME) if each["type"].native != "message_digest"]),
    )
    made(
        "digest-empty",
        "The message-digest attribute is empty.",
        lambda c: one(c, [attribute("content_type", "data"), attribute("message_digest", b""), named_certificate(ME)]),
    )
    made(
        "digest-short",
        "The message-digest attribute has the first eight bytes of the digest.",
        lambda c: one(
            c,
            [
                attribute("content_type", "data"),
                attribute("message_digest", digested("sha256", c)[:8]),
                named_certificate(ME),
            ],
        ),
    )
    made("digest-of-nothing", "The message digest is that of no bytes.", lambda c: one(c, attributes(b"", ME)), FAILED)


def signer_infos() -> None:
    def both(c: bytes) -> bytes:
        infos = [signer_info(who, attributes(c, who)) for who in (ME, BUDI)]
        return signed_data(infos, [*ME.chain, BUDI.der])

    made("two-signers", "Two signers sign in one message.", both)

    def one_lies(c: bytes) -> bytes:
        infos = [signer_info(ME, attributes(c, ME)), signer_info(BUDI, attributes(b"lain", BUDI))]
        return signed_data(infos, [*ME.chain, BUDI.der])

    made("two-signers-one-wrong", "Two signers, and the digest of the second is wrong.", one_lies)

    def first_lies(c: bytes) -> bytes:
        infos = [signer_info(ME, attributes(b"lain", ME)), signer_info(BUDI, attributes(c, BUDI))]
        return signed_data(infos, [*ME.chain, BUDI.der])

    made("two-signers-first-wrong", "Two signers, and the digest of the first is wrong.", first_lies)

    def stranger_too(c: bytes) -> bytes:
        other = PARTIES["self-signed"]
        infos = [signer_info(other, attributes(c, other)), signer_info(ME, attributes(b"lain", ME))]
        return signed_data(infos, [*ME.chain, other.der])

    made(
        "stranger-signs-trusted-named",
        "A stranger's signature holds; that of the trusted signer beside it does not.",
        stranger_too,
    )
    made("no-signer", "Nobody signs.", lambda c: signed_data([], ME.chain))
    made(
        "same-signer-twice",
        "The same signer signs twice.",
        lambda c: signed_data(
            [signer_info(ME, attributes(c, ME)), signer_info(ME, [*attributes(c, ME), signing_time()])], ME.chain
        ),
    )
    made(
        "subject-key-of-other",
        "The signer is named by the key identifier of another.",
        lambda c: one(
            c,
            attributes(c, ME),
            chain=[*ME.chain, BUDI.der],
            version="v3",
            sid=cms.SignerIdentifier("subject_key_identifier", certificate(BUDI).key_identifier),
        ),
    )
    made(
        "serial-of-other",
        "The signer is named by the serial number of another.",
        lambda c: one(c, attributes(c, ME), chain=[*ME.chain, BUDI.der], sid=named(BUDI)),
    )
    made(
        "issuer-of-other",
        "The signer is named by another issuer's name.",
        lambda c: one(
            c,
            attributes(c, ME),
            sid=cms.SignerIdentifier(
                "issuer_and_serial_number",
                cms.IssuerAndSerialNumber(
                    {"issuer": certificate(PARTIES["foreign"]).issuer, "serial_number": certificate(ME).serial_number}
                ),
            ),
        ),
    )


def named(who: Party) -> cms.SignerIdentifier:
    loaded = certificate(who)
    identifier = {"issuer": loaded.issuer, "serial_number": loaded.serial_number}
    return cms.SignerIdentifier("issuer_and_serial_number", cms.IssuerAndSerialNumber(identifier))


contents()
signer_infos()
