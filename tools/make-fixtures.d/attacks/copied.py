"""Signatures, timestamps and stores that belong to something else."""

from asn1crypto import cms

import messages
from authority import PARTIES, moment
from furnished import LIE
from messages import attributes, signed_data, signer_info, token
from paper import CATALOG, CONTENT, Paper, letter, original, ref, stream, words
from register import FAILED, UNDECIDED, adder
from signing import (
    ROOM,
    TOKEN_ROOM,
    covered,
    filled,
    honest_range,
    known_certificates,
    long_term,
    message_in,
    once,
    place,
    prepared,
    ranged,
    sealed,
    signed,
    timestamped,
    with_store,
)

copied = adder("copied")
OTHER = original(letter(lines=LIE))  # the document that was never signed
SIGNED = signed(original(), room=ROOM)
MESSAGE = message_in(SIGNED.data)
IGNORED = (
    "EN 319 102-1 5.5 may leave out a timestamp that does not hold; a token that lies is no reason to pass in silence"
)


def paste(message: bytes, paper: Paper = OTHER, **how) -> bytes:
    """Another document's message in a hole of this one, with this one's ranges."""
    return sealed(prepared(paper, "Tanda1", **how).data, lambda content: message)


def signatures() -> None:
    copied(
        "signature-adapted",
        "The signature of another document, with this one's /ByteRange.",
        paste(MESSAGE),
        expect=FAILED,
    )
    ready = prepared(OTHER, "Tanda1").data
    at = place(SIGNED.data)
    theirs = " ".join(map(str, honest_range(SIGNED.data, at)))
    copied(
        "signature-not-adapted",
        "The signature of another document, with the other's /ByteRange.",
        filled(ranged(ready, theirs), MESSAGE),
    )
    twins = prepared(original(letter(lines=LIE)), "Tanda1").data
    assert len(twins) == len(SIGNED.data)
    copied(
        "signature-same-size",
        "The signature of another document of the same size and the same ranges.",
        filled(ranged(twins, theirs), MESSAGE),
        expect=FAILED,
    )
    front = SIGNED.data
    moved = original(letter(lines=LIE, extra={40: stream(front, {"Type": "/EmbeddedFile"})}))
    start = moved.data.index(front)
    numbers = [start, at.start, start + at.end, len(front) - at.end]
    ready = prepared(moved, "Tanda1").data
    copied(
        "signature-of-embedded-file",
        "The whole signed document lies in a stream, and /ByteRange leads into it.",
        sealed(ready, lambda content: MESSAGE, numbers),
    )
    assert covered(ready, numbers) == covered(front, honest_range(front, at))
    pasted = SIGNED.saved({CONTENT: stream(words(LIE))})
    copied(
        "signature-of-own-past",
        "The document's own first signature again, over a changed second revision.",
        paste(MESSAGE, pasted, entries=None),
        SIGNED,
    )
    by_second = message_in(signed(original(), who="second").data)
    copied(
        "signature-of-other-signer", "Another signer's signature of another document.", paste(by_second, SIGNED_TWICE)
    )
    copied(
        "signer-info-of-other",
        "The signer's attributes with the digest put right, and the old signature value.",
        sealed(prepared(OTHER, "Tanda1").data, digest_put_right),
        expect=FAILED,
    )


SIGNED_TWICE = signed(original(letter(lines=LIE)))


def digest_put_right(content: bytes) -> bytes:
    """The copied message with the right digest of this document, which its signature value no longer covers."""
    info = cms.ContentInfo.load(MESSAGE)["content"]["signer_infos"][0]
    who = PARTIES["signer"]
    made = signer_info(who, attributes(content, who), signature=info["signature"].native)
    return signed_data([made], who.chain)


def timestamps() -> None:
    stamped = timestamped(original())
    theirs = message_in(stamped.data)
    entries = {"Type": "/DocTimeStamp", "SubFilter": "/ETSI.RFC3161", "M": None, "Name": None, "Reason": None}
    copied(
        "document-timestamp",
        "The document timestamp of another document.",
        paste(theirs, OTHER, entries=entries, room=TOKEN_ROOM),
    )
    copied(
        "document-timestamp-behind-signature",
        "A whole signature, and another document's timestamp behind it.",
        sealed(prepared(SIGNED, "Waktu1", entries=entries, room=TOKEN_ROOM).data, lambda content: theirs),
    )
    other = signed(original(letter(lines=LIE)), stamped=True)
    info = cms.ContentInfo.load(message_in(other.data))["content"]["signer_infos"][0]
    token_of_other = info["unsigned_attrs"][0]["values"][0].dump()
    for who in ("signer", "lapsed", "revoked-later"):
        made = signed(
            original(),
            who=who,
            message=lambda content, who=who: messages.detached(content, who, stamp=lambda value: token_of_other),
        )
        copied(
            f"signature-timestamp-{who}",
            f"The signature of {who} carries another signature's timestamp token.",
            made,
            note=IGNORED if who == "signer" else None,
            arguable=who == "signer",
        )
    over_content = signed(
        original(),
        who="lapsed",
        message=lambda content: messages.detached(content, "lapsed", stamp=lambda value: token(content)),
    )
    copied(
        "timestamp-over-content",
        "A lapsed signer's token covers the document and not the signature value.",
        over_content,
    )
    over_message = signed(original(), who="lapsed", message=stamped_over_message)
    copied(
        "timestamp-over-message", "A lapsed signer's token covers the message without it, not the value.", over_message
    )


def stamped_over_message(content: bytes) -> bytes:
    plain = messages.detached(content, "lapsed")
    return messages.detached(content, "lapsed", stamp=lambda value: token(plain))


def stores() -> None:
    """Another document's store is no lie, and must not help either."""
    theirs = known_certificates()
    lapsed = with_store(signed(original(), who="lapsed"), theirs)
    copied(
        "store-with-lapsed",
        "A lapsed signer without timestamp, and the store of another document.",
        lapsed,
        lists=(),
        expect=UNDECIDED,
    )
    revoked = with_store(signed(original(), who="revoked"), theirs)
    copied("store-with-revoked", "A revoked signer, and the store of another document.", revoked, lists=())
    changed = once(long_term(original()).data, "Rp 1.000.000", "Rp 9.000.000")
    copied(
        "store-behind-changed",
        "The amount was changed; the store behind the signature is whole.",
        changed,
        long_term(original()),
        lists=(),
        expect=FAILED,
    )
    paper = long_term(original(letter(lines=LIE)))
    keyed = {CATALOG: paper.catalog | {"DSS": ref(5)}}
    copied("store-is-font", "The catalog's /DSS leads to the font, and no list is given.", paper.saved(keyed), lists=())
    foreign = with_store(signed(original(), who="foreign"), (PARTIES["foreign-root"].der,))
    copied(
        "store-brings-root",
        "A store brings the foreign root along, as if that made it an anchor.",
        foreign,
        expect=UNDECIDED,
    )
    late = timestamped(with_store(signed(original(), who="lapsed"), theirs), when=moment(2026, 7, 12))
    copied(
        "archived-too-late",
        "A lapsed signer, archived by a document timestamp of after the lapse.",
        late,
        expect=UNDECIDED,
    )


signatures()
timestamps()
stores()
