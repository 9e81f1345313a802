#!/usr/bin/env python3
"""Reads a CMS signature (RFC 5652) from standard input strictly and tells its parts as JSON.

Whatever is not DER ends it with status 1: every length is definite and minimal, sets are sorted, and what was read, written
anew, gives the same bytes unless a timestamp token is in it.
"""

import json
import sys

from asn1crypto import cms, parser, tsp  # noqa: F401  (tsp teaches cms the signing-certificate attributes)


def demand(condition: bool, words: str) -> None:
    if not condition:
        sys.exit(words)


def demand_der(data: bytes) -> None:
    """Each element, down to the primitive ones."""
    while data:
        class_, method, tag, header, content, trailer = parser.parse(data, strict=False)
        length = len(content)
        digits = b"" if length < 128 else length.to_bytes((length.bit_length() + 7) // 8, "big")
        start = bytes([length]) if length < 128 else bytes([0x80 | len(digits)]) + digits
        demand(header[1:] == start and trailer == b"", "a length is not minimal and definite")
        if method == 1:
            demand_der(content)
            if class_ == 0 and tag == 17:
                members, rest = [], content
                while rest:
                    parts = parser.parse(rest, strict=False)
                    members.append(parts[3] + parts[4])
                    rest = rest[len(members[-1]) :]
                demand(members == sorted(members), "a set is not sorted")
        data = data[len(header) + length :]


def attribute(signer: cms.SignerInfo, name: str):
    for each in signer["signed_attrs"]:
        if each["type"].native == name:
            demand(len(each["values"]) == 1, f"{name} has several values")
            return each["values"][0]
    sys.exit(f"{name} is missing")


def main() -> None:
    data = sys.stdin.buffer.read()
    demand_der(data)
    info = cms.ContentInfo.load(data, strict=True)
    signed = info["content"]
    demand(len(signed["signer_infos"]) == 1, "not one signer")
    signer = signed["signer_infos"][0]
    unsigned = signer["unsigned_attrs"].native or []
    # A timestamp token is its authority's work and need not be sorted as DER asks; it is kept byte for byte.
    demand(bool(unsigned) or info.copy().dump(force=True) == data, "written anew it is different")
    reference = attribute(signer, "signing_certificate_v2")["certs"]
    demand(len(reference) == 1, "not one certificate is referred to")
    algorithm = signer["signature_algorithm"]
    pss = algorithm["parameters"].native if algorithm["algorithm"].native == "rsassa_pss" else None
    json.dump(
        {
            "contentType": info["content_type"].native,
            "version": signed["version"].native,
            "signerVersion": signer["version"].native,
            "isDetached": signed["encap_content_info"]["content"].native is None,
            "contentTypeInside": signed["encap_content_info"]["content_type"].native,
            "digestAlgorithms": [each["algorithm"].native for each in signed["digest_algorithms"]],
            "digestAlgorithm": signer["digest_algorithm"]["algorithm"].native,
            "signatureAlgorithm": algorithm["algorithm"].native,
            "pssSalt": pss and pss["salt_length"],
            "pssHash": pss and pss["hash_algorithm"]["algorithm"],
            "pssMaskHash": pss and pss["mask_gen_algorithm"]["parameters"]["algorithm"],
            "certificates": [each.chosen.dump().hex() for each in signed["certificates"]],
            "attributes": sorted(each["type"].native for each in signer["signed_attrs"]),
            "unsignedAttributes": [each["type"] for each in unsigned],
            "signedContentType": attribute(signer, "content_type").native,
            "messageDigest": attribute(signer, "message_digest").native.hex(),
            "referenceHash": reference[0]["hash_algorithm"]["algorithm"].native,
            "reference": reference[0]["cert_hash"].native.hex(),
            "signature": signer["signature"].native.hex(),
        },
        sys.stdout,
    )


main()
