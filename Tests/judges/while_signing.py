#!/usr/bin/env python3
"""Watches a program that signs documents from outside: its processes, their memory, and what becomes of it when one dies.

usage: while_signing.py memory COMMAND...      the largest sum of memory of the program and all below it
       while_signing.py kill COMMAND...        kills the first worker that holds a document
       while_signing.py secrets NEEDLE... -- COMMAND...
                                               who has these words in memory, arguments or environment
       while_signing.py read NEEDLE... -- COMMAND...
                                               who has them once the document is read: COMMAND writes its result to
                                               standard output, which holds 4 KiB and is not emptied so long

Prints JSON. Memory is the sum of the proportional set sizes in KiB, read as often as the machine allows. A worker is a
process two below the program. For `secrets` a process is looked at while it is stopped; only root may do that.
"""

import fcntl
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

SECONDS_MAX = 120
LOOKS_MAX = 8


def children(process: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def descendants(process: int) -> list[int]:
    below = children(process)
    return below + [deeper for child in below for deeper in descendants(child)]


def workers(process: int) -> list[int]:
    return [worker for nursery in children(process) for worker in children(nursery)]


def proportional(process: int) -> int:
    try:
        return int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.M)[1])
    except (OSError, TypeError):
        return 0


def holds_document(process: int) -> bool:
    """Whether a document is mapped: a memory file of that name."""
    try:
        return "memfd:teken-document" in Path(f"/proc/{process}/maps").read_text()
    except OSError:
        return False


def memory(program: subprocess.Popen) -> dict:
    most = samples = 0
    while program.poll() is None:
        most = max(most, sum(proportional(each) for each in [program.pid, *descendants(program.pid)]))
        samples += 1
        time.sleep(0.002)
    return {"mostKiB": most, "samples": samples}


def kill(program: subprocess.Popen) -> dict:
    while program.poll() is None:
        for worker in workers(program.pid):
            if holds_document(worker):
                os.kill(worker, signal.SIGKILL)
                return {"killed": worker}
    return {"killed": 0}


def count(process: int, needle: bytes) -> int:
    found = 0
    regions = [re.match(r"([0-9a-f]+)-([0-9a-f]+) r\S+ .*", line) for line in open(f"/proc/{process}/maps") if "[v" not in line]
    memory_file = os.open(f"/proc/{process}/mem", os.O_RDONLY)
    for region in filter(None, regions):
        start, end = (int(side, 16) for side in region.groups())
        try:
            found += os.pread(memory_file, end - start, start).count(needle)
        except OSError:
            continue  # a guard page
    os.close(memory_file)
    return found


def secrets(program: subprocess.Popen, needles: list[str]) -> dict:
    """Looks several times while documents are in work, at the worker and at the program."""
    told = {needle: {"program": 0, "worker": 0, "told": 0} for needle in needles}
    looks = {"program": 0, "worker": 0}
    while program.poll() is None and looks["worker"] < LOOKS_MAX:
        busy = [("worker", worker) for worker in workers(program.pid) if holds_document(worker)]
        for kind, process in [*busy, ("program", program.pid)] if busy else []:
            try:
                os.kill(process, signal.SIGSTOP)
                time.sleep(0.002)
                words = b"".join(Path(f"/proc/{process}/{name}").read_bytes() for name in ("cmdline", "environ"))
                for needle in needles:
                    told[needle]["told"] += words.count(needle.encode())
                    told[needle][kind] = max(told[needle][kind], count(process, needle.encode()))
                looks[kind] += 1
            except OSError:
                continue  # it has ended meanwhile
            finally:
                try:
                    os.kill(process, signal.SIGCONT)
                except ProcessLookupError:
                    pass
    return {"looks": looks, "found": told}


def read(program: subprocess.Popen, needles: list[str]) -> dict:
    """Looks once, while the program waits for its result to be taken. The worker that served has most page faults."""
    fcntl.fcntl(program.stdout, fcntl.F_SETPIPE_SZ, 4096)
    select.select([program.stdout], [], [], SECONDS_MAX)
    if program.poll() is not None or not workers(program.pid):
        return {}  # it refused, and says why
    worker = max(workers(program.pid), key=lambda each: int(Path(f"/proc/{each}/stat").read_text().split()[9]))
    processes = {"program": program.pid, "worker": worker}
    told = {
        needle: {kind: count(process, needle.encode()) for kind, process in processes.items()} for needle in needles
    }
    return {"looks": dict.fromkeys(processes, 1), "found": told}


def main() -> None:
    mode, words = sys.argv[1], sys.argv[2:]
    looks = {"secrets": secrets, "read": read}
    needles = words[: words.index("--")] if mode in looks else []
    command = words[len(needles) + 1 :] if mode in looks else words
    output = subprocess.PIPE if mode == "read" else subprocess.DEVNULL
    program = subprocess.Popen(command, stdout=output, stderr=subprocess.PIPE)
    try:
        told = looks[mode](program, needles) if mode in looks else {"memory": memory, "kill": kill}[mode](program)
        said = program.communicate(timeout=SECONDS_MAX)[1].decode()
    finally:
        program.kill()
    print(json.dumps(told | {"exitCode": program.returncode, "errors": said}))


if __name__ == "__main__":
    main()
