#!/usr/bin/env python3
"""Opens a vaulted key from docs/vaulted-key.md alone: `--secret HEX`, or shares as they are printed; the blob on standard input.

Prints the private key as PKCS#8 in hexadecimal. Anything that is not as written ends it with a word and status 1.
"""

import hashlib
import hmac
import struct
import sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def demand(condition: bool, word: str) -> None:
    if not condition:
        sys.exit(word)


def derive(material: bytes, label: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, None, label).derive(material)


def times(left: int, right: int, modulus: int) -> int:
    made = 0
    while right:
        made ^= left if right & 1 else 0
        left, right = left << 1, right >> 1
        left ^= modulus if left >> (modulus.bit_length() - 1) else 0
    return made


def read_share(text: str) -> tuple[bytes, int, int, bytes]:
    symbols = [LETTERS.index(letter) for letter in text if letter not in "-\n"]
    demand(len(symbols) == 96, "length")
    number = 0
    for group in range(16):
        *five, check = symbols[6 * group : 6 * group + 6]
        value = 0
        for symbol in five + [group]:
            value = times(value, 2, 0b100101) ^ symbol
        demand(value == check, f"group {group + 1}")
        for symbol in five:
            number = number << 5 | symbol
    packed = number.to_bytes(50, "big")
    demand(hashlib.sha256(packed[:43]).digest()[:7] == packed[43:], "checksum")
    demand(packed[0] == 1, "version")
    return packed[1:9], packed[9], packed[10], packed[11:43]


def combine(shares: list[tuple[bytes, int, int, bytes]]) -> bytes:
    """Lagrange's interpolation at 0 over GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1."""
    made = bytes(32)
    for _, _, index, value in shares:
        weight = 1
        for _, _, other, _ in shares:
            if other != index:
                inverse = next(guess for guess in range(256) if times(other ^ index, guess, 0x11D) == 1)
                weight = times(weight, times(other, inverse, 0x11D), 0x11D)
        made = bytes(left ^ times(weight, right, 0x11D) for left, right in zip(made, value))
    return made


def main() -> None:
    blob = sys.stdin.buffer.read()
    demand(blob[:8] == b"TEKENVLT" and hashlib.sha256(blob[:-8]).digest()[:8] == blob[-8:], "checksum")
    version, holder, kind, purpose, name, length = struct.unpack_from(">BBBB16sH", blob, 8)
    demand(version == 1 and 1 <= kind <= 5 and 1 <= purpose <= 5 and length <= 1024, "bounds")
    public, rest = blob[30 : 30 + length], blob[30 + length : -8]
    held_by, commitment, nonce, sealed = rest[:8], rest[8:40], rest[40:52], rest[52:]
    if sys.argv[1] == "--secret":
        demand(holder == 1, "holder")
        secret = bytes.fromhex(sys.argv[2])
        demand(derive(secret, b"teken pepper name", 8) == held_by, "pepper")
    else:
        demand(holder == 2, "holder")
        shares = [read_share(text) for text in sys.argv[1:]]
        demand(len(shares) == shares[0][1], "count")
        secret = combine(shares)
        demand({share[0] for share in shares} == {held_by} and derive(secret, b"teken share set", 8) == held_by, "set")
    keys = derive(secret, b"teken vault" + name, 64)
    demand(hmac.compare_digest(keys[32:], commitment), "commitment")
    pkcs8 = AESGCM(keys[:32]).decrypt(nonce, sealed, blob[: 30 + length] + held_by + commitment)
    found = load_der_private_key(pkcs8, None).public_key()
    demand(found.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) == public, "public key")
    print(pkcs8.hex())


try:
    main()
except InvalidTag:
    sys.exit("tag")
