"""Disks that are full, databases that take no writes, peppers that are gone, a look at itself that went wrong once."""

import os
import pathlib
import re
import signal
import subprocess
import time

from asking import digest, letter, ready, session, told, until, verdict
from installation import Node, audit, found, living, move, teken
from postgres import Postgres

BACK_MAX = 15


def mounted(case, name, *words):
    """A file system of the case's own, which is gone when the case is."""
    place = pathlib.Path(case.folder) / name
    place.mkdir()
    subprocess.run(["mount", *words, str(place)], check=True)
    case.stack.callback(subprocess.run, ["umount", "--lazy", str(place)], check=True)
    return place


def fill(place):
    """Takes all the room there is, to the last byte."""
    filler = place / "filler"
    with open(filler, "wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                pass
    return filler


def refusal(node, seconds=30):
    """Starts a node that must not come up; answers its exit code and the code that it named."""
    node.start()
    try:
        status = node.process.wait(seconds)
    except subprocess.TimeoutExpired:
        node.kill()
        return "it serves"
    codes = re.findall(r"\[([a-z_]+)\]", node.words())
    return f"{status} {codes[-1] if codes else node.words()[-300:]}"


def disk_full(case):
    """SQLite on a disk that is full for a while."""
    disk = mounted(case, "disk", "-t", "tmpfs", "-o", "size=32m", "tmpfs")
    node = case.serve(Node(found(disk)))
    signing = session(node.port, count=1_000)
    through_full_disk(case, node, signing, disk)


def database_disk_full(case):
    """PostgreSQL on a disk that is full for a while."""
    pathlib.Path(case.folder).chmod(0o711)
    disk = mounted(case, "disk", "-t", "tmpfs", "-o", "size=128m", "tmpfs")
    postgres = Postgres(disk).start()
    case.stack.callback(postgres.stop)
    data, = move(found(case.folder), postgres, "node")
    node = case.serve(Node(data))
    signing = session(node.port, count=1_000)
    filler = fill(disk)
    seen = [told(digest(node.port, signing)) for _ in range(60)]
    case.note("while it is full", sorted(set(seen)))
    case.expect("refused with 503 or signed", all(s in ("200",) or s.startswith("503") for s in seen))
    filler.unlink()
    if postgres.process.poll() is not None:
        case.note("PostgreSQL ended by itself", True)
        postgres.start()
    back(case, node, signing)


def through_full_disk(case, node, signing, disk):
    filler = fill(disk)
    # What the database's log has room for already is still written.
    answer, _ = until(60, lambda: digest(node.port, signing), lambda a: a is None or a.status != 200)
    case.expect("refused with 503 database_full", told(answer) == "503 database_full", told(answer))
    # A commit that failed makes room for the next, because the database's log is then moved into its file.
    seen = [told(letter(node.port)) for _ in range(10)]
    case.expect("each is signed or refused like that", set(seen) <= {"200", "503 database_full"}, sorted(set(seen)))
    case.answers("questions are answered", verdict(node.port), "200")
    case.note("ready meanwhile", ready(node.port))
    filler.unlink()
    back(case, node, signing)


def back(case, node, signing):
    answer, seconds = until(BACK_MAX, lambda: digest(node.port, signing), lambda a: a and a.status == 200)
    case.expect("signs again by itself", seconds is not None, f"{told(answer)} after {seconds} s")
    answer, seconds = until(BACK_MAX, lambda: ready(node.port), lambda a: a.startswith("200"))
    case.expect("is ready again by itself", seconds is not None, f"{answer} after {seconds} s")
    case.answers("signs with a passphrase", letter(node.port), "200")
    _, is_intact = audit(node.data)
    case.expect("the log is whole", is_intact)


def disk_read_only(case):
    """SQLite on a disk that stops taking writes under it, as Linux lets one that has faults, and takes them again."""
    node = case.serve(Node(found(case.folder)))
    signing = session(node.port, count=1_000)
    case.answers("signs", digest(node.port, signing), "200")
    calls = "pwrite64,ftruncate,fdatasync"
    words = ["-e", f"trace={calls}", "-e", f"inject={calls}:error=EROFS", "-p", str(node.process.pid)]
    tracer = subprocess.Popen(["strace", "-f", "-qq", "-o", "/dev/null", *words])
    status = pathlib.Path(f"/proc/{node.process.pid}/status")
    until(10, lambda: "\nTracerPid:\t0\n" not in status.read_text(), bool)
    seen = [told(digest(node.port, signing)) for _ in range(20)] + [told(letter(node.port)) for _ in range(5)]
    case.expect("refused with 503", all(s.startswith("503") for s in seen), sorted(set(seen)))
    case.answers("questions are answered", verdict(node.port), "200")
    case.note("ready meanwhile", ready(node.port))
    tracer.send_signal(signal.SIGINT)
    tracer.wait(10)
    back(case, node, signing)
    node.stop()
    node.start().await_listening()
    back(case, node, signing)


def read_only_folder(case):
    """SQLite in a folder that may not be written: refused at the start, and fine when it may again."""
    data = found(case.folder)
    place = pathlib.Path(case.folder) / "read-only"
    place.mkdir()
    subprocess.run(["mount", "--bind", str(data), str(place)], check=True)
    case.stack.callback(subprocess.run, ["umount", "--lazy", str(place)], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", str(place)], check=True)
    seen = refusal(Node(place))
    case.expect("refused at the start with a code", bool(re.fullmatch(r"(3|6|70) [a-z_]+", seen)), seen)
    node = case.serve(Node(data))
    case.answers("signs in the folder itself", letter(node.port), "200")


def read_only_database(case):
    """A PostgreSQL that takes no writes for a while, as one that another server has taken over from."""
    postgres = Postgres(case.folder).start()
    case.stack.callback(postgres.stop)
    data, = move(found(case.folder), postgres, "node")
    node = case.serve(Node(data))
    signing = session(node.port, count=1_000)
    settle(postgres, "on")
    seen = [told(digest(node.port, signing)) for _ in range(10)]
    case.expect("refused with 503", all(s.startswith("503") for s in seen), sorted(set(seen)))
    case.note("ready meanwhile", ready(node.port))
    other = refusal(Node(data))
    case.expect("another node does not start", bool(re.fullmatch(r"(3|6|70) [a-z_]+", other)), other)
    settle(postgres, "off")
    back(case, node, signing)


def database_crowded(case):
    """Others take every connection that the database has; the node keeps its own, and takes new ones when it can."""
    postgres = Postgres(case.folder).start()
    case.stack.callback(postgres.stop)
    data, = move(found(case.folder), postgres, "node")
    node = case.serve(Node(data))
    signing = session(node.port, count=1_000)
    program = [postgres.programs / "psql", "-h", postgres.folder, "-U", "teken", "-d", "postgres", "-c"]
    others = [
        subprocess.Popen([*program, "SELECT pg_sleep(60)"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(210)]
    time.sleep(5)
    seen = [told(digest(node.port, signing)) for _ in range(20)]
    case.expect("signs or refuses with 503", all(s == "200" or s.startswith("503") for s in seen), sorted(set(seen)))
    other = refusal(Node(data))
    case.expect("another node says why it does not start", bool(re.fullmatch(r"(3|6|70) [a-z_]+", other)), other)
    for process in others:
        # It asks the server to break off; merely ended, it would leave its connection asleep.
        process.send_signal(signal.SIGINT)
        process.wait()
    back(case, node, signing)


def settle(postgres, is_read_only):
    postgres.ask(f"ALTER SYSTEM SET default_transaction_read_only = {is_read_only}")
    postgres.ask("SELECT pg_reload_conf()")
    time.sleep(0.5)
    # Who is connected has begun its transactions by name as ones that write; whoever takes over ends the connections.
    postgres.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                 " AND backend_type = 'client backend'")


def pepper(case):
    """The pepper is gone, another one, damaged, open to others; at the start and while the node serves."""
    data = found(case.folder)
    place, kept = data / "pepper", (data / "pepper").read_bytes()
    node = case.serve(Node(data))
    place.unlink()
    case.answers("a node that has read it goes on", letter(node.port), "200")
    node.stop()
    seen = refusal(Node(data))
    case.expect("refused without it", seen == "6 file_not_found", seen)
    teken("pepper", "make", place)
    seen = refusal(Node(data))
    case.expect("refused with another one", bool(re.fullmatch(r"(3|4) [a-z_]+", seen)), seen)
    for name, text in {"empty": b"", "cut": kept[:-9], "of zeros": bytes(len(kept))}.items():
        place.write_bytes(text)
        seen = refusal(Node(data))
        case.expect(f"refused when it is {name}", seen == "3 pepper_malformed", seen)
    place.write_bytes(kept)
    place.chmod(0o644)
    seen = refusal(Node(data))
    case.expect("refused when others can read it", seen == "3 file_open_to_others", seen)
    place.chmod(0o600)
    node.start().await_listening()
    case.answers("serves with its own again", letter(node.port), "200")


def probe(case):
    """Reading documents stood still while the node looked at itself at its start, and goes on afterwards."""
    node = Node(found(case.folder))
    node.start()
    case.stack.callback(case.end, node, ())
    stopped = set()
    end = time.monotonic() + 5
    while time.monotonic() < end and not stopped:
        stopped = workers(node.process.pid)
    for process in stopped:
        os.kill(process, signal.SIGSTOP)
    time.sleep(25)
    for process in stopped:
        os.kill(process, signal.SIGCONT)
    node.await_listening()
    case.note("ready at first", ready(node.port))
    case.answers("signs", letter(node.port), "200")
    answer, seconds = until(60, lambda: ready(node.port), lambda a: a.startswith("200"))
    case.expect("is ready within a minute", seconds is not None, f"{answer} after {seconds} s")


def workers(group):
    """The processes of a node that read documents."""
    found = set()
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == group and (folder / "comm").read_text().startswith("teken-pdf"):
                found.add(int(folder.name))
        except OSError:
            continue
    return found


def workers_killed(case):
    """Whatever reads documents is killed again and again; the node starts it anew."""
    node = case.serve(Node(found(case.folder)))
    seen = []
    for _ in range(10):
        for process in workers(node.process.pid):
            os.kill(process, signal.SIGKILL)
        seen.append(told(letter(node.port)))
        answer, seconds = until(BACK_MAX, lambda: letter(node.port), lambda a: a and a.status == 200)
        case.expect("signs again by itself", seconds is not None, f"{told(answer)} after {seconds} s")
    case.note("right after it", sorted(set(seen)))
    case.note("processes", living(node.process.pid))


CASES = [
    disk_full, database_disk_full, disk_read_only, read_only_folder, read_only_database, database_crowded, pepper, probe,
    workers_killed]
