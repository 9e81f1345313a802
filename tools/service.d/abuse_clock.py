"""A clock that jumps by days while the service runs, or is wrong when it starts."""

import pathlib
import subprocess
import time
import uuid

from asking import digest, letter, ready, session, told, until
from installation import Node, audit, found, teken

DAY = 86_400
# Set back far enough, nobody in a trial has a certificate yet.
NOTHING = ("503 timestamp_rejected", "403 no_certificate")
SOURCE = pathlib.Path(__file__).resolve().parent / "clock.c"


class Clock:
    """The wall clock of one node, moved by a library that is loaded before all others."""

    def __init__(self, folder):
        self.place, library = pathlib.Path(folder) / "clock", pathlib.Path(folder) / "clock.so"
        subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", library, SOURCE], check=True)
        self.settings = {"LD_PRELOAD": str(library), "STORM_CLOCK": str(self.place)}
        self.stand(0)

    def stand(self, seconds):
        draft = self.place.with_suffix(".new")
        draft.write_text(str(seconds))
        draft.rename(self.place)


def jump(case, seconds):
    """A node whose clock jumps while it serves; answers the node, its clock, and a request that it has answered."""
    clock = Clock(case.folder)
    node = case.serve(Node(found(case.folder), **clock.settings))
    signing, key = session(node.port), str(uuid.uuid4())
    first = letter(node.port, Idempotency_Key=key)
    case.answers("signs before it", first, "200")
    clock.stand(seconds)
    case.answers("stamps nothing with it", letter(node.port), *NOTHING)
    answer, passed = until(5, lambda: ready(node.port), lambda a: a.startswith("503"))
    case.expect("is not ready any more", passed is not None, answer)
    case.note("digests in a session opened before", told(digest(node.port, signing)))
    return node, clock, key, first


def same(case, promise, node, key, first):
    again = letter(node.port, Idempotency_Key=key)
    is_same = again is not None and first is not None and again.body == first.body
    case.expect(promise, is_same, told(again))


def clock_forward(case):
    """Two days ahead for more than a minute, so that all is done that is done once a minute; then right again."""
    node, clock, key, first = jump(case, 2 * DAY)
    time.sleep(65)
    clock.stand(0)
    same(case, "a repeated request is answered as before", node, key, first)
    case.answers("stamps nothing until somebody has looked", letter(node.port), "503 timestamp_rejected")
    node.stop()
    node.start().await_listening()
    case.note("ready after a restart", ready(node.port))
    case.answers("stamps nothing while the log is ahead", letter(node.port), "503 timestamp_rejected")
    node.stop()
    case.note("accept-clock", teken("authority", "accept-clock", "--data", node.data).strip() or "0")
    node.start().await_listening()
    case.answers("signs once somebody has vouched for the clock", letter(node.port), "200")
    answer, passed = until(5, lambda: ready(node.port), lambda a: a.startswith("200"))
    case.expect("is ready then", passed is not None, answer)
    _, is_intact = audit(node.data)
    case.expect("the log is whole", is_intact)


def clock_backward(case):
    """A day behind; then right again."""
    node, clock, key, first = jump(case, -DAY)
    node.stop()
    node.start().await_listening()
    case.answers("stamps nothing after a restart", letter(node.port), *NOTHING)
    answer, passed = until(5, lambda: ready(node.port), lambda a: a.startswith("503"))
    case.expect("is not ready then", passed is not None, answer)
    node.stop()
    clock.stand(0)
    node.start().await_listening()
    case.answers("signs when it is right again, and started anew", letter(node.port), "200")
    same(case, "a repeated request is answered as before", node, key, first)
    answer, passed = until(5, lambda: ready(node.port), lambda a: a.startswith("200"))
    case.expect("is ready then", passed is not None, answer)
    records, is_intact = audit(node.data)
    case.expect("the log is whole", is_intact)
    case.note("records that say what the clock said", sum("clock" in record for record in records))


def clock_ahead_at_start(case):
    """Started a day ahead, where nothing contradicts; then right again."""
    clock = Clock(case.folder)
    node = Node(found(case.folder), **clock.settings)
    clock.stand(DAY)
    case.serve(node)
    case.note("signs a day ahead", told(letter(node.port)))
    clock.stand(0)
    case.answers("stamps nothing when it is set back", letter(node.port), "503 timestamp_rejected")
    node.stop()
    node.start().await_listening()
    case.answers("stamps nothing while the log is ahead", letter(node.port), "503 timestamp_rejected")
    node.stop()
    teken("authority", "accept-clock", "--data", node.data)
    node.start().await_listening()
    case.answers("signs once somebody has vouched for the clock", letter(node.port), "200")
    _, is_intact = audit(node.data)
    case.expect("the log is whole", is_intact)


CASES = [clock_forward, clock_backward, clock_ahead_at_start]
