"""Single questions to the service, for cases that look at each answer."""

import json
import os
import time

from callers import DOCUMENTS, HASHES, SESSIONS, SIGNERS, Line, Session, form
from installation import LETTER, PASSPHRASE

SITI, ENDANG, SLAMET = SIGNERS


def told(answer):
    """An answer in two words."""
    if answer is None:
        return "no answer"
    return f"{answer.status} {answer.code}".strip()


def ready(port):
    answer = Line(port).ask("GET", "/readyz")
    return f"{answer.status} {answer.body.decode(errors='replace').strip()}" if answer else "no answer"


def letter(port, signer=SITI, passphrase=PASSPHRASE, **fields):
    """A document signed with a passphrase, in one request."""
    body, kind = form({"nik": signer.nik, "passphrase": passphrase}, LETTER.read_bytes())
    return Line(port).ask(
        "POST", DOCUMENTS, body, Authorization=signer.credentials, Content_Type=kind, Accept="application/pdf",
        **fields)


def opening(port, signer=SITI, passphrase=PASSPHRASE, count=100, credentials=None, **fields):
    body = json.dumps({"nik": signer.nik, "passphrase": passphrase, "count": count}).encode()
    return Line(port).ask(
        "POST", SESSIONS, body, Authorization=credentials or signer.credentials, Content_Type="application/json",
        **fields)


def session(port, signer=SITI, count=100):
    answer = opening(port, signer, count=count)
    if answer is None or answer.status != 201:
        raise RuntimeError(f"no session was opened: {told(answer)}")
    return Session(signer, json.loads(answer.body)["session"], count)


def digest(port, of, credentials=None, token=None):
    """One digest signed in a session, or with what is given instead of its token."""
    body = of.hashes(os.urandom(32)) if token is None else of.hashes(os.urandom(32)).replace(
        of.token.encode(), token.encode())
    return Line(port).ask(
        "POST", HASHES, body, Authorization=credentials or of.signer.credentials, Content_Type="application/json")


def verdict(port, signer=SITI, credentials=None):
    return Line(port).ask(
        "POST", "/teken/v1/verdicts", json.dumps({"nik": signer.nik}).encode(),
        Authorization=credentials or signer.credentials, Content_Type="application/json")


def until(seconds, question, is_so):
    """Asks again until the answer is as wanted; answers it, and how long that took, or None where it never was."""
    began = time.monotonic()
    while True:
        answer = question()
        passed = round(time.monotonic() - began, 1)
        if is_so(answer):
            return answer, passed
        if passed > seconds:
            return answer, None
        time.sleep(0.2)
