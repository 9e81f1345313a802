"""Encrypted files: every handler and revision that readers meet, and two that must be refused by name."""

import hashlib

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES

from crossreferences import letter_with_picture, qpdf
from letters import LINES, content, honest, letter, variant, with_table
from writer import Laid, raw, stream

USER, OWNER = "kata-buka", "kata-pemilik"
BOTH = {"user": USER, "owner": OWNER}


def by_qpdf(bits: str, *options: str, user: str = USER, owner: str = OWNER) -> bytes:
    shape = [option for option in options if "object-streams" in option or option == "--linearize"]
    secrecy = [option for option in options if option not in shape]
    return qpdf(
        with_table(letter_with_picture()),
        "--static-aes-iv",
        *(shape or ["--object-streams=disable"]),
        "--allow-weak-crypto",
        "--encrypt",
        user,
        owner,
        bits,
        *secrecy,
        "--",
    )


KINDS = {
    "rc4-40": ("40", (), "RC4-40 (V 1, R 2)"),
    "rc4-128": ("128", ("--use-aes=n",), "RC4-128 (V 2, R 3)"),
    "rc4-128-v4": ("128", ("--use-aes=n", "--force-V4"), "RC4-128 as a crypt filter (V 4, R 4)"),
    "aes-128": ("128", ("--use-aes=y",), "AES-128 (V 4, R 4)"),
    "aes-128-open-metadata": (
        "128",
        ("--use-aes=y", "--cleartext-metadata"),
        "AES-128 (V 4, R 4) with /EncryptMetadata false",
    ),
    "aes-256-r5": ("256", ("--force-R5",), "AES-256 (V 5, R 5)"),
    "aes-256-r6": ("256", (), "AES-256 (V 5, R 6)"),
    "aes-256-r6-open-metadata": ("256", ("--cleartext-metadata",), "AES-256 (V 5, R 6) with /EncryptMetadata false"),
}
for kind, (bits, options, words) in KINDS.items():
    variant(
        f"encrypted-{kind}",
        f"{words}, with a user and an owner password.",
        lambda bits=bits, options=options: by_qpdf(bits, *options),
        how="qpdf",
        pages=2,
        encryption=kind,
        password=BOTH,
    )
    if bits != "40":
        variant(
            f"encrypted-{kind}-object-streams",
            f"{words}, with object streams.",
            lambda bits=bits, options=options: by_qpdf(bits, *options, "--object-streams=generate"),
            how="qpdf",
            pages=2,
            encryption=kind,
            password=BOTH,
            xref="stream",
        )

variant(
    "encrypted-empty-user-password",
    "AES-256 (R 6): opens without a password, an owner password guards the rest.",
    lambda: by_qpdf("256", user=""),
    how="qpdf",
    pages=2,
    encryption="aes-256-r6",
    password={"user": "", "owner": OWNER},
)
variant(
    "encrypted-rc4-empty-user-password",
    "RC4-128 (R 3): opens without a password.",
    lambda: by_qpdf("128", "--use-aes=n", user=""),
    how="qpdf",
    pages=2,
    encryption="rc4-128",
    password={"user": "", "owner": OWNER},
)
variant(
    "encrypted-unicode-password",
    "AES-256 (R 6): the user password is `kata sandi é漢字`, the é one code point.",
    lambda: by_qpdf("256", user="kata sandi é漢字"),
    how="qpdf",
    pages=2,
    encryption="aes-256-r6",
    password={"user": "kata sandi é漢字", "owner": OWNER},
)
variant(
    "encrypted-no-changes-allowed",
    "AES-256 (R 6): opens without a password, and its /P forbids every change.",
    lambda: by_qpdf("256", "--modify=none", "--annotate=n", "--form=n", "--assemble=n", user=""),
    how="qpdf",
    pages=2,
    encryption="aes-256-r6",
    password={"user": "", "owner": OWNER},
    why="the user may not sign by /P; the owner password lifts that",
)
variant(
    "encrypted-linearised",
    "AES-128 and linearised: the encryption dictionary is named by both trailers.",
    lambda: by_qpdf("128", "--use-aes=y", "--object-streams=preserve", "--linearize"),
    how="qpdf",
    pages=2,
    encryption="aes-128",
    password=BOTH,
)

# --- By hand: what no program offers ----------------------------------------------------------------------------------

PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
FILE_ID = bytes.fromhex("54656b656e20706572636f6261616e31")
PERMISSIONS = 0xFFFFFFFC


def rc4(key: bytes, data: bytes) -> bytes:
    return Cipher(ARC4(key), None).encryptor().update(data)


def stretched_rc4(key: bytes, data: bytes) -> bytes:
    for round_ in range(20):
        data = rc4(bytes(byte ^ round_ for byte in key), data)
    return data


class Revision4:
    """The key and the words of a standard security handler of revision 4 (ISO 32000-1 §7.6.3)."""

    def __init__(self, user: str, owner: str, strings: str, streams: str):
        self.strings, self.streams = strings, streams
        padded_user, padded_owner = (raw(word) + PADDING for word in (user, owner))
        digest = hashlib.md5(padded_owner[:32]).digest()
        for _ in range(50):
            digest = hashlib.md5(digest).digest()
        self.owner_entry = stretched_rc4(digest, padded_user[:32])
        digest = hashlib.md5(padded_user[:32] + self.owner_entry + PERMISSIONS.to_bytes(4, "little") + FILE_ID).digest()
        for _ in range(50):
            digest = hashlib.md5(digest).digest()
        self.key = digest
        self.user_entry = stretched_rc4(digest, hashlib.md5(PADDING + FILE_ID).digest()) + bytes(16)

    def sealed(self, filter_: str, number: int, data: bytes) -> bytes:
        if filter_ == "Identity":
            return data
        mix = self.key + number.to_bytes(3, "little") + bytes(2) + b"sAlT"
        vector = hashlib.md5(b"vector" + mix).digest()
        gap = 16 - len(data) % 16
        encryptor = Cipher(AES(hashlib.md5(mix).digest()), modes.CBC(vector)).encryptor()
        return vector + encryptor.update(data + bytes([gap]) * gap)

    def string(self, number: int, text: str) -> str:
        return f"<{self.sealed(self.strings, number, raw(text)).hex()}>"

    def dictionary(self, extra: str = "") -> bytes:
        return raw(
            f"<< /Filter /Standard /V 4 /R 4 /Length 128 /P -4 /StmF /{self.streams} /StrF /{self.strings} "
            "/CF << /StdCF << /Type /CryptFilter /CFM /AESV2 /AuthEvent /DocOpen /Length 16 >> >> "
            f"/O <{self.owner_entry.hex()}> /U <{self.user_entry.hex()}> {extra} >>"
        )


def by_hand(strings: str, streams: str, in_trailer: bool = False, crypt: bool = False) -> bytes:
    handler = Revision4(USER, OWNER, strings, streams)
    contents = content(LINES)
    told = "/Filter [/Crypt] /DecodeParms [<< /Name /Identity >>]" if crypt else ""
    objects = letter(
        extra={
            4: stream(contents if crypt else handler.sealed(streams, 4, contents), told),
            6: raw(f"<< /Title {handler.string(6, 'Nota Dinas percobaan')} >>"),
        }
    )
    laid = Laid("1.6")
    laid.put_all(objects)
    if not in_trailer:
        laid.put(7, handler.dictionary())
    named = handler.dictionary().decode() if in_trailer else "7 0 R"
    laid.table(ident=f"<{FILE_ID.hex()}> <{FILE_ID.hex()}>", extra=f"/Encrypt {named}")
    return laid.end()


HAND = {"encryption": "aes-128", "password": BOTH}
variant(
    "encrypted-strings-open",
    "AES-128 with /StrF Identity: streams are encrypted, strings are not.",
    lambda: by_hand("Identity", "StdCF"),
    **HAND,
)
variant(
    "encrypted-streams-open",
    "AES-128 with /StmF Identity: strings are encrypted, streams are not.",
    lambda: by_hand("StdCF", "Identity"),
    **HAND,
)
variant(
    "encrypted-crypt-filter",
    "AES-128; the page's contents are left open by a /Crypt filter named Identity.",
    lambda: by_hand("StdCF", "StdCF", crypt=True),
    **HAND,
)
variant(
    "encrypted-dictionary-in-trailer",
    "AES-128; the encryption dictionary stands in the trailer itself.",
    lambda: by_hand("StdCF", "StdCF", in_trailer=True),
    **HAND,
)


@honest(sign="no", why="an unknown security handler, refused by its name", encryption="unknown")
def encrypted_unknown_handler() -> bytes:
    """The security handler is /Percobaan.Rahasia, which nobody knows."""
    laid = Laid()
    laid.put_all(letter(extra={7: b"<< /Filter /Percobaan.Rahasia /V 4 /R 4 /Length 128 >>"}))
    laid.table(extra="/Encrypt 7 0 R")
    return laid.end()
