"""Whole signatures by those who are not to be trusted, and revocation data that is not what it seems."""

import datetime

import messages
from authority import LISTS, PARTIES, moment, revocation_list
from messages import answer, attributes, signed_data, signer_info
from paper import Paper, original
from register import UNDECIDED, adder
from signing import known_certificates, signed, with_store

trust = adder("trust")
ROOT_ONLY = ("root",)


def signed_by(who: str, extra: tuple[str, ...] = (), **how) -> Paper:
    """Signed by a party, with its chain and whatever else is to lie in the message."""
    party = PARTIES[who]

    def message(content: bytes) -> bytes:
        info = signer_info(party, attributes(content, party))
        return signed_data([info], [*party.chain, *(PARTIES[name].der for name in extra)])

    return signed(original(), who=who, message=message, **how)


def by(
    variant: str, about: str, who: str, lists: tuple[str, ...] | None = None, extra: tuple[str, ...] = (), **told
) -> None:
    trust(variant, about, signed_by(who, extra), lists=lists, **told)


def signers() -> None:
    sure = {"expect": UNDECIDED}
    by("expired", "The certificate ended before the signature was made.", "expired", **sure)
    by("lapsed", "The certificate ended before the moment of judgement, and there is no timestamp.", "lapsed", **sure)
    by("not-yet-valid", "The certificate begins in 2100.", "future")
    by("revoked", "The certificate was revoked a month before the signature.", "revoked", **sure)
    by(
        "revoked-later",
        "It was revoked after the claimed time of signing, and there is no timestamp.",
        "revoked-later",
        **sure,
    )
    by(
        "look-alike-root",
        "The root has the name of the trusted one and another key.",
        "false-signer",
        ("root", "issuing", "false-root", "false-issuing"),
        **sure,
    )
    by(
        "look-alike-root-inside",
        "The same, and the message brings the look-alike root along.",
        "false-signer",
        ("root", "issuing", "false-root", "false-issuing"),
        ("false-root",),
        **sure,
    )
    by(
        "look-alike-true-chain-beside",
        "The same, and the message brings the true issuer and root along too.",
        "false-signer",
        None,
        ("issuing", "root"),
        **sure,
    )
    by("look-alike-self-signed", "A self-signed certificate of the signer's name.", "self-signed", **sure)
    by(
        "look-alike-self-signed-chain-beside",
        "The same, with the true issuer and root beside it.",
        "self-signed",
        None,
        ("issuing", "root"),
        **sure,
    )
    by("foreign-root", "A root that nobody named.", "foreign", ("root", "issuing", "foreign-root"), **sure)
    by(
        "foreign-root-inside",
        "The same, and the message brings that root along.",
        "foreign",
        ("root", "issuing", "foreign-root"),
        ("foreign-root",),
        **sure,
    )
    by(
        "issuer-is-no-authority",
        "The issuer's certificate says that it is no authority.",
        "below-no-ca",
        ("root", "no-ca"),
        **sure,
    )
    by(
        "path-too-long",
        "An authority stands below one that allows none below it.",
        "too-deep",
        ("root", "issuing", "below"),
        **sure,
    )
    by(
        "outside-constraints",
        "The issuer may only certify people of another organisation.",
        "outside",
        ("root", "constrained"),
        **sure,
    )
    by("signer-as-issuer", "A signer's certificate issued another signer's.", "grandchild", ("root", "issuing"), **sure)
    by("encipherer", "The certificate's key usage is keyEncipherment.", "encipherer", **sure)
    by("server", "The certificate is a server's (TLS).", "tls")
    by("timestamper", "The certificate is a timestamp authority's.", "tsa")
    by("responder", "The certificate is an OCSP responder's.", "ocsp")
    by("root-signs", "The root itself signs.", "root")
    by("issuer-signs", "The issuing authority itself signs.", "issuing")
    by("critical-unknown", "The certificate has a critical extension that nobody knows.", "critical-unknown", **sure)
    alone = signed(original(), message=lambda content: lone(content))
    trust("chain-incomplete", "The issuer's certificate is nowhere.", alone, expect=UNDECIDED)
    twin = PARTIES["false-issuing"]
    trust(
        "chain-look-alike-issuer",
        "The message holds the look-alike issuer in place of the true one.",
        signed(original(), message=lambda content: lone(content, twin.der)),
        expect=UNDECIDED,
    )
    self_named = signed(original(), message=lambda content: lone(content, PARTIES["foreign"].der))
    trust(
        "chain-of-other",
        "The message holds another's certificate in place of the issuer's.",
        self_named,
        expect=UNDECIDED,
    )


def lone(content: bytes, *others: bytes) -> bytes:
    who = PARTIES["signer"]
    return signed_data([signer_info(who, attributes(content, who))], [who.der, *others])


def answers() -> None:
    """An OCSP answer in the store says that a certificate is good; the list of its issuer is not given."""
    early, late = moment(2026, 5, 1), moment(2027, 1, 1)
    ways = {
        "stranger": ("signed by a responder below the look-alike root", answer("revoked", "ocsp-false")),
        "foreign": ("signed by a responder below a foreign root", answer("revoked", "ocsp-foreign")),
        "signer-as-responder": ("signed by a signer who is no responder", answer("revoked", "second")),
        "own": ("signed by the revoked signer", answer("revoked", "revoked")),
        "self-signed": ("signed by nobody known", answer("revoked", "self-signed")),
        "other-certificate": ("about another certificate", answer("signer")),
        "other-issuer": ("about the same number below another issuer", answer("revoked", issuer="false-issuing")),
        "before-revocation": (
            "of a month before it was revoked, and of no later word",
            answer("revoked", when=early, until=early + WEEK),
        ),
        "stale": ("whose next update has long passed", answer("signer", when=early, until=early + WEEK)),
        "future": ("of after the moment of judgement", answer("signer", when=late)),
        "unknown": ("that does not know the certificate", answer("signer", status="unknown")),
        "broken": ("whose signature is broken", broken(answer("signer"))),
        "unsuccessful": ("that says `unauthorized`", b"\x30\x03\x0a\x01\x06"),
        "garbage": ("that is no answer", b"\x30\x03\x02\x01\x05"),
    }
    for name, (about, data) in ways.items():
        who = "revoked" if name in BY_REVOKED else "signer"
        made = with_store(signed(original(), who=who), known_certificates(), (), (data,))
        trust(
            f"ocsp-{name}",
            f"The only word about the signer is an OCSP answer {about}.",
            made,
            lists=ROOT_ONLY,
            expect=UNDECIDED,
        )
    good = answer("revoked", "ocsp-false")
    made = with_store(signed(original(), who="revoked"), known_certificates(), (), (good,))
    trust(
        "ocsp-stranger-against-list",
        "A stranger's answer says good where the issuer's list says revoked.",
        made,
        expect=UNDECIDED,
    )
    older = answer("revoked", when=early, until=moment(2126))
    made = with_store(signed(original(), who="revoked"), known_certificates(), (), (older,))
    trust(
        "ocsp-older-than-list", "An older answer says good where the newer list says revoked.", made, expect=UNDECIDED
    )


WEEK = datetime.timedelta(days=7)
BY_REVOKED = {
    "stranger",
    "foreign",
    "signer-as-responder",
    "own",
    "self-signed",
    "other-certificate",
    "other-issuer",
    "before-revocation",
}


def broken(data: bytes) -> bytes:
    loaded = messages.ocsp.OCSPResponse.load(data)
    basic = loaded["response_bytes"]["response"].parsed
    value = bytearray(basic["signature"].native)
    value[0] ^= 1
    basic["signature"] = bytes(value)
    whole = {"response_type": "basic_ocsp_response", "response": basic}
    return messages.ocsp.OCSPResponse({"response_status": "successful", "response_bytes": whole}).dump()


def revocation_lists() -> None:
    """A list in the store says that nobody is revoked; the issuer's true list is not given."""
    early = moment(2026, 5, 1)
    ways = {
        "look-alike": ("of the look-alike issuer", "revoked", LISTS["false-issuing"]),
        "foreign": ("of a foreign root", "revoked", LISTS["foreign-root"]),
        "root": ("of the root, which speaks of its own certificates alone", "revoked", LISTS["root"]),
        "stale": (
            "whose next update has long passed",
            "signer",
            revocation_list("issuing", at=early, until=early + WEEK),
        ),
        "before-revocation": (
            "of before the revocation, whose next update has passed",
            "revoked",
            revocation_list("issuing", at=early, until=early + WEEK),
        ),
        "future": ("of after the moment of judgement", "signer", revocation_list("issuing", at=moment(2027, 1, 1))),
        "broken": ("whose signature is broken", "signer", LISTS["issuing"][:-1] + bytes([LISTS["issuing"][-1] ^ 1])),
        "cut": ("that ends early", "signer", LISTS["issuing"][:200]),
        "garbage": ("that is no list", "signer", b"\x30\x03\x02\x01\x05"),
        "by-signer": ("signed by a signer", "revoked", revocation_list("second")),
    }
    for name, (about, who, data) in ways.items():
        made = with_store(signed(original(), who=who), known_certificates(), (data,))
        trust(
            f"list-{name}",
            f"The only word about the signer is a list {about}.",
            made,
            lists=ROOT_ONLY,
            expect=UNDECIDED,
        )
    older = revocation_list("issuing", at=early)
    made = with_store(signed(original(), who="revoked"), known_certificates(), (older,))
    trust(
        "list-older-against-newer",
        "The store's older list knows of no revocation, the given newer one does.",
        made,
        expect=UNDECIDED,
    )
    made = with_store(
        signed(original(), who="false-signer"),
        (PARTIES["false-issuing"].der, PARTIES["false-root"].der),
        (LISTS["false-root"], LISTS["false-issuing"]),
    )
    trust(
        "store-of-look-alike", "A look-alike brings its whole chain and its lists in a store.", made, expect=UNDECIDED
    )


signers()
answers()
revocation_lists()
