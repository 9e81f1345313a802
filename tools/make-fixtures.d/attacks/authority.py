"""The authority of this collection: certificates good and bad, and the lists that revoke some of them."""

import dataclasses
import datetime
import os
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

UTC = datetime.UTC
START, END = datetime.datetime(2026, 1, 1, tzinfo=UTC), datetime.datetime(2126, 1, 1, tzinfo=UTC)
SIGNED = datetime.datetime(2026, 7, 1, tzinfo=UTC)
LISTED = datetime.datetime(2026, 7, 10, tzinfo=UTC)  # the lists are younger than the signatures they speak about
KEYS = Path(os.environ.get("TEKEN_ATTACKS_KEYS", Path(__file__).parents[3] / ".build" / "attack-keys"))
PARTIES: dict[str, "Party"] = {}


@dataclasses.dataclass
class Party:
    """Somebody with a key and a certificate; `issuer` is the party above, itself for what is self-signed."""

    name: str
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    issuer: "Party | None"

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def chain(self) -> list[bytes]:
        """The certificate and those above it, without the root."""
        above = self.issuer
        return [self.der] + (above.chain if above and above.issuer else [])


def key(name: str, kind: str):
    """Drawn once and kept beside the build, so that a second run makes the same files; never in the collection."""
    path = KEYS / f"{name}-{kind}.pem"
    if path.exists():
        return serialization.load_pem_private_key(path.read_bytes(), None)
    if kind == "p256":
        made = ec.generate_private_key(ec.SECP256R1())
    else:
        made = rsa.generate_private_key(65537, int(kind.removeprefix("rsa")))
    KEYS.mkdir(parents=True, exist_ok=True)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(made.private_bytes(*form))
    return made


def subject(common_name: str) -> x509.Name:
    words = (
        (NameOID.COUNTRY_NAME, "ID"),
        (NameOID.ORGANIZATION_NAME, "Dinas Contoh"),
        (NameOID.COMMON_NAME, common_name),
    )
    return x509.Name([x509.NameAttribute(*pair) for pair in words])


def sign_with(maker, who):
    """EC signatures without chance in them, so that certificates and lists come out the same."""
    if isinstance(who, ec.EllipticCurvePrivateKey):
        return maker.sign(who, hashes.SHA256(), ecdsa_deterministic=True)
    return maker.sign(who, hashes.SHA256())


def usage(*named: str) -> x509.KeyUsage:
    kinds = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    kinds += ("key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{kind: kind in named for kind in kinds})


SIGNING, ISSUING = usage("digital_signature", "content_commitment"), usage("key_cert_sign", "crl_sign")


def party(
    name: str,
    common_name: str,
    issuer: str | None = "issuing",
    kind: str = "rsa2048",
    ca: bool = False,
    path: int | None = None,
    allowed: x509.KeyUsage = SIGNING,
    purposes: tuple = (),
    critical: bool = True,
    times: tuple = (START, END),
    borrowed: str | None = None,
    extra: tuple = (),
) -> Party:
    """Certifies a new party, with the key of the party `borrowed` when there is one."""
    own = PARTIES[borrowed].key if borrowed else key(name, kind)
    above = PARTIES[issuer] if issuer else None
    builder = x509.CertificateBuilder(
        issuer_name=above.certificate.subject if above else subject(common_name),
        subject_name=subject(common_name),
        public_key=own.public_key(),
        serial_number=0x5EED0000 + len(PARTIES) + 1,
        not_valid_before=times[0],
        not_valid_after=times[1],
    )
    builder = builder.add_extension(x509.BasicConstraints(ca, path), True).add_extension(allowed, True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), False)
    if above:
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(above.key.public_key())
        builder = builder.add_extension(identifier, False)
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical)
    for extension, weighs in extra:
        builder = builder.add_extension(extension, weighs)
    PARTIES[name] = Party(name, own, sign_with(builder, above.key if above else own), above)
    return PARTIES[name]


def moment(year: int, month: int = 1, day: int = 1, hour: int = 0) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, tzinfo=UTC)


def authorities() -> None:
    ca = {"ca": True, "allowed": ISSUING, "kind": "p256"}
    party("root", "Otoritas Akar Percobaan", None, **ca)
    party("issuing", "Otoritas Penerbit Percobaan", "root", path=0, **ca)
    party("false-root", "Otoritas Akar Percobaan", None, **ca)
    party("false-issuing", "Otoritas Penerbit Percobaan", "false-root", path=0, **ca)
    party("foreign-root", "Otoritas Asing Percobaan", None, **ca)
    party("no-ca", "Bukan Otoritas Percobaan", "root", kind="p256", allowed=ISSUING)
    party("below", "Otoritas Kedalaman Percobaan", "issuing", **ca)
    country = x509.NameAttribute(NameOID.COUNTRY_NAME, "ID")
    other = x509.DirectoryName(x509.Name([country, x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Dinas Lain")]))
    party(
        "constrained",
        "Otoritas Terbatas Percobaan",
        "root",
        **ca,
        path=0,
        extra=((x509.NameConstraints([other], None), True),),
    )


def signers() -> None:
    lapse = (START, moment(2026, 7, 5))
    party("signer", "Siti Contoh")
    party("second", "Budi Percobaan", kind="p256")
    party("signer-p256", "Dewi Umpama", kind="p256")
    party("revoked", "Tono Tercabut", kind="p256")
    party("revoked-later", "Rina Tercabut", kind="p256")
    party("expired", "Wati Kedaluwarsa", kind="p256", times=(moment(2025), START))
    party("lapsed", "Wulan Kedaluwarsa", kind="p256", times=lapse)
    party("future", "Agus Mendatang", kind="p256", times=(moment(2100), END))
    party("same-key", "Joko Teladan", borrowed="signer")
    party("false-signer", "Siti Contoh", "false-issuing", kind="p256")
    party("foreign", "Lukas Asing", "foreign-root", kind="p256")
    party("self-signed", "Siti Contoh", None, kind="p256")
    party("weak", "Lina Pendek", kind="rsa1024")
    party("encipherer", "Tono Penyandi", kind="p256", allowed=usage("key_encipherment"))
    party(
        "tls",
        "layanan.contoh.invalid",
        kind="p256",
        allowed=usage("digital_signature", "key_encipherment"),
        purposes=(ExtendedKeyUsageOID.SERVER_AUTH,),
        critical=False,
        extra=((x509.SubjectAlternativeName([x509.DNSName("layanan.contoh.invalid")]), False),),
    )
    party("below-no-ca", "Eka Tanpa Otoritas", "no-ca", kind="p256")
    party("too-deep", "Fajar Terlalu Dalam", "below", kind="p256")
    party("outside", "Gita Luar Batas", "constrained", kind="p256")
    party("grandchild", "Hana Cucu", "signer", kind="p256")
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.999.2"), b"\x05\x00")
    party("critical-unknown", "Intan Kritis", kind="p256", extra=((unknown, True),))


def servants() -> None:
    stamp = {"kind": "p256", "allowed": usage("digital_signature"), "purposes": (ExtendedKeyUsageOID.TIME_STAMPING,)}
    party("tsa", "Stempel Waktu Percobaan", **stamp | {"kind": "rsa2048"})
    party("tsa-foreign", "Stempel Waktu Asing", "foreign-root", **stamp)
    party("tsa-false", "Stempel Waktu Percobaan", "false-issuing", **stamp)
    party("tsa-not-critical", "Stempel Waktu Tidak Kritis", **stamp, critical=False)
    party("tsa-no-purpose", "Stempel Waktu Tanpa Tujuan", allowed=usage("digital_signature"))
    party("tsa-lapsed", "Stempel Waktu Kedaluwarsa", **stamp, times=(START, moment(2026, 6, 30)))
    answer = {
        "kind": "p256",
        "allowed": usage("digital_signature"),
        "purposes": (ExtendedKeyUsageOID.OCSP_SIGNING,),
        "critical": False,
    }
    quiet = ((x509.OCSPNoCheck(), False),)
    party("ocsp", "Penjawab OCSP Percobaan", **answer, extra=quiet)
    party("ocsp-false", "Penjawab OCSP Percobaan", "false-issuing", **answer, extra=quiet)
    party("ocsp-foreign", "Penjawab OCSP Asing", "foreign-root", **answer, extra=quiet)


# expiredCertsOnCRL (X.509 9.5.2.5): without it a list is silent about a certificate that ended before it was made.
KEEPS_EXPIRED = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.60"), b"\x18\x0f20250101000000Z")
REVOKED = {"revoked": moment(2026, 6, 1), "revoked-later": moment(2026, 7, 5)}


def revocation_list(
    issuer: str, revoked: dict[str, datetime.datetime] | None = None, at=LISTED, until=END, keeps=True
) -> bytes:
    """A list of revoked certificates of one authority, in DER; one that `keeps` tells of expired ones too."""
    who = PARTIES[issuer]
    builder = x509.CertificateRevocationListBuilder(who.certificate.subject, at, until)
    builder = builder.add_extension(x509.CRLNumber(7), False)
    if keeps:
        builder = builder.add_extension(KEEPS_EXPIRED, False)
    builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(who.key.public_key()), False)
    for name, when in (revoked or {}).items():
        entry = x509.RevokedCertificateBuilder(PARTIES[name].certificate.serial_number, when)
        reason = x509.CRLReason(x509.ReasonFlags.key_compromise)
        builder = builder.add_revoked_certificate(entry.add_extension(reason, False).build())
    return sign_with(builder, who.key).public_bytes(serialization.Encoding.DER)


def lists() -> dict[str, bytes]:
    """The honest lists; those of the odd authorities show that nothing else stands between their signers and a pass."""
    made = {"root": revocation_list("root"), "issuing": revocation_list("issuing", REVOKED)}
    made["issuing-silent"] = revocation_list("issuing", REVOKED, keeps=False)
    for name in ("below", "no-ca", "constrained", "false-root", "false-issuing", "foreign-root"):
        made[name] = revocation_list(name)
    return made


authorities()
signers()
servants()
LISTS = lists()


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, each in PARTIES.items():
        (folder / f"{name}.pem").write_bytes(each.certificate.public_bytes(serialization.Encoding.PEM))
    for name, data in LISTS.items():
        (folder / f"{name}.crl").write_bytes(data)
