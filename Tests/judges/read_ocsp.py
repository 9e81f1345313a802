#!/usr/bin/env python3
"""Reads an OCSP answer, DER on standard input, with libraries that are not ours, and tells it line by line."""

import sys

from asn1crypto import ocsp as strict
from cryptography.x509 import OCSPNonce, ocsp

data = sys.stdin.buffer.read()
if strict.OCSPResponse.load(data, strict=True).copy().dump(force=True) != data:
    sys.exit("written anew it is different")
answer = ocsp.load_der_ocsp_response(data)
print("produced", answer.produced_at_utc.isoformat())
for one in answer.responses:
    line = f"{one.hash_algorithm.name} {one.serial_number:0{2 * ((one.serial_number.bit_length() + 7) // 8)}x}"
    line += f" {one.certificate_status.name}"
    if one.revocation_time_utc:
        line += " " + one.revocation_time_utc.isoformat()
    if one.revocation_reason:
        line += " " + one.revocation_reason.name
    print(line)
print("from", one.this_update_utc.isoformat(), "until", one.next_update_utc.isoformat())
for extension in answer.extensions:
    if isinstance(extension.value, OCSPNonce):
        # The value is the octet string as it stands in the extension.
        nonce = extension.value.nonce
        print("nonce", nonce[2:].hex() if nonce[:2] == bytes([4, len(nonce) - 2]) else nonce.hex())
print("certificates", len(answer.certificates))
