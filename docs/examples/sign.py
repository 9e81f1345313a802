#!/usr/bin/env python3
"""Asks whether somebody can sign, signs a PDF, and has it checked: sign.py IN.pdf OUT.pdf"""
import base64
import json
import os
import sys
import urllib.error
import urllib.request
import uuid

URL = os.environ.get("TEKEN_URL", "http://127.0.0.1:8080")
CLIENT = os.environ.get("TEKEN_CLIENT", "demo:demo")


def post(path, body, **headers):
    request = urllib.request.Request(URL + path, data=json.dumps(body).encode(), method="POST")
    request.add_header("Authorization", "Basic " + base64.b64encode(CLIENT.encode()).decode())
    request.add_header("Content-Type", "application/json")
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        said = json.load(refusal)
        sys.exit(f"refused ({refusal.code}): {said['error']} [{said['status_code']}]")


def main():
    source, target = sys.argv[1:]
    nik, passphrase = os.environ["SIGNER_NIK"], os.environ["SIGNER_PASSPHRASE"]
    status = post("/api/v2/user/check/status", {"nik": nik})
    print("status:", status["status"], status["message"])

    with open(source, "rb") as file:
        document = base64.b64encode(file.read()).decode()
    order = {
        "nik": nik,
        "passphrase": passphrase,
        "signatureProperties": [{"tampilan": "INVISIBLE", "reason": "Dokumen telah disetujui"}],
        "file": [document],
    }
    signed = post("/api/v2/sign/pdf", order, Idempotency_Key=str(uuid.uuid4()))
    with open(target, "wb") as file:
        file.write(base64.b64decode(signed["file"][0]))
    print("signed:", target, signed["time"], "ms")

    verdict = post("/api/v2/verify/pdf", {"file": signed["file"][0]})
    print("verdict:", verdict["conclusion"], verdict["description"])


if __name__ == "__main__":
    main()
