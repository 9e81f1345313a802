"""Two nodes on one PostgreSQL behind a proxy, under load, while one or the other of them falls and comes back."""

import collections
import random
import signal
import sys
import tempfile
import time

from callers import Load
from installation import Node, found, move
from judgement import judge
from kills import set_free
from postgres import Pair, Postgres
from proxies import Proxy

RETURN_MAX = 60
# What a client may be told while something is down; a connection that breaks is no answer.
FORESEEN = {"200", "201", "202", "409", "429", "502", "503", "504", "no", "403"}


def run(seconds, kind):
    return storm("nodes", seconds, kind, Postgres, EVENTS)


def run_failover(seconds, kind):
    """The same, while nothing happens but that one PostgreSQL takes the other's place."""
    return storm("failover", seconds, kind, Pair, [fail_over])


def storm(name, seconds, kind, database, events):
    with tempfile.TemporaryDirectory(prefix="teken-storm-") as folder:
        postgres = database(folder).start()
        nodes = [Node(data, TEKEN_PROXIES="127.0.0.0/8") for data in move(found(folder), postgres, "east", "west")]
        for node in nodes:
            node.start().await_listening()
        proxy = Proxy(folder, kind, *nodes)
        try:
            figures, broken = campaign(seconds, postgres, nodes, proxy, events)
            return {"name": name, "proxy": kind, "seconds": seconds, **broken, **figures}, broken
        finally:
            proxy.stop()
            for node in nodes:
                if node.process.poll() is None:
                    node.kill()
            postgres.stop()


def campaign(seconds, postgres, nodes, proxy, happening):
    load = Load([proxy.port], [node.port for node in nodes]).start()
    if load.book.first_after(0, RETURN_MAX) is None:
        raise RuntimeError(f"nothing was signed at all:\n{nodes[0].words()[-3000:]}")
    events, end, freed = collections.defaultdict(list), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        for event in happening:
            time.sleep(random.uniform(2, 4))
            events[event.__name__].append(watched(event, load.book, postgres, nodes))
            freed += set_free(load.book, nodes[0])
            if time.monotonic() > end:
                break
    unanswered = load.finish(lambda: set_free(load.book, nodes[0]))
    broken, figures = judge(load.book, nodes[0].data, proxy.port, unanswered)
    broken["unforeseen"] = sum(
        count for words, count in load.book.statuses.items() if words.split()[0] not in FORESEEN)
    broken["unclean_end"] = sum(node.stop() != 0 for node in nodes)
    figures |= {"set_free": freed, "events": {name: summary(seen) for name, seen in events.items()}}
    return figures, broken


def kill_node(postgres, nodes):
    node = random.choice(nodes)
    node.kill()
    time.sleep(2)
    node.start()


def stop_node(postgres, nodes):
    """As in an update: one node ends what it has begun, and another program takes its place."""
    node = random.choice(nodes)
    node.stop()
    node.start()


def pause_node(postgres, nodes):
    node = random.choice(nodes)
    node.process.send_signal(signal.SIGSTOP)
    time.sleep(random.uniform(3, 8))
    node.process.send_signal(signal.SIGCONT)


def stop_database(postgres, nodes):
    postgres.stop()
    time.sleep(1)
    postgres.start()


def crash_database(postgres, nodes):
    postgres.crash()
    postgres.start()


def stop_database_for_long(postgres, nodes):
    postgres.stop()
    time.sleep(20)
    postgres.start()


def crash_all(postgres, nodes):
    """As when the power goes."""
    postgres.crash()
    for node in nodes:
        node.kill()
    postgres.start()
    for node in nodes:
        node.start()


def fail_over(pair, nodes):
    """The other one goes on alone for a while, and then has somebody that follows it again."""
    pair.fail_over()
    time.sleep(random.uniform(2, 5))
    pair.build_anew()


EVENTS = [kill_node, stop_node, pause_node, stop_database, crash_database, stop_database_for_long, crash_all]


def watched(event, book, postgres, nodes):
    """What clients felt of it: the longest silence, how soon after its end they had signatures, what they were told."""
    before, began = collections.Counter(book.statuses), time.monotonic()
    event(postgres, nodes)
    over = time.monotonic()
    after = book.first_after(over, RETURN_MAX)
    if after is None:
        raise RuntimeError(f"nothing was signed for {RETURN_MAX} s after {event.__name__}:\n{nodes[0].words()[-3000:]}")
    for node in nodes:
        node.await_listening()
    time.sleep(3)
    with book.lock:
        moments = [began] + [m for m in book.moments if m > began]
        told = collections.Counter(book.statuses) - before
    silence = max(b - a for a, b in zip(moments, moments[1:]))
    words = f"{event.__name__}: silence {silence:.1f} s, {after:.1f} s after it; {dict(told)}"
    print(words, file=sys.stderr, flush=True)
    return silence, after, told


def summary(seen):
    told = sum((told for _, _, told in seen), collections.Counter())
    return {
        "times": len(seen), "silence_max_s": round(max(s for s, _, _ in seen), 1),
        "back_after_max_s": round(max(a for _, a, _ in seen), 1), "told": dict(sorted(told.items()))}
