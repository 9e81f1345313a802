#!/usr/bin/env python3
"""Opens a sealed key from docs/sealed-key.md alone: PEPPER-HEX PASSPHRASE ID-HEX OWNER-HEX, the blob on standard input.

Prints the private key as PKCS#8 in hexadecimal. Anything that is not as written ends it with a word and status 1.
"""

import hashlib
import hmac
import struct
import sys
import unicodedata

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key

KINDS = {1: (rsa.RSAPrivateKey, 2048), 2: (rsa.RSAPrivateKey, 3072), 3: (rsa.RSAPrivateKey, 4096)}
KINDS |= {4: (ec.EllipticCurvePrivateKey, 256), 5: (ec.EllipticCurvePrivateKey, 384)}


def derive(material: bytes, label: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, None, label).derive(material)


def demand(condition: bool, word: str) -> None:
    if not condition:
        sys.exit(word)


def main() -> None:
    blob = sys.stdin.buffer.read()
    pepper, owned_id, owner = (bytes.fromhex(sys.argv[index]) for index in (1, 3, 4))
    passphrase = unicodedata.normalize("NFC", sys.argv[2]).encode()

    demand(blob[:8] == b"TEKENKEY", "mark")
    demand(hashlib.sha256(blob[:-8]).digest()[:8] == blob[-8:], "checksum")
    version, kind, found_owner, found_id, memory, passes, lanes, length = struct.unpack_from(">BB16s16sIIBH", blob, 8)
    demand(version == 1, "version")
    demand((found_owner, found_id) == (owner, owned_id), "names")
    demand(8 * lanes <= memory <= 1 << 20 and 1 <= passes <= 10 and 1 <= lanes <= 8 and length <= 1024, "bounds")
    header, rest = blob[: 53 + length], blob[53 + length : -8]
    name, nonce, outer = rest[:8], rest[8:20], rest[20:]
    demand(derive(pepper, b"teken pepper name", 8) == name, "pepper")

    inner = AESGCM(derive(pepper, b"teken pepper layer" + owned_id, 32)).decrypt(nonce, outer, header + name)
    salt, commitment, inner_nonce, ciphertext = inner[:16], inner[16:48], inner[48:60], inner[60:]
    stretched = hash_secret_raw(passphrase, salt, passes, memory, lanes, 32, Type.ID, 19)
    keys = derive(stretched, b"teken passphrase layer" + owned_id, 64)
    demand(hmac.compare_digest(keys[32:], commitment), "commitment")
    pkcs8 = AESGCM(keys[:32]).decrypt(inner_nonce, ciphertext, header + salt)

    key = load_der_private_key(pkcs8, None)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    demand(public == header[53:], "public key")
    demand(isinstance(key, KINDS[kind][0]) and key.key_size == KINDS[kind][1], "kind")
    print(pkcs8.hex())


try:
    main()
except InvalidTag:
    sys.exit("tag")
