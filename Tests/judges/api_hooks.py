"""What schemathesis is told of a trial: its person, a document, and how a PDF is sent, so that what it makes up reaches the core.

Only what is valid is replaced, and by what is as valid: what is made up to be refused stays as it is. TEKEN_URL is the server.
"""

import base64
import functools
import hashlib
import json
import os
import pathlib
import re
import urllib.request

import schemathesis
from hypothesis import strategies

LETTER = (pathlib.Path(__file__).parents[2] / "fixtures/letter/nota-dinas.pdf").read_bytes()
SIGNER = {"nik": "9999990101900001", "passphrase": "Contoh#2026"}
BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})+")
HASHES = {"SHA-256": hashlib.sha256, "SHA-384": hashlib.sha384, "SHA-512": hashlib.sha512}


def ask(path, order):
    headers = {
        "Content-Type": "application/json", "Authorization": "Basic " + base64.b64encode(b"demo-admin:demo-admin").decode()}
    request = urllib.request.Request(
        f"{os.environ['TEKEN_URL']}/teken/v1/{path}", json.dumps(order).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


@functools.cache
def session():
    return ask("sessions", {**SIGNER, "count": 1000, "lifetime_seconds": 600})["session"]


@functools.cache
def facts():
    """What a trial answers with, for the addresses that ask for it."""
    content = base64.b64encode(LETTER).decode()
    made = ask("signatures/documents", {**SIGNER, "keep": True, "documents": [{"content": content}]})["documents"][0]
    # What is done to people and programs is done to these, so that the signer goes on signing and whoever asks goes on asking.
    person = ask("people", {
        "institution": "Kota Contoh", "nik": "9999990101900099", "name": "Cadangan Contoh",
        "email": "cadangan.contoh@contoh.example"})["person"]
    client = ask("clients", {"name": "cadangan", "institution": "Kota Contoh", "scopes": ["sign"]})["client"]
    return {"id": made["result"], "digest": made["digest"], "person": person, "client": client}


def known(value, name=None, algorithm=None):
    if isinstance(value, dict):
        return {key: known(inner, key, value.get("algorithm")) for key, inner in value.items()}
    if isinstance(value, list):
        return [known(inner, name, algorithm) for inner in value]
    if name == "document" and isinstance(value, bytes):
        return LETTER
    if not isinstance(value, str):
        return value
    if name == "institution" and 1 <= len(value) <= 64 and sum(map(ord, value)) % 2:
        return "Kota Contoh"
    if name == "nik" and re.fullmatch("[0-9]{1,32}", value):
        return SIGNER["nik"]
    if name == "passphrase" and 1 <= len(value) <= 1024:
        return SIGNER["passphrase"]
    if name == "session" and re.fullmatch("[0-9a-f]{96}", value):
        return session()
    if name == "content" and BASE64.fullmatch(value):
        return base64.b64encode(LETTER).decode()
    if name == "digests" and algorithm in HASHES and BASE64.fullmatch(value):
        return base64.b64encode(HASHES[algorithm](value.encode()).digest()).decode()
    return value


@schemathesis.hook
def map_body(context, body):
    return known(body)


@schemathesis.hook
def map_path_parameters(context, parameters):
    forms = {"id": "[0-9a-f]{32}", "digest": "[0-9a-f]{64}", "person": "[0-9a-f-]{36}", "client": "[0-9a-f-]{36}"}
    return {
        name: facts()[name] if re.fullmatch(forms[name], str(value)) and sum(map(ord, value)) % 2 else value
        for name, value in parameters.items()} if parameters else parameters


@schemathesis.serializer("application/pdf")
def pdf(context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


schemathesis.openapi.media_type("application/pdf", strategies.one_of(strategies.just(LETTER), strategies.binary()))
