"""Certificates in a message that do not fit, and messages that are not encoded as they should be."""

from asn1crypto import cms, core

from authority import LISTS, PARTIES
from confusion import BUDI, ME, made, named, one
from messages import attributes, detached, raw_signature, signed_data, signer_info
from register import FAILED, UNDECIDED


def certificates() -> None:
    twin, stranger = PARTIES["same-key"], PARTIES["self-signed"]
    made(
        "certificate-swapped",
        "The certificate is another one of the same key; the attribute names the signer's.",
        lambda c: one(c, attributes(c, ME), chain=twin.chain, sid=named(twin)),
    )
    made(
        "certificate-missing",
        "The signer's certificate is not in the message.",
        lambda c: one(c, attributes(c, ME), chain=ME.chain[1:]),
        UNDECIDED,
    )
    made(
        "certificates-none",
        "There is no certificate in the message.",
        lambda c: one(c, attributes(c, ME), chain=[]),
        UNDECIDED,
    )
    made(
        "certificate-of-other",
        "The message holds another's certificate only.",
        lambda c: one(c, attributes(c, ME), chain=BUDI.chain),
        UNDECIDED,
    )
    made(
        "certificate-stranger-of-same-name",
        "A self-signed certificate of the same name is beside; it signed.",
        lambda c: one(c, attributes(c, stranger), stranger, chain=[*ME.chain, stranger.der]),
        UNDECIDED,
    )
    made(
        "certificate-trusted-beside",
        "A stranger signs, and a trusted signer's certificate comes first.",
        lambda c: one(
            c, attributes(c, PARTIES["foreign"]), PARTIES["foreign"], chain=[*ME.chain, *PARTIES["foreign"].chain]
        ),
        UNDECIDED,
    )


def encodings() -> None:
    made(
        "trailing-bytes",
        "Bytes that are not zero follow the message inside /Contents.",
        lambda c: detached(c) + b"\x02\x01\x05",
    )
    made(
        "trailing-message",
        "A second whole message follows the first inside /Contents.",
        lambda c: detached(c) + detached(b"lain", "second"),
    )
    made(
        "second-message-counts",
        "A message of nobody's comes first; the whole signature follows it.",
        lambda c: signed_data([], ME.chain) + detached(c),
    )
    made(
        "cut",
        "The message ends early, and the hole with it.",
        lambda c: detached(c)[:-100],
        room=len(detached(b"")) - 100,
    )
    made(
        "cut-and-filled",
        "The last hundred bytes of the message are zeros.",
        lambda c: detached(c)[:-100] + bytes(100),
        FAILED,
    )
    made("certificate-damaged", "One bit of the signer's certificate is wrong, in its issuer's signature.", damaged)
    made(
        "not-minimal-length",
        "A length in the message is longer than it needs to be.",
        long_length,
        note="what was signed is checked as it stands; much of what was signed before PAdES is BER",
        arguable=True,
    )
    made(
        "indefinite-length",
        "The message has an indefinite length, as BER allows and DER does not.",
        lambda c: b"\x30\x80" + detached(c)[4:] + b"\x00\x00",
        note="other verifiers accept BER; ISO 32000-2 12.8.3.3 wants DER",
        arguable=True,
    )
    made(
        "attributes-not-sorted",
        "The signed attributes are not in the order of DER, and were signed like that.",
        unsorted,
        note="other verifiers accept it; RFC 5652 5.4 wants DER",
        arguable=True,
    )
    made(
        "version-wrong",
        "The versions of message and signer say 9.",
        version_nine,
        note="nothing that is judged depends on the version",
        arguable=True,
    )
    made(
        "type-data",
        "A message of type data.",
        lambda c: cms.ContentInfo({"content_type": "data", "content": core.OctetString(c[:64])}).dump(),
    )
    made("type-enveloped", "The signed message calls itself envelopedData.", lambda c: retyped(c, b"\x03"))
    made("type-digested", "The signed message calls itself digestedData.", lambda c: retyped(c, b"\x05"))
    made(
        "bare-signed-data",
        "SignedData without the ContentInfo around it.",
        lambda c: cms.ContentInfo.load(detached(c))["content"].dump(),
    )
    made(
        "detached-in-octets",
        "The whole message is wrapped in an OCTET STRING.",
        lambda c: core.OctetString(detached(c)).dump(),
    )
    made(
        "crls-of-stranger",
        "The message brings a list of the look-alike's, which says that nobody is revoked.",
        lambda c: revoked_with_list(c),
        who="revoked",
    )


def retyped(c: bytes, last: bytes) -> bytes:
    whole = detached(c)
    oid = bytes.fromhex("06092a864886f70d0107")
    at = whole.index(oid + b"\x02")
    return whole[: at + len(oid)] + last + whole[at + len(oid) + 1 :]


def damaged(c: bytes) -> bytes:
    return one(c, attributes(c, ME), chain=[ME.der[:-1] + bytes([ME.der[-1] ^ 1]), *ME.chain[1:]])


def long_length(c: bytes) -> bytes:
    whole = detached(c)
    size = int.from_bytes(whole[2:4])
    return b"\x30\x83" + size.to_bytes(3) + whole[4:]


def unsorted(c: bytes) -> bytes:
    listed = sorted((each.dump() for each in attributes(c, ME)), reverse=True)
    body = b"".join(listed)
    head = b"\x82" + len(body).to_bytes(2) if len(body) > 255 else b"\x81" + bytes([len(body)])
    algorithm, value = raw_signature(ME, b"\x31" + head + body)
    info = signer_info(ME, attributes(c, ME), signature=value, signature_algorithm=algorithm)
    plain = signed_data([info], ME.chain)
    straight = b"".join(sorted(listed))
    assert plain.count(straight) == 1
    return plain.replace(straight, body)


def version_nine(c: bytes) -> bytes:
    whole = detached(c)
    at = whole.index(b"\x02\x01\x01\x31")
    whole = whole[:at] + b"\x02\x01\x09" + whole[at + 3 :]
    at = whole.rindex(b"\x02\x01\x01\x30")
    return whole[:at] + b"\x02\x01\x09" + whole[at + 3 :]


def revoked_with_list(c: bytes) -> bytes:
    who = PARTIES["revoked"]
    info = signer_info(who, attributes(c, who))
    return signed_data([info], who.chain, crls=(LISTS["false-issuing"],))


certificates()
encodings()
