#!/usr/bin/env python3
"""Reads a certificate, DER on standard input, with a library that is not ours, and tells it as JSON."""

import json
import sys

from asn1crypto import x509 as strict
from cryptography import x509
from cryptography.x509.oid import ExtensionOID as E

KEY_USAGES = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
KEY_USAGES += ("key_cert_sign", "crl_sign")


def main() -> None:
    data = sys.stdin.buffer.read()
    if strict.Certificate.load(data, strict=True).copy().dump(force=True) != data:
        sys.exit("written anew it is different")
    certificate = x509.load_der_x509_certificate(data)
    told = {
        "version": certificate.version.name,
        "serial": f"{certificate.serial_number:0{2 * ((certificate.serial_number.bit_length() + 7) // 8)}x}",
        "subject": certificate.subject.rfc4514_string(),
        "issuer": certificate.issuer.rfc4514_string(),
        "notBefore": certificate.not_valid_before_utc.isoformat(),
        "notAfter": certificate.not_valid_after_utc.isoformat(),
        "signature": certificate.signature_algorithm_oid.dotted_string,
        "extensions": len(certificate.extensions),
        "critical": sorted(each.oid.dotted_string for each in certificate.extensions if each.critical),
    }
    for each in certificate.extensions:
        value = each.value
        if each.oid == E.KEY_USAGE:
            told["keyUsage"] = sorted(usage for usage in KEY_USAGES if getattr(value, usage))
        elif each.oid == E.BASIC_CONSTRAINTS:
            told["authority"], told["pathLength"] = value.ca, value.path_length
        elif each.oid == E.EXTENDED_KEY_USAGE:
            told["extendedKeyUsage"] = [usage.dotted_string for usage in value]
        elif each.oid == E.CERTIFICATE_POLICIES:
            told["policies"] = [
                " ".join([policy.policy_identifier.dotted_string] + (policy.policy_qualifiers or [])) for policy in value
            ]
        elif each.oid == E.CRL_DISTRIBUTION_POINTS:
            told["revocationLists"] = [name.value for point in value for name in point.full_name]
        elif each.oid == E.AUTHORITY_INFORMATION_ACCESS:
            told["informationAccess"] = [
                f"{access.access_method.dotted_string} {access.access_location.value}" for access in value
            ]
        elif each.oid == E.SUBJECT_ALTERNATIVE_NAME:
            told["alternativeNames"] = [str(name.value) for name in value]
        elif each.oid == E.AUTHORITY_KEY_IDENTIFIER:
            told["issuerKeyIdentifier"] = value.key_identifier.hex()
        elif each.oid == E.NAME_CONSTRAINTS:
            told["permitted"] = [name.value for name in value.permitted_subtrees or []]
            told["excluded"] = [name.value for name in value.excluded_subtrees or []]
    json.dump(told, sys.stdout)


main()
