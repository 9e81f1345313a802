#!/usr/bin/env python3
"""Signs a prepared PDF the way somebody else's service would: a CAdES signature in DER over the file without its hole.

usage: sign_elsewhere.py WAITING.pdf SIGNATURE.der --p12 FILE [--digest NAME]

The hole is found by its zeros; the signature is pyHanko's, with signing-certificate-v2 and without a signing time.
"""

import argparse
import asyncio
import hashlib
import re
from pathlib import Path

from pyhanko.sign import signers

PASSWORD = b"Contoh#2026"


def main() -> None:
    parser = argparse.ArgumentParser(description="Signs a prepared PDF.")
    parser.add_argument("waiting", type=Path)
    parser.add_argument("signature", type=Path)
    parser.add_argument("--p12", required=True)
    parser.add_argument("--digest", default="sha256")
    options = parser.parse_args()
    data = options.waiting.read_bytes()
    hole = list(re.finditer(rb"<(?:00){256,}>", data))[-1]
    digest = hashlib.new(options.digest, data[: hole.start()] + data[hole.end() :]).digest()
    signer = signers.SimpleSigner.load_pkcs12(options.p12, passphrase=PASSWORD)
    signature = asyncio.run(signer.async_sign(digest, options.digest, use_pades=True))
    options.signature.write_bytes(signature.dump())


if __name__ == "__main__":
    main()
