"""Timestamps that prove nothing, or something else than they seem to."""

from asn1crypto import cms

import messages
from authority import PARTIES, SIGNED, moment
from messages import attributes, digested, signed_data, signer_info, stamper, token
from paper import AMOUNT, FORGED, PAGE, Paper, original
from register import FAILED, adder
from signing import known_certificates, message_in, once, signed, timestamped, with_store

moments = adder("time")
AFTER = "pyHanko's reading of 5.5 takes any trusted time; one of after the certificate's end proves nothing"
BROKEN = (
    "EN 319 102-1 5.5 may leave out a timestamp that does not hold; a token that lies is no reason to pass in silence"
)
RESCUE = {
    "foreign": ("by an authority that nobody trusts", {"who": "tsa-foreign"}),
    "look-alike": ("by an authority below the look-alike root", {"who": "tsa-false"}),
    "not-critical": ("by an authority whose purpose is not critical", {"who": "tsa-not-critical"}),
    "no-purpose": ("by an authority whose certificate is not for timestamps", {"who": "tsa-no-purpose"}),
    "lapsed-authority": ("by an authority whose certificate had ended", {"who": "tsa-lapsed"}),
    "by-signer": ("by another signer, who is no timestamp authority", {"who": "second"}),
    "self": ("by the signer", {"who": "lapsed"}),
    "other-imprint": ("over something else", {"imprint": digested("sha256", b"lain")}),
    "empty-imprint": ("over nothing", {"imprint": b""}),
    "short-imprint": ("over the first eight bytes of the digest", {"imprint": b"\0" * 8}),
    "broken": ("whose own signature is broken", {"break_signature": True}),
    "sha1": ("whose imprint is made with SHA-1", {"digest": "sha1"}),
    "md5": ("whose imprint is made with MD5", {"digest": "md5"}),
    "late": ("of after the certificate's end", {"when": moment(2026, 7, 6)}),
    "future": ("of after the moment of judgement", {"when": moment(2040)}),
    "before-certificate": ("of before the certificate began", {"when": moment(2025, 7, 1)}),
}
SURE = {"late"}
MERELY_UNTRUSTED = {"foreign", "no-purpose"}


def stamped(signer: str, **how) -> Paper:
    """A B-T signature whose token is made as `how` says."""
    return signed(
        original(), who=signer, message=lambda content: messages.detached(content, signer, stamp=stamper(**how))
    )


def rescues() -> None:
    """The signer's certificate has ended; only a timestamp of before could help, and there is only this one."""
    for name, (about, how) in RESCUE.items():
        moments(
            f"lapsed-{name}",
            f"A lapsed signer's only timestamp is one {about}.",
            stamped("lapsed", **how),
            expect="INDETERMINATE" if name in SURE else None,
            note=AFTER if name in SURE else None,
        )
    for name in ("foreign", "broken", "other-imprint", "no-purpose"):
        about, how = RESCUE[name]
        moments(
            f"revoked-later-{name}",
            f"The only timestamp of a signer revoked later is one {about}.",
            stamped("revoked-later", **how),
        )
    moments(
        "expired-trusted",
        "A certificate of 2025 and an honest timestamp of 2026.",
        stamped("expired"),
        note=AFTER,
        expect="INDETERMINATE",
    )
    moments("revoked-trusted", "A certificate revoked in June and an honest timestamp of July.", stamped("revoked"))
    moments(
        "revoked-later-too-late",
        "A certificate revoked on 2026-07-05 and an honest timestamp of the day after.",
        stamped("revoked-later", when=moment(2026, 7, 6)),
    )
    moments("future-certificate", "A certificate from 2100 and an honest timestamp of 2026.", stamped("future"))
    unsigned = signed(original(), who="lapsed", message=bare_info)
    moments("lapsed-bare-info", "A lapsed signer's timestamp is a message that nobody signed.", unsigned)
    dated = signed(
        original(),
        who="lapsed",
        message=lambda content: messages.detached(content, "lapsed", extra=(messages.signing_time(SIGNED),)),
    )
    moments(
        "lapsed-claimed-time",
        "A lapsed signer claims the time of signing, in /M and in an attribute.",
        dated,
        expect="INDETERMINATE",
    )
    moments("lapsed-detached-token", "A lapsed signer's token does not hold its own content.", detached_token())


def bare_info(content: bytes) -> bytes:
    return messages.detached(content, "lapsed", stamp=nobody)


def nobody(imprinted: bytes) -> bytes:
    def change(data: cms.SignedData) -> None:
        data["signer_infos"] = []

    told = cms.ContentInfo.load(token(imprinted))
    inside = told["content"]["encap_content_info"]["content"].parsed.dump()
    return signed_data([], PARTIES["tsa"].chain, content=("tst_info", inside), change=change)


def detached_token() -> Paper:
    def stamp(imprinted: bytes) -> bytes:
        inside = cms.ContentInfo.load(token(imprinted))["content"]["encap_content_info"]["content"].parsed.dump()
        who = PARTIES["tsa"]
        info = signer_info(who, attributes(inside, who, kind="tst_info"))
        return signed_data([info], who.chain, content=("tst_info", None))

    return signed(original(), who="lapsed", message=lambda content: messages.detached(content, "lapsed", stamp=stamp))


def healthy() -> None:
    """The signature is good at the moment of judgement; its timestamp lies."""
    for name in ("broken", "other-imprint", "foreign", "future", "before-certificate", "no-purpose"):
        about, how = RESCUE[name]
        moments(
            f"good-{name}",
            f"A good signature carries a timestamp {about}.",
            stamped("signer", **how),
            note=BROKEN,
            arguable=name in MERELY_UNTRUSTED,
        )


def documents() -> None:
    base = timestamped(original())
    moments(
        "document-changed",
        "A document timestamp, and the amount was changed.",
        once(base.data, AMOUNT, FORGED),
        base,
        expect=FAILED,
    )
    moments(
        "document-updated",
        "A document timestamp, and then the page is turned.",
        base.saved({PAGE: base.page | {"Rotate": 180}}),
        base,
    )
    for name in (
        "foreign",
        "look-alike",
        "no-purpose",
        "not-critical",
        "broken",
        "other-imprint",
        "lapsed-authority",
        "future",
    ):
        about, how = RESCUE[name]
        moments(
            f"document-{name}",
            f"A document timestamp {about}.",
            timestamped(original(), message=lambda content, how=how: token(content, **how)),
        )
    signature = signed(original(), who="lapsed")
    late = timestamped(with_store(signature, known_certificates()), when=moment(2026, 7, 12))
    moments(
        "archive-too-late",
        "A lapsed signer; the archive's timestamp is of after the certificate's end.",
        late,
        expect="INDETERMINATE",
    )
    early = timestamped(
        with_store(signature, known_certificates()),
        message=lambda content: token(content, moment(2026, 7, 2), "tsa-foreign"),
    )
    moments("archive-foreign", "A lapsed signer; the archive's timestamp of before the end is by a stranger.", early)
    first = timestamped(original(), when=moment(2026, 7, 12))
    second = signed(first, "Tanda1", "signer", stamped=True)
    moments("order-reversed", "The signature's timestamp is older than the document timestamp that it covers.", second)
    chain = timestamped(timestamped(original(), "Waktu1", when=moment(2026, 7, 12)), "Waktu2", when=moment(2026, 7, 2))
    moments("order-of-documents", "The second document timestamp is older than the first, which it covers.", chain)
    lapsed = signed(original(), who="lapsed")
    own = message_in(timestamped(original()).data)
    swapped = timestamped(lapsed, message=lambda content: own)
    moments("archive-of-other", "A lapsed signer; the archive's timestamp is another document's.", swapped)
    base = timestamped(signed(original(), who="lapsed"), when=moment(2026, 7, 2))
    spoiled = base.saved({PAGE: base.page | {"Rotate": 180}})
    moments("archive-then-changed", "An archived signature, and then the page is turned.", spoiled, base)
    content_time()


def content_time() -> None:
    """A content timestamp proves that the content is older, never that the signature is."""

    def message(content: bytes) -> bytes:
        who = PARTIES["lapsed"]
        stamp = cms.ContentInfo.load(token(content))
        extra = cms.CMSAttribute({"type": "1.2.840.113549.1.9.16.2.20", "values": [stamp]})
        return signed_data([signer_info(who, [*attributes(content, who), extra])], who.chain)

    moments(
        "content-timestamp",
        "A lapsed signer's only timestamp is over the content, made before signing.",
        signed(original(), who="lapsed", message=message),
        expect="INDETERMINATE",
    )


rescues()
healthy()
documents()
