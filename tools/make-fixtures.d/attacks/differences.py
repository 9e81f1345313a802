"""Why our answer about a file is not that of pyHanko or pdfsig: each group has one reason, and says who is right."""

import dataclasses
from collections.abc import Callable

from verdicts import PARTLY, PASSED, Verdict


@dataclasses.dataclass(frozen=True)
class Group:
    """The first group of a judge that a file fits is its group."""

    judge: str
    why: str
    fits: Callable[[Verdict], bool]


def codes(*named: str, kinds: tuple[str, ...] = (), details: tuple[str, ...] = ()) -> Callable[[Verdict], bool]:
    """We do not pass it, by one of these findings."""
    return lambda it: (
        it.code in named and (not kinds or it.kind in kinds) and (not details or it.detail in details) and not it.passes
    )


def passed(kind: str, *words: str) -> Callable[[Verdict], bool]:
    """We pass it, and pyHanko says one of these words."""
    return lambda it: it.passes and it.kind == kind and any(each in it.pyhanko_words for each in words)


PYHANKO = (
    (
        "We are right: a trusted timestamp shows that the signature is older than the end or the revocation of its "
        "certificate (EN 319 102-1 §5.5). pyHanko's plain check asks only about the moment of judgement; its "
        "reading of that standard passes both files as we do.",
        passed("honest", "TIMESTAMP_TOKEN<INTACT:TRUSTED>"),
    ),
    (
        "We are right: the lock names other fields than the one that was filled (ISO 32000-2 §12.8.2.4). pyHanko "
        "takes the untouched appearance of the locked field for a changed one, and passes the same document when "
        "that field has none.",
        passed("honest", "ILLEGAL_MODIFICATIONS"),
    ),
    (
        "Either may be right: the dictionary is repeated word for word in a later revision. What it says was "
        "signed, so we pass it; pyHanko wants the object itself to lie in what was signed.",
        passed("spoofing", "NONSTANDARD_COVERAGE"),
    ),
    (
        "Either may be right: a timestamp that does not hold proves no time, and the signature stands without one "
        "(EN 319 102-1 §5.5). pyHanko wants each timestamp to be good.",
        passed("time", "TIMESTAMP_TOKEN<INTACT:UNTRUSTED>"),
    ),
    (
        "Either may be right: a field is filled after an approval signature that says nothing of filling. pyHanko's "
        "usual policy takes it for allowed; we say that nobody vouched for it.",
        codes("doubtful_change", kinds=("honest",)),
    ),
    (
        "We are right: behind the signed revision lie objects that the signature does not cover (ISO 32000-2 "
        "§12.8.1). pyHanko reads from the last `startxref` that it can follow and takes no notice of what lies "
        "beyond.",
        codes("changed_afterwards", "range_ends_inside", kinds=("isa",)),
    ),
    (
        "We are right after an approval signature and stricter than the letter after a certification with P 2 or 3, "
        "which allows filling (ISO 32000-2 §12.8.2.2): what stood in a field was signed, and is replaced. pyHanko "
        "counts every new value or appearance of a field as filling.",
        codes("changed_afterwards", "doubtful_change", details=("field_value_replaced",)),
    ),
    (
        "We are right to doubt: the field's appearance does not show the value that was filled in, so a reader sees "
        "something else than a program (ISO 32000-2 §12.7.4.3 has the one made from the other). pyHanko does not "
        "hold one against the other. Of the two whose appearance shows nothing one may argue, as some writers leave "
        "drawing to readers.",
        codes("doubtful_change", kinds=("certification",), details=("field_filled",)),
    ),
    (
        "We are right: filling a form neither hides a field nor changes how its text looks. pyHanko lets such "
        "entries of a field's widget change.",
        codes("changed_afterwards", details=("annotation_changed",)),
    ),
    (
        "We are right to doubt: the form's fonts, or its wish to be drawn anew, decide what every field shows, also "
        "those that were signed. pyHanko lets these entries change as part of filling.",
        codes("doubtful_change", details=("form_entry",)),
    ),
    (
        "We are stricter: RFC 5652 §5.3 lets a message of type data do without signed attributes. PAdES wants them "
        "(EN 319 142-1), and our policy wants them of older formats too, as nothing else binds the certificate.",
        codes("attributes_missing"),
    ),
    (
        "We are right: CAdES demands the attribute that names the signer's certificate, among the signed ones (EN "
        "319 122-1 §5.2.2). pyHanko checks it only where it is there.",
        codes("certificate_unnamed"),
    ),
    (
        "We are right: one of two attributes names another certificate (EN 319 102-1 §5.2.3). pyHanko looks at one "
        "of them.",
        codes("certificate_not_the_named"),
    ),
    (
        "Either may be right: RFC 5652 §5.1 leaves it to the verifier whether the signer's digest must be in the "
        "message's list. We want it there; pyHanko does not.",
        codes("algorithms_disagree"),
    ),
    (
        "We are right: bytes that are not zero follow the message inside `/Contents`, where nothing signs them. "
        "pyHanko reads the first message and stops.",
        codes("trailing_bytes"),
    ),
    (
        "We are stricter: EN 319 102-1 §5.5 may leave out a timestamp that does not hold. A token that is over "
        "something else is a lie all the same, and pyHanko passes it.",
        codes("timestamp_of_other"),
    ),
    (
        "We are right: the root's key is for certificates and lists only (RFC 5280 §4.2.1.3). pyHanko does not hold "
        "an anchor's key usage against what it signed.",
        codes("key_not_for_signing"),
    ),
    (
        "We are right: a timestamp of after the moment of judgement proves nothing at that moment. pyHanko does not "
        "compare the two.",
        codes("timestamp_future"),
    ),
    (
        "We are right: the timestamp shows that the signature existed before the certificate did (EN 319 102-1 "
        "§5.5, `NOT_YET_VALID`). pyHanko's plain check does not hold the timestamp against the certificate.",
        codes("not_yet_valid"),
    ),
    (
        "We are right: an older timestamp cannot cover a newer one (EN 319 102-1 §5.5 and §5.6, "
        "`TIMESTAMP_ORDER_FAILURE`). pyHanko's plain check judges each by itself.",
        codes("timestamp_order"),
    ),
    (
        "We are right: the page was turned after the timestamp. pyHanko's check of a document timestamp looks at no "
        "later revision.",
        codes("changed_afterwards", kinds=("time",)),
    ),
    (
        "We are right: the extended key usage of a timestamp authority must be critical (RFC 3161 §2.3). pyHanko "
        "does not look.",
        codes("timestamp_authority_unfit"),
    ),
)

LATER = ("changed_afterwards", "doubtful_change", "dictionary_changed", "removed_later")
PLACE = ("range_ends_inside", "hole_unusable", "byte_range_unusable", "trailing_bytes")
MESSAGE = ("content_misplaced", "container_unreadable", "signers_not_one", "attributes_wrong", "attributes_missing")

PDFSIG = (
    (
        "We are right: pdfsig verifies no document timestamps, and says so.",
        lambda it: it.passes and it.pdfsig == "unverified",
    ),
    (
        "We are right: a trusted timestamp shows that the signature is older than its certificate's end (EN 319 "
        "102-1 §5.5). pdfsig goes by today's clock.",
        lambda it: it.passes and it.pdfsig == "refused: expired",
    ),
    (
        "We are right, but for one honest file and the arguable ones, of which the groups of pyHanko speak: the "
        "document was changed after it was signed (ISO 32000-2 §12.8.2.2 has what may be). pdfsig says only that "
        "the signature does not cover the whole file, and says the same of honest additions.",
        lambda it: codes(*LATER)(it) and it.pdfsig == PARTLY,
    ),
    (
        "We are right: a later signature covers the file as it is now, and what it brought, or what came between "
        "the two, is more than the first allows. pdfsig says of the later one that the whole document is signed.",
        lambda it: codes(*LATER)(it) and it.pdfsig == PASSED,
    ),
    (
        "We are right: the range is not all of the revision but the message (ISO 32000-2 §12.8.1), so that "
        "something in the file, in the hole or behind the message is signed by nobody. pdfsig checks the digest of "
        "whatever range is named.",
        codes(*PLACE),
    ),
    (
        "We are right, or did not get what we need to say yes: the certificate was revoked, or nobody vouches that "
        "it was not (EN 319 102-1 §5.2.6). pdfsig is given no lists, and the certificates name nobody to ask.",
        codes("revoked", "status_unknown"),
    ),
    (
        "We are right: the message says two things at once or lacks what it must have (RFC 5652 §5.3 and §11, ISO "
        "32000-2 §12.8.3); of the one without attributes in an older format we are stricter than RFC 5652. pdfsig "
        "looks at digest and signature value alone.",
        codes(*MESSAGE),
    ),
    (
        "We are right: CAdES demands that the signed attributes name the signer's certificate (EN 319 122-1 "
        "§5.2.2), and it is missing or names another. pdfsig does not look for it.",
        codes("certificate_unnamed", "certificate_not_the_named"),
    ),
    (
        "We are right by policy: nothing proves that the signature was made while SHA-1 or a key of 1024 bits could "
        "be relied on (EN 319 102-1 §5.2.8). pdfsig has no such limit.",
        codes("algorithm_outlived"),
    ),
    (
        "We are right that the timestamp does not hold, and stricter than EN 319 102-1 §5.5 must be where the "
        "signature could stand without it. pdfsig does not look at timestamps.",
        codes("timestamp_of_other", "timestamp_broken", "timestamp_future", "not_yet_valid"),
    ),
)

GROUPS = [Group("pyhanko", *each) for each in PYHANKO] + [Group("pdfsig", *each) for each in PDFSIG]


def grouped(found: list[Verdict], judge: str) -> list[tuple[str, list[Verdict]]]:
    """Each reason with its files; a file without a reason, or a reason without a file, is a mistake."""
    groups = [group for group in GROUPS if group.judge == judge]
    members: list[list[Verdict]] = [[] for _ in groups]
    for it in found:
        if not it.differs_from(judge):
            continue
        place = next((number for number, group in enumerate(groups) if group.fits(it)), None)
        if place is None:
            raise SystemExit(f"tools/judge-attacks: nothing says why {judge} differs: {it.path}: {it.ours}, {it.code}")
        members[place].append(it)
    for group, files in zip(groups, members, strict=True):
        if not files:
            raise SystemExit(f"tools/judge-attacks: {judge} differs nowhere any more because of this: {group.why}")
    return [(group.why, files) for group, files in zip(groups, members, strict=True)]
