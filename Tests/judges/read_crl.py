#!/usr/bin/env python3
"""Reads a revocation list, DER on standard input, with libraries that are not ours, and tells it line by line.

The entries are told as their count and the SHA-256 of a line for each: serial, time, reason, time of invalidity.
"""

import hashlib
import sys

from asn1crypto import crl as strict
from cryptography import x509

REASONS = {"key_compromise": 1, "ca_compromise": 2, "affiliation_changed": 3, "superseded": 4}
REASONS |= {"cessation_of_operation": 5, "certificate_hold": 6, "privilege_withdrawn": 9, "aa_compromise": 10}

data = sys.stdin.buffer.read()
crl = x509.load_der_x509_crl(data)
if len(crl) <= 1000 and strict.CertificateList.load(data, strict=True).copy().dump(force=True) != data:
    sys.exit("written anew it is different")
digest = hashlib.sha256()
for entry in crl:
    serial = entry.serial_number
    reason = since = "-"
    for extension in entry.extensions:
        if isinstance(extension.value, x509.CRLReason):
            reason = REASONS[extension.value.reason.name]
        elif isinstance(extension.value, x509.InvalidityDate):
            since = int(extension.value.invalidity_date_utc.timestamp())
    hexadecimal = f"{serial:0{2 * ((serial.bit_length() + 7) // 8)}x}"
    digest.update(f"{hexadecimal} {int(entry.revocation_date_utc.timestamp())} {reason} {since}\n".encode())
print("entries", len(crl), digest.hexdigest())
for extension in crl.extensions:
    value = extension.value
    if isinstance(value, x509.CRLNumber):
        print("number", value.crl_number)
        print("from", crl.last_update_utc.isoformat(), "until", crl.next_update_utc.isoformat())
for extension in crl.extensions:
    value = extension.value
    if isinstance(value, x509.AuthorityKeyIdentifier):
        print("issuer", value.key_identifier.hex())
for extension in crl.extensions:
    value = extension.value
    if isinstance(value, x509.IssuingDistributionPoint):
        where = value.full_name[0].value if value.full_name else "none"
        who = "users only" if value.only_contains_user_certs else "authorities only"
        print("scope", where, who, *([] if extension.critical else ["not critical"]))
    elif extension.oid.dotted_string == "2.5.29.60":
        print("keeps expired since", value.value[2:].decode())
