#!/usr/bin/env python3
"""Runs a program at a terminal of its own, types when it asks, and tells as JSON how that went.

usage: at_a_terminal.py '[["what it asks", "what is typed"], ...]' PROGRAM [ARGUMENT...]

The answer holds the program's exit code, everything the screen showed, whether the terminal echoed at each question,
and whether it echoes again, takes whole lines and heeds control-C once the program has ended.
"""

import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import termios
import time

SECONDS_MAX = 60


def local_modes(descriptor: int) -> int:
    return termios.tcgetattr(descriptor)[3]


def person(slave: int, report: int, command: list[str]) -> None:
    """The terminal's session: it outlives the program, so that the terminal can be looked at afterwards."""
    os.setsid()
    signal.pthread_sigmask(signal.SIG_SETMASK, [])  # a test runner may have blocked what a person's shell would not
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    done = subprocess.run(command, stdin=slave, stdout=slave, stderr=slave, check=False)
    usual = termios.ECHO | termios.ICANON | termios.ISIG
    restored = local_modes(slave) & usual == usual
    os.write(report, json.dumps({"exitCode": done.returncode, "isRestored": restored}).encode())


def main() -> None:
    steps, command = json.loads(sys.argv[1]), sys.argv[2:]
    master, slave = os.openpty()
    result, report = os.pipe()
    session = os.fork()
    if session == 0:
        person(slave, report, command)
        os._exit(0)
    os.close(report)

    screen, seen, echoes = b"", 0, []
    deadline = time.monotonic() + SECONDS_MAX
    while time.monotonic() < deadline:
        ready, _, _ = select.select([master, result], [], [], 1)
        if master in ready:
            screen += os.read(master, 65536)
        elif result in ready:
            break
        if steps and steps[0][0].encode() in screen[seen:]:
            seen = len(screen)
            echoes.append(bool(local_modes(master) & termios.ECHO))
            os.write(master, steps.pop(0)[1].encode())
    else:
        os.killpg(session, signal.SIGKILL)
        sys.exit("at_a_terminal: the program did not end in time; the screen showed " + repr(screen))
    ending = json.loads(os.read(result, 4096))
    print(json.dumps(ending | {"screen": screen.decode(), "echoes": echoes, "questionsLeft": len(steps)}))


if __name__ == "__main__":
    main()
