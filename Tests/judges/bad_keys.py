#!/usr/bin/env python3
"""Makes public keys with faults: a line for each with its name, its fault as we call it, and its SubjectPublicKeyInfo in hex.

The faults are built from their descriptions: primes close together, moduli with small factors, primes of the shape that
ROCA's library made, points beside a curve. Random numbers come from a fixed seed, so that a failure can be looked at again.
"""

import random
from math import isqrt, prod

from asn1crypto import keys
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, x25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

chance = random.Random(20171015)
SMALL = [n for n in range(2, 10_000) if all(n % d for d in range(2, isqrt(n) + 1))]


def is_prime(number: int) -> bool:
    if any(number % small == 0 for small in SMALL[:200]):
        return number in SMALL
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _ in range(8):
        power = pow(chance.randrange(2, number - 1), odd, number)
        if power in (1, number - 1):
            continue
        for _ in range(twos - 1):
            power = power * power % number
            if power == number - 1:
                break
        else:
            return False
    return True


def next_prime(number: int) -> int:
    number |= 1
    while not is_prime(number):
        number += 2
    return number


def prime(bits: int) -> int:
    return next_prime(chance.getrandbits(bits) | 3 << (bits - 2))


def rsa(modulus: int, exponent: int = 65537) -> bytes:
    key = keys.RSAPublicKey({"modulus": modulus, "public_exponent": exponent})
    return keys.PublicKeyInfo({"algorithm": {"algorithm": "rsa"}, "public_key": key}).dump()


def of_bits(bits: int) -> int:
    """An odd number of this length that only its length gives away."""
    while True:
        number = chance.getrandbits(bits) | 1 << (bits - 1) | 1
        if all(number % small for small in SMALL):
            return number


def roca_prime(bits: int) -> int:
    """k·M + (65537^a mod M), M the product of the first primes (Nemec et al. 2017)."""
    primorial = prod(SMALL[:39] if bits < 480 else SMALL[:71] if bits < 1000 else SMALL[:126])
    while True:
        candidate = chance.getrandbits(bits - primorial.bit_length()) | 3 << (bits - primorial.bit_length() - 2)
        candidate = candidate * primorial + pow(65537, chance.getrandbits(256), primorial)
        if candidate.bit_length() == bits and is_prime(candidate):
            return candidate


def point(curve: str, content: bytes) -> bytes:
    algorithm = keys.PublicKeyAlgorithm({"algorithm": "ec", "parameters": keys.ECDomainParameters("named", curve)})
    body = algorithm.dump() + bit_string(content)
    return b"\x30" + length(body) + body


def length(body: bytes) -> bytes:
    count = len(body)
    return bytes([count]) if count < 128 else bytes([0x81, count]) if count < 256 else bytes([0x82, count >> 8, count & 255])


def bit_string(content: bytes) -> bytes:
    return b"\x03" + length(b"\0" + content) + b"\0" + content


def spki(key) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def rsa_cases():
    for bits in (512, 768, 1024, 1536, 2040, 2047):
        yield f"rsa-{bits}", "tooShort", rsa(of_bits(bits))
    for bits in (8200, 9216, 16384):
        yield f"rsa-{bits}", "tooLong", rsa(of_bits(bits))
    for bits in (2049, 2050, 2056, 2560, 3000, 5120, 8192):
        yield f"rsa-{bits}", "otherSize", rsa(of_bits(bits))
    good = prime(1024) * prime(1024)
    for exponent in (1, 2, 3, 5, 17, 257, 65535, 65536, 65539, 1 << 64 | 1, good - 2):
        yield f"exponent-{exponent.bit_length()}-bits-{exponent % 1000}", "exponentNotUsual", rsa(good, exponent)
    yield "even", "evenModulus", rsa(good - 1)
    yield "half-even", "evenModulus", rsa(1 << 2047)
    for small in (3, 5, 7, 11, 101, 257, 1009, 4999, 9973):
        number = small
        while number.bit_length() != 2048:
            number = (of_bits(2049 - small.bit_length())) * small
        factor = next(each for each in SMALL if number % each == 0)
        yield f"divided-by-{factor}", "smallFactor", rsa(number)
    for bits, gap in ((1024, 2), (1024, 1 << 20), (1024, 1 << 400), (1024, 1 << 514), (1536, 1 << 600), (2048, 1 << 900)):
        low = prime(bits)
        yield f"close-{2 * bits}-{gap.bit_length()}", "closePrimes", rsa(low * next_prime(low + gap))
    yield "square", "closePrimes", rsa(prime(1024) ** 2)
    yield "prime", "implausibleModulus", rsa(prime(2048))
    for bits in (1024, 1536):
        yield f"roca-{2 * bits}", "roca", rsa(roca_prime(bits) * roca_prime(bits))
    body = rsa(good)
    yield "trailing", "unreadable", body + b"\0"
    yield "cut", "unreadable", body[:-1]


def curve_cases():
    for name, curve in (("secp256r1", ec.SECP256R1()), ("secp384r1", ec.SECP384R1())):
        size = curve.key_size // 8
        key = ec.generate_private_key(curve).public_key()
        sound = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        yield f"{name}-infinity", "pointAtInfinity", point(name, b"\0")
        yield f"{name}-beside", "unreadable", point(name, sound[:-1] + bytes([sound[-1] ^ 1]))
        yield f"{name}-origin", "unreadable", point(name, b"\4" + bytes(2 * size))
        yield f"{name}-too-large", "unreadable", point(name, b"\4" + b"\xff" * (2 * size))
        yield f"{name}-cut", "unreadable", point(name, sound[:-1])
        yield f"{name}-long", "unreadable", point(name, sound + b"\0")
        yield f"{name}-hybrid", "unreadable", point(name, bytes([6 | sound[-1] & 1]) + sound[1:])
        yield f"{name}-empty", "unreadable", point(name, b"")
        compressed = key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        yield f"{name}-compressed", "compressedPoint", point(name, compressed)
    for curve in (ec.SECP521R1(), ec.SECP256K1(), ec.SECP224R1(), ec.BrainpoolP256R1()):
        yield curve.name, "otherCurve", spki(ec.generate_private_key(curve))
    yield "ed25519", "otherFamily", spki(ed25519.Ed25519PrivateKey.generate())
    yield "ed448", "otherFamily", spki(ed448.Ed448PrivateKey.generate())
    yield "x25519", "otherFamily", spki(x25519.X25519PrivateKey.generate())
    yield "dsa", "otherFamily", spki(dsa.generate_private_key(2048))
    yield "nothing", "unreadable", b"\x30\x00"


for cases in (rsa_cases(), curve_cases()):
    for name, fault, info in cases:
        print(name, fault, info.hex())
