#!/usr/bin/env python3
"""Reads the reply of a timestamp authority, DER on standard input, with libraries that are not ours, and tells it."""

import hashlib
import sys

from asn1crypto import cms, parser, tsp, x509  # noqa: F401
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.x509 import load_der_x509_certificate

data = sys.stdin.buffer.read()
# The library takes the token for a must, and a refusal has none: the status is read by itself.
inside = parser.parse(data, strict=True)[4]
status = tsp.PKIStatusInfo.load(inside[: parser.peek(inside)], strict=True)
if status["status"].native != "granted":
    print(status["status"].native, *sorted(status["fail_info"].native))
    print(*status["status_string"].native)
    sys.exit()
reply = tsp.TimeStampResp.load(data, strict=True)
if reply.copy().dump(force=True) != data:
    sys.exit("written anew it is different")
print("granted")
signed = reply["time_stamp_token"]["content"]
encapsulated = signed["encap_content_info"]["content"]
info = encapsulated.parsed
imprint, accuracy = info["message_imprint"], info["accuracy"]
print("policy", info["policy"].dotted)
print("imprint", imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native.hex())
serial = info["serial_number"].native
print(f"serial {serial:0{2 * ((serial.bit_length() + 7) // 8)}x}")
print("time", info["gen_time"].native.isoformat())
print("accuracy", accuracy["seconds"].native, accuracy["millis"].native, accuracy["micros"].native)
print("ordering", info["ordering"].native)
print("nonce", "absent" if info["nonce"].native is None else "present")
signer = signed["signer_infos"][0]
attributes = {each["type"].native: each["values"][0] for each in signer["signed_attrs"]}
print("attributes", *sorted(attributes))
certificates = [each.chosen.dump() for each in signed["certificates"]] if signed["certificates"] else []
print("certificates", len(certificates))
if certificates:
    digest = signer["digest_algorithm"]["algorithm"].native
    content = encapsulated.contents
    assert hashlib.new(digest, content).digest() == attributes["message_digest"].native
    reference = attributes["signing_certificate_v2"]["certs"][0]
    function = reference["hash_algorithm"]["algorithm"].native
    own = next(der for der in certificates if hashlib.new(function, der).digest() == reference["cert_hash"].native)
    key = load_der_x509_certificate(own).public_key()
    algorithm = getattr(hashes, digest.upper())()
    attributes = signer["signed_attrs"].untag().dump()
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signer["signature"].native, attributes, ec.ECDSA(algorithm))
    else:
        key.verify(signer["signature"].native, attributes, padding.PKCS1v15(), algorithm)
    print("signature holds")
