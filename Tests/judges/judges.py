#!/usr/bin/env python3
"""Runs the judges of this folder for as long as a test run lasts.

What they are made of takes a second to load, so it is loaded once, here; each order is then worked off by a process of
its own. An order is a line of JSON: `words`, the script and what it is told, and the files `in`, `out` and `err`. When it
is done there is a file `end` with the exit code. This ends when its input does.
"""
import io
import json
import os
import pathlib
import runpy
import signal
import sys
import traceback

FOLDER = pathlib.Path(__file__).resolve().parent


def work(order):
    """In a process of its own, which is as if it had been started for this order."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, (name, access) in enumerate([("in", os.O_RDONLY), ("out", os.O_WRONLY), ("err", os.O_WRONLY)]):
        file = os.open(order[name], access)
        os.dup2(file, number)
        os.close(file)
    # Orders that were read ahead are not for this one.
    sys.stdin = io.TextIOWrapper(open(0, "rb", closefd=False))
    sys.argv = [str(FOLDER / order["words"][0]), *order["words"][1:]]
    code = 1
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
        code = 0
    except SystemExit as end:
        code = end.code or 0
        if not isinstance(code, int):
            print(code, file=sys.stderr)
            code = 1
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    pathlib.Path(order["end"] + ".made").write_text(str(code))
    os.rename(order["end"] + ".made", order["end"])


def main():
    sys.path.insert(0, str(FOLDER))
    import judge_long_term  # noqa: F401  it takes most of the second, with pyHanko
    from cryptography.hazmat.primitives.asymmetric import ec, rsa  # noqa: F401

    # Nobody waits for them here.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        if os.fork() == 0:
            try:
                work(json.loads(line))
            finally:
                os._exit(0)


if __name__ == "__main__":
    main()
