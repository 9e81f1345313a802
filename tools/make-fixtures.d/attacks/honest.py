"""Controls: signed documents without a lie in them, most of which must pass."""

import datetime
import io
from unittest import mock

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

import messages
from authority import PARTIES, SIGNED, moment
from forms import NAME, NOTE, WAITING_BOX, certified, filling, form_letter, form_objects
from paper import INFO, Paper, letter, original, ref, stream
from register import PASSED, UNDECIDED, adder
from signing import known_certificates, locking, long_term, signed, timestamped, with_store

honest = adder("honest")
OLD = "/adbe.pkcs7.detached"
SECRET = "kata-buka"
PAST = "needs EN 319 102-1 5.5: pyHanko's plain validation and pdfsig look at the moment of judgement alone"
REFUSED_LOOK = "pyHanko takes the untouched appearance of a locked field for a changed one"


def pkcs7(paper: Paper, ess: int | None, **how) -> Paper:
    def message(content: bytes) -> bytes:
        return messages.detached(content, ess=ess, extra=(messages.signing_time(),))

    return signed(paper, message=message, entries={"SubFilter": OLD}, **how)


def archived() -> Paper:
    return timestamped(long_term(original()), when=moment(2026, 7, 12))


def levels() -> None:
    honest("b-b", "PAdES B-B, invisible, in a new field.", signed(original()), expect=PASSED)
    honest("b-b-visible", "PAdES B-B with a stamp on the page.", signed(original(), box=WAITING_BOX), expect=PASSED)
    honest("b-t", "PAdES B-T: a timestamp over the signature.", signed(original(), stamped=True), expect=PASSED)
    honest("b-lt", "PAdES B-LT: certificates and lists in /DSS.", long_term(original()), lists=(), expect=PASSED)
    honest("b-lta", "PAdES B-LTA: a document timestamp behind the /DSS.", archived(), lists=(), expect=PASSED)
    honest("b-lt-lists-beside", "PAdES B-LT, with the lists given beside too.", long_term(original()), expect=PASSED)
    only = timestamped(original())
    honest(
        "document-timestamp",
        "A document timestamp and no other signature.",
        only,
        expect=PASSED,
        note="pdfsig does not verify document timestamps",
    )
    answered = with_store(
        signed(original(), stamped=True), known_certificates(), answers=(messages.answer(), messages.answer("tsa"))
    )
    honest("b-lt-ocsp", "As B-LT, with OCSP answers in /DSS as well.", answered, lists=(), expect=PASSED)
    honest(
        "b-t-lapsed",
        "The certificate ran out on 2026-07-05; a timestamp shows that the signature is older.",
        signed(original(), who="lapsed", stamped=True),
        expect=PASSED,
        note=PAST,
    )
    honest(
        "b-t-lapsed-silent-list",
        "The same with a list that says nothing of certificates that ran out.",
        signed(original(), who="lapsed", stamped=True),
        lists=("root", "issuing-silent"),
    )
    honest(
        "b-t-revoked-later",
        "The certificate was revoked on 2026-07-05; a timestamp shows that the signature is older.",
        signed(original(), who="revoked-later", stamped=True),
        expect=PASSED,
        note=PAST,
    )


def messages_of_all_kinds() -> None:
    honest(
        "pkcs7-ess", "adbe.pkcs7.detached with a signing-certificate attribute.", pkcs7(original(), 2), expect=PASSED
    )
    honest("pkcs7", "adbe.pkcs7.detached without one.", pkcs7(original(), None), expect=PASSED)
    honest(
        "ess-v1",
        "The signing-certificate attribute in its first version (SHA-1 of the certificate).",
        signed(original(), message=lambda content: messages.detached(content, ess=1)),
    )
    for digest in ("sha384", "sha512"):
        made = signed(original(), message=lambda content, digest=digest: messages.detached(content, digest=digest))
        honest(digest, f"PAdES B-B with {digest}.", made, expect=PASSED)
    pss = signed(original(), message=lambda content: messages.detached(content, pss=True))
    honest("rsa-pss", "PAdES B-B with RSA-PSS.", pss, expect=PASSED)
    honest("ecdsa-p256", "PAdES B-B with ECDSA on P-256.", signed(original(), who="signer-p256"), expect=PASSED)
    honest("xref-stream", "Cross-reference streams in both revisions.", signed(original(kind="stream")), expect=PASSED)
    hybrid = signed(original(kind="hybrid"))
    honest("hybrid", "The first revision is hybrid: a table and a stream beside it.", hybrid, expect=PASSED)
    honest("root-in-message", "The root is in the message too.", signed(original(), message=with_root), expect=PASSED)
    honest("line-ends-behind", "Four line ends behind the last %%EOF.", signed(original()).data + b"\n" * 4)


def with_root(content: bytes) -> bytes:
    who = PARTIES["signer"]
    info = messages.signer_info(who, messages.attributes(content, who))
    return messages.signed_data([info], [*who.chain, PARTIES["root"].der])


def several() -> None:
    twice = signed(signed(original()), "Tanda2", "second")
    honest("two", "Two invisible signatures by two people.", twice, expect=PASSED)
    honest("three", "Three invisible signatures.", signed(twice, "Tanda3", "signer-p256"), expect=PASSED)
    honest(
        "two-xref-stream",
        "Two signatures behind cross-reference streams.",
        signed(signed(original(kind="stream")), "Tanda2", "second"),
        expect=PASSED,
    )
    waiting = signed(signed(form_letter(), "Tanda1"), "Tanda2", "second")
    honest("two-prepared", "Two visible signatures in fields that were waiting.", waiting, expect=PASSED)
    third = signed(waiting, "Tanda3", "signer-p256")
    honest("three-mixed", "Two visible ones in waiting fields, and an invisible new one.", third, expect=PASSED)
    visible = signed(signed(original()), "Tanda2", "second", box=(300, 120, 460, 170))
    honest("two-visible-new", "The second signature is visible, in a new field.", visible)
    honest(
        "two-archived",
        "Two signatures, and B-LTA closes them.",
        timestamped(
            with_store(
                signed(signed(original(), stamped=True), "Tanda2", "second", stamped=True), known_certificates()
            ),
            when=moment(2026, 7, 12),
        ),
        lists=(),
        expect=PASSED,
    )


def certifications() -> None:
    for level in (1, 2, 3):
        honest(f"certified-p{level}", f"Certified with P {level}.", certified(level), expect=PASSED)
    paper = certified(2)
    honest(
        "certified-p2-filled",
        "Certified with P 2; an empty field is filled afterwards.",
        paper.saved(filling(paper, NAME, "Siti")),
        expect=PASSED,
    )
    honest(
        "certified-p2-signed",
        "Certified with P 2; a waiting field is signed afterwards.",
        signed(paper, "Tanda2", "second"),
        expect=PASSED,
    )
    paper = certified(1)
    kept = timestamped(with_store(paper, known_certificates()), when=moment(2026, 7, 12))
    honest("certified-p1-archived", "Certified with P 1; /DSS and a document timestamp follow.", kept, expect=PASSED)
    paper = signed(form_letter(), lock=locking("Include", ("nama",)))
    honest(
        "locked-other-filled",
        "FieldMDP locks nama; catatan is filled afterwards.",
        paper.saved(filling(paper, NOTE, "lunas")),
        expect=PASSED,
        note=REFUSED_LOOK,
    )
    paper = signed(form_letter(), lock=locking("Exclude", ("catatan",)))
    honest(
        "locked-exclude-filled",
        "FieldMDP locks all but catatan, which is filled afterwards.",
        paper.saved(filling(paper, NOTE, "lunas")),
        expect=PASSED,
        note=REFUSED_LOOK,
    )
    objects = form_objects()
    del objects[NAME]["AP"]
    paper = signed(original(objects), lock=locking("Include", ("nama",)))
    honest(
        "locked-without-look",
        "FieldMDP locks nama, which has no appearance; catatan is filled afterwards.",
        paper.saved(filling(paper, NOTE, "lunas")),
        expect=PASSED,
    )
    paper = signed(form_letter())
    honest(
        "filled-after-approval",
        "An approval signature; an empty field is filled afterwards.",
        paper.saved(filling(paper, NAME, "Siti")),
    )


def updates() -> None:
    xmp = (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf='
        '"http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp='
        '"http://ns.adobe.com/xap/1.0/" xmp:ModifyDate="{}"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
    entries = {"Type": "/Metadata", "Subtype": "/XML"}
    extra = {10: stream(xmp.format("2026-06-30T00:00:00Z"), entries)}
    paper = signed(original(letter(catalog={"Metadata": ref(10)}, extra=extra)))
    later = paper.objects[INFO] | {"ModDate": "(D:20260702000000Z)"}
    changed = paper.saved({INFO: later, 10: stream(xmp.format("2026-07-02T00:00:00Z"), entries)})
    honest("metadata-later", "ModDate and XMP are renewed after signing, nothing else.", changed, expect=PASSED)
    honest(
        "moddate-later", "ModDate is renewed after signing, nothing else.", paper.saved({INFO: later}), expect=PASSED
    )
    honest("empty-update", "An update without any object follows the signature.", paper.saved({}))


class At(datetime.datetime):
    """pyHanko asks the clock when it signs; here it is always the same moment."""

    @classmethod
    def now(cls, tz=None):
        return SIGNED


def by_pyhanko(paper: Paper, password: str | None = None, **metadata) -> bytes:
    store = SimpleCertificateStore()
    for name in ("issuing", "root"):
        store.register(asn1_x509.Certificate.load(PARTIES[name].der))
    worker = signers.SimpleSigner(loaded("signer"), loaded_key("signer"), store)
    source = io.BytesIO(encrypted(paper, password) if password else paper.data)
    writer = IncrementalPdfFileWriter(source)
    if password:
        writer.encrypt(password.encode())
    told = PdfSignatureMetadata(
        field_name="Tanda1",
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason="Menyetujui",
        **metadata,
    )
    stamps = DummyTimeStamper(loaded("tsa"), loaded_key("tsa"), store, fixed_dt=SIGNED)
    with mock.patch("pyhanko.sign.signers.pdf_signer.datetime", At):
        return PdfSigner(told, worker, timestamper=stamps).sign_pdf(writer).getvalue()


def loaded(name: str) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(PARTIES[name].der)


def loaded_key(name: str) -> asn1_keys.PrivateKeyInfo:
    form = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return asn1_keys.PrivateKeyInfo.load(PARTIES[name].key.private_bytes(*form))


def encrypted(paper: Paper, password: str) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(paper.data)))
    writer.encrypt(owner_pass="kata-pemilik", user_pass=password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def other_hands() -> None:
    honest("by-pyhanko-b-t", "PAdES B-T as pyHanko makes it.", by_pyhanko(original()), expect=PASSED)
    honest(
        "by-pyhanko-encrypted",
        "The same in a document encrypted with AES-256.",
        by_pyhanko(original(), SECRET),
        password=SECRET,
        expect=PASSED,
    )


def not_passed() -> None:
    """Honest, and yet there is a reason not to pass them."""
    honest(
        "untrusted",
        "Signed under a root that nobody named as an anchor.",
        signed(original(), who="foreign"),
        expect=UNDECIDED,
    )
    honest(
        "lapsed-no-timestamp",
        "The certificate ran out on 2026-07-05 and no timestamp shows when it was used.",
        signed(original(), who="lapsed"),
        expect=UNDECIDED,
    )
    honest(
        "no-revocation-data",
        "No list and no answer is given or embedded.",
        signed(original()),
        lists=(),
        expect=UNDECIDED,
    )
    old = signed(original(), message=lambda content: messages.detached(content, digest="sha1"))
    honest("sha1", "Signed with SHA-1.", old, expect=UNDECIDED)


levels()
messages_of_all_kinds()
several()
certifications()
updates()
other_hands()
not_passed()
