"""The service is killed at random moments under load, and started again: what it acknowledged must be there."""

import random
import sqlite3
import sys
import tempfile
import time

from callers import Load
from installation import Node, found, move, teken
from judgement import judge
from postgres import Postgres

RETURN_MAX = 60


def run(count, backend):
    with tempfile.TemporaryDirectory(prefix="teken-storm-") as folder:
        data, postgres = found(folder), None
        if backend == "postgresql":
            postgres = Postgres(folder).start()
            data, = move(data, postgres, "node")
        node = Node(data)
        try:
            return campaign(node, count, backend)
        finally:
            if node.process.poll() is None:
                node.kill()
            if postgres:
                postgres.stop()


def campaign(node, count, backend):
    load, returns, orphans, freed = Load([node.port]).start(), [], 0, 0
    for number in range(count):
        began = time.monotonic()
        node.start()
        # Some die before they listen.
        if random.random() < 0.1:
            time.sleep(random.uniform(0, 0.5))
        else:
            back = load.book.first_after(began, RETURN_MAX)
            if back is None:
                raise RuntimeError(f"nothing was signed for {RETURN_MAX} s after a restart:\n{node.words()[-3000:]}")
            returns.append(back)
            time.sleep(random.uniform(0.2, 0.8))
        orphans += node.kill()
        freed += set_free(load.book, node)
        if number % 50 == 49:
            print(f"{number + 1} kills, {len(load.book.digests)} acknowledged", file=sys.stderr, flush=True)
    node.start().await_listening()

    def free():
        if load.book.locked:
            node.stop()
            set_free(load.book, node)
            node.start().await_listening()

    unanswered = load.finish(free)
    broken, figures = judge(load.book, node.data, node.port, unanswered)
    broken["orphans"] = orphans
    broken["unclean_end"] = int(node.stop() != 0)
    if backend == "sqlite":
        with sqlite3.connect(node.data / "teken.db") as database:
            broken["file_damaged"] = int(database.execute("PRAGMA integrity_check").fetchone() != ("ok",))
    returns.sort()
    figures |= {
        "set_free": freed, "return_median_s": round(returns[len(returns) // 2], 2),
        "return_max_s": round(returns[-1], 2)}
    return {"name": "kills", "database": backend, "kills": count, **broken, **figures}, broken


def set_free(book, node):
    """Tries of a passphrase that were cut off stay counted, so somebody is locked out now and then; this helps."""
    people = [book.locked.pop() for _ in range(len(book.locked))]
    for person in people:
        teken("admin", "person", "unblock", "--data", node.data, "--email", person.email)
    return len(people)
