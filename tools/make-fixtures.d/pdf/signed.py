"""Files that pyHanko has signed already, with the keys of fixtures/pki, and one encrypted for a certificate."""

import datetime
import io
import os
from pathlib import Path

from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext

from forms import waiting
from letters import letter, two_pages, variant, with_stream, with_table

PKI = Path(os.environ.get("TEKEN_FIXTURES_PKI", Path(__file__).parents[3] / "fixtures" / "pki"))
P = fields.MDPPerm
UNSEEN = "an invisible new field or a waiting one: pyHanko takes a new visible field for a change that is not allowed"
WHEN = datetime.datetime.now(datetime.UTC)  # a certificate of fixtures/pki is valid from its making on
HOW = "pyHanko"


def signer(name: str = "signer-rsa2048") -> signers.SimpleSigner:
    loaded = signers.SimpleSigner.load(
        str(PKI / f"{name}.key"),
        str(PKI / f"{name}.pem"),
        ca_chain_files=[str(PKI / "issuing.pem"), str(PKI / "root.pem")],
    )
    if loaded is None:
        raise SystemExit(f"make-fixtures: cannot read {name}")
    return loaded


def timestamper() -> DummyTimeStamper:
    key = load_private_key_from_pemder(str(PKI / "tsa.key"), passphrase=None)
    return DummyTimeStamper(
        load_cert_from_pemder(str(PKI / "tsa.pem")),
        key,
        certs_to_embed=[load_cert_from_pemder(str(PKI / "issuing.pem"))],
        fixed_dt=WHEN,
    )


def trusting() -> ValidationContext:
    """What it takes to gather validation data: nothing is fetched, and nobody publishes revocations."""
    return ValidationContext(
        trust_roots=[load_cert_from_pemder(str(PKI / "root.pem"))], allow_fetching=False, revocation_mode="soft-fail"
    )


def signed(
    data: bytes,
    name: str = "Tanda1",
    who: str = "signer-rsa2048",
    box=None,
    field: dict | None = None,
    stamped: bool = False,
    password: str = "",
    **metadata,
) -> bytes:
    """Signs with a new field, or with the waiting one of that name."""
    metadata = {"subfilter": fields.SigSeedSubFilter.PADES, "md_algorithm": "sha256"} | metadata
    spec = fields.SigFieldSpec(sig_field_name=name, box=box, **(field or {}))
    worker = PdfSigner(
        PdfSignatureMetadata(field_name=name, **metadata),
        signer(who),
        new_field_spec=spec,
        timestamper=timestamper() if stamped else None,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    if "/Encrypt" in writer.prev.trailer:
        writer.encrypt(password.encode())
    return worker.sign_pdf(writer).getvalue()


def filled(data: bytes, name: str = "Persetujuan", **metadata) -> bytes:
    """Fills the waiting field."""
    metadata = {"subfilter": fields.SigSeedSubFilter.PADES, "md_algorithm": "sha256"} | metadata
    worker = PdfSigner(PdfSignatureMetadata(field_name=name, **metadata), signer())
    return worker.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), existing_fields_only=True).getvalue()


def certified(level: fields.MDPPerm) -> bytes:
    return signed(with_table(letter()), certify=True, docmdp_permissions=level)


def locked(
    action: fields.FieldMDPAction, names: list[str] | None = None, level=None, data: bytes | None = None
) -> bytes:
    lock = fields.FieldMDPSpec(action, names)
    return signed(data or with_table(letter()), field={"field_mdp_spec": lock, "doc_mdp_update_value": level})


def with_long_term_data(timestamp: bool = False) -> bytes:
    """B-LT: the certificates are in /DSS; with a document timestamp behind them when asked."""
    return signed(
        with_table(letter()),
        stamped=True,
        embed_validation_info=True,
        use_pades_lta=timestamp,
        validation_context=trusting(),
    )


def only_timestamp() -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(with_table(letter())))
    return signers.PdfTimeStamper(timestamper()).timestamp_pdf(writer, "sha256").getvalue()


def for_a_certificate() -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(with_table(letter()))))
    writer.encrypt_pubkey([load_cert_from_pemder(str(PKI / "signer-keyencipherment.pem"))])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


ONE = {"how": HOW, "signatures": 1}
variant(
    "signed-once", "One approval signature, PAdES B-B, RSA, invisible.", lambda: signed(with_table(letter())), **ONE
)
variant(
    "signed-once-visible",
    "One approval signature with a stamp on the page, by a P-256 key.",
    lambda: signed(with_table(letter()), who="signer-p256", box=(300, 100, 500, 160)),
    **ONE,
)
variant(
    "signed-once-stream",
    "One signature; cross-reference streams in both revisions.",
    lambda: signed(with_stream(letter())),
    xref="stream",
    **ONE,
)
variant(
    "signed-once-named-signature1",
    "One signature in a field called Signature1.",
    lambda: signed(with_table(letter()), name="Signature1"),
    **ONE,
)
variant(
    "signed-pkcs7",
    "One signature that is not PAdES: adbe.pkcs7.detached with a signing time.",
    lambda: signed(with_table(letter()), subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED),
    **ONE,
)
variant(
    "signed-twice",
    "Two approval signatures by two people, on a letter of two pages.",
    lambda: signed(signed(with_table(two_pages())), name="Tanda2", who="signer-p384"),
    how=HOW,
    signatures=2,
    pages=2,
)
variant(
    "signed-b-t", "One signature with a timestamp (B-T).", lambda: signed(with_table(letter()), stamped=True), **ONE
)
variant(
    "signed-b-lt",
    "One signature with a timestamp, and a /DSS behind it (B-LT but for revocation data).",
    with_long_term_data,
    **ONE,
)
variant(
    "signed-b-lta",
    "As `signed-b-lt`, and a document timestamp closes it.",
    lambda: with_long_term_data(timestamp=True),
    how=HOW,
    signatures=2,
)
variant("signed-document-timestamp", "A document timestamp and no other signature.", only_timestamp, **ONE)
variant(
    "signed-then-spaces",
    "One signature, and four line ends after its %%EOF.",
    lambda: signed(with_table(letter())) + b"\n" * 4,
    **ONE,
)
variant(
    "certified-p-1",
    "Certified with DocMDP P 1: no change at all.",
    lambda: certified(P.NO_CHANGES),
    sign="no",
    why="certified so that no change is allowed (DocMDP P 1)",
    **ONE,
)
variant(
    "certified-p-2",
    "Certified with DocMDP P 2: forms and signatures are allowed.",
    lambda: certified(P.FILL_FORMS),
    why=UNSEEN,
    **ONE,
)
variant(
    "certified-p-3", "Certified with DocMDP P 3: annotations too.", lambda: certified(P.ANNOTATE), why=UNSEEN, **ONE
)
variant(
    "certified-p-2-field-waits",
    "Certified with P 2, and the empty field Mengetahui still waits.",
    lambda: signed(waiting(name="Mengetahui"), certify=True, docmdp_permissions=P.FILL_FORMS),
    why=UNSEEN,
    **ONE,
)
variant(
    "locked-all",
    "An approval signature with FieldMDP All.",
    lambda: locked(fields.FieldMDPAction.ALL),
    sign="no",
    why="the signature locks all fields (FieldMDP All), a new signature field among them",
    **ONE,
)
variant(
    "locked-include",
    "An approval signature with FieldMDP Include [nama].",
    lambda: locked(fields.FieldMDPAction.INCLUDE, ["nama"]),
    **ONE,
)
variant(
    "locked-include-waiting",
    "FieldMDP Include [Persetujuan], an empty signature field: it may not be filled.",
    lambda: locked(fields.FieldMDPAction.INCLUDE, ["Persetujuan"], data=waiting()),
    why="a new field may be signed, the field Persetujuan may not",
    **ONE,
)
variant(
    "locked-exclude",
    "An approval signature with FieldMDP Exclude [Persetujuan], which waits.",
    lambda: locked(fields.FieldMDPAction.EXCLUDE, ["Persetujuan"], data=waiting()),
    why="only the field Persetujuan may still be signed",
    **ONE,
)
variant(
    "locked-include-p-1",
    "An approval signature whose lock has /P 1: no more signatures.",
    lambda: locked(fields.FieldMDPAction.INCLUDE, ["nama"], P.NO_CHANGES),
    sign="no",
    why="a signature's lock allows no further change (/P 1)",
    **ONE,
)
variant(
    "locked-include-p-2",
    "An approval signature whose lock has /P 2: further signatures are allowed.",
    lambda: locked(fields.FieldMDPAction.INCLUDE, ["nama"], P.FILL_FORMS),
    why=UNSEEN,
    **ONE,
)
variant(
    "signed-field-with-lock",
    "The waiting field with /Lock All and /P 1 has been filled by its rules.",
    lambda: filled(waiting("/Lock << /Type /SigFieldLock /Action /All /P 1 >>")),
    sign="no",
    why="a signature's lock allows no further change (/P 1)",
    **ONE,
)
variant(
    "encrypted-for-a-certificate",
    "Encrypted for a certificate's holder (public-key security handler), with a MAC in the trailer (ISO/TS 32004).",
    for_a_certificate,
    how=HOW,
    sign="no",
    why="encrypted for a certificate's holder, refused by that name",
    encryption="public-key",
)
