"""Holds what callers were promised against what the log has."""

import collections
import json
import random
import time

from callers import Line
from installation import audit, teken

RECEIPTS_MAX = 500
JOB_TIME = 660


def judge(book, data, port, unanswered):
    """The counts of a campaign; those that must be 0 come under `broken`."""
    jobs = {name: ended(name, signer, port) for name, signer in book.jobs.items()}
    done = [d["digest"] for job in jobs.values() if job["state"] == "done" for d in job["documents"]]
    for digest in done:
        book.digests[digest] = None
    records, is_intact = audit(data)
    signed = [r for r in records if r["operation"] in ("hash.signed", "document.signed") and r["outcome"] == "done"]
    found = collections.Counter(r["document"].removeprefix("SHA-256:") for r in signed)
    in_session = collections.Counter(
        place.removeprefix("session:") for r in signed for place in r["objects"] if place.startswith("session:"))
    lost = [digest for digest in book.digests if digest not in found]
    documents = [w for w in book.wishes if w.digest is None and not w.is_for_later]
    refused = [w for w in book.wishes if w.refused]
    made = sum(r["operation"] == "document.signed" for r in signed)
    answered = sum(1 for w in documents if w.bodies)
    broken = {
        "lost": len(lost),
        "without_receipt": without_receipt(book, documents, port),
        # What has a key was asked for until it was answered, so a second one for the same key would be one too many.
        "doubled": sum(count > 1 for count in found.values()) + (
            abs(made - answered - len(done)) if not unanswered else 0),
        "differing": sum(len(w.bodies) > 1 for w in book.wishes),
        "refused_and_signed": sum(w.digest in found for w in refused if w.digest),
        "exceeded": sum(in_session[id] > count for id, (count, _, _) in book.sessions.items()),
        # Used up, as its callers were told, and fewer signatures than were agreed on.
        "short": sum(in_session[id] < count for id, (count, _, used) in book.sessions.items() if used),
        "never_answered": unanswered,
        "jobs_never_ended": sum(job["state"] == "running" for job in jobs.values()),
        "log_broken": int(not is_intact),
        "faults": sum(count for words, count in book.statuses.items() if words.startswith("500")),
    }
    figures = {
        "acknowledged": len(book.digests), "found": len(book.digests) - len(lost), "records": len(records),
        "keys": len(book.wishes), "repeats_refused": len(refused), "documents": answered,
        "jobs": len(jobs), "jobs_done": len(done),
        "counted_sessions": len(book.sessions), "statuses": dict(sorted(book.statuses.items())),
    }
    teken("doctor", "--data", data)
    return broken, figures


def ended(name, signer, port):
    """What became of accepted work; its program waits for it as long as it may take."""
    line, end = Line(port), time.monotonic() + JOB_TIME
    while True:
        answer = line.ask("GET", f"/teken/v1/jobs/{name}", Authorization=signer.credentials)
        if answer and answer.status == 200:
            job = json.loads(answer.body)
            if job["state"] != "running" or time.monotonic() > end:
                return job
        time.sleep(0.2)


def without_receipt(book, documents, port):
    """How many of the documents, or of so many of them, have no receipt that the service gives."""
    line = Line(port)
    signed = [(w.signer, digest) for w in documents for digest in w.bodies]
    missing = 0
    for signer, digest in random.sample(signed, min(RECEIPTS_MAX, len(signed))):
        answer = line.ask("GET", f"/teken/v1/receipts/{digest}", Authorization=signer.credentials)
        missing += answer is None or answer.status != 200
    return missing
