"""What a service meets that somebody is unkind to: each case says what it expects, and what it saw."""

import contextlib
import tempfile
import time

import abuse_clock
import abuse_people
import abuse_requests
import abuse_storage
from asking import told

CASES = {
    case.__name__: case
    for module in (abuse_storage, abuse_clock, abuse_requests, abuse_people) for case in module.CASES}


def run(names):
    unknown = [name for name in names if name not in CASES]
    if unknown:
        raise SystemExit(f"there is no {' '.join(unknown)}; there are {' '.join(CASES)}")
    for name in names or CASES:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="teken-storm-", ignore_cleanup_errors=True) as folder:
            with contextlib.ExitStack() as stack:
                case = Case(name, folder, stack)
                CASES[name](case)
        figures = {"name": f"abuse {name}", "expected": case.expected, "broken": case.broken, "seen": case.seen}
        yield figures | {"seconds": round(time.monotonic() - began)}, {"broken": len(case.broken)}


class Case:
    """One experiment in a folder of its own; what it started ends with it."""

    def __init__(self, name, folder, stack):
        self.name, self.folder, self.stack = name, folder, stack
        self.expected, self.seen, self.broken = 0, {}, {}

    def expect(self, promise, holds, seen=None, told=None):
        """`seen` is told in any case, `told` only where the promise was broken."""
        self.expected += 1
        if seen is not None:
            self.seen[promise] = seen
        if not holds:
            self.broken[promise] = told or seen

    def answers(self, promise, answer, *wanted):
        """The same for an answer and the words it may be told in."""
        self.expect(promise, told(answer) in wanted, told(answer))

    def note(self, what, seen):
        self.seen[what] = seen

    def serve(self, node, secrets=()):
        """Serves until the case is over; then the node must end well, and have told nobody's secret."""
        node.start().await_listening()
        self.stack.callback(self.end, node, secrets)
        return node

    def end(self, node, secrets):
        if node.process.poll() is None:
            self.expect("ends cleanly", node.stop() == 0)
        words = node.words()
        told = [secret for secret in ("Contoh#2026", "999999010190", *secrets) if secret in words]
        self.expect("no secret in its log", not told, told or None)
