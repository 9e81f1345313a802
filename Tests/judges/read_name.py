#!/usr/bin/env python3
"""Reads a distinguished name, DER on standard input: a line for each attribute, or with --text the whole as RFC 4514 has it."""

import sys

from asn1crypto import x509
from cryptography.x509 import Name, NameAttribute, ObjectIdentifier

SHORT = {
    "2.5.4.5": "serialNumber",
    "2.5.4.42": "givenName",
    "2.5.4.4": "surname",
    "2.5.4.12": "title",
    "2.5.4.97": "organizationIdentifier",
    "1.2.840.113549.1.9.1": "emailAddress",
}

data = sys.stdin.buffer.read()
name = x509.Name.load(data, strict=True)
if name.copy().dump(force=True) != data:
    sys.exit("written anew it is different")
pairs = [(part["type"].dotted, part["value"].native) for sets in name.chosen for part in sets]
if "--text" in sys.argv:
    names = {ObjectIdentifier(number): word for number, word in SHORT.items()}
    print(Name([NameAttribute(ObjectIdentifier(number), value) for number, value in pairs]).rfc4514_string(names))
else:
    for number, value in pairs:
        print(f"{number}={value}")
