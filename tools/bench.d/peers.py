"""Times other programs on signed PDFs: peers.py FOLDER-OR-PDF... --trust ROOT.pem [--threads N]... [--runs N]

One JSON object a line for each file, peer and number of cores: the median seconds of one judgement, reading the file
included, and how many such judgements all cores together do in a second. A peer that does not find every signature good
is not timed: that is an error.
"""

import argparse
import json
import logging
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

# However slow a peer is on a large file, this often it is measured; and no longer than this if it was.
RUNS_MIN = 3
SECONDS_MAX = 15
logging.disable(logging.CRITICAL)


def pdfsig(path: Path, _: Path) -> None:
    done = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=True)
    found = done.stdout.count("Signature Validation:")
    if not found or found != done.stdout.count("Signature Validation: Signature is Valid."):
        raise SystemExit(f"tools/bench-peers: pdfsig does not find {path.name} good")


def pyhanko(path: Path, trust: Path) -> None:
    """A reader and a context of its own for each judgement, as for a document that nobody has seen."""
    _, _, der = pem.unarmor(trust.read_bytes())
    with path.open("rb") as file:
        signatures = PdfFileReader(file).embedded_signatures
        for each in signatures:
            context = ValidationContext(trust_roots=[x509.Certificate.load(der)], allow_fetching=False)
            if not validate_pdf_signature(each, context).bottom_line:
                raise SystemExit(f"tools/bench-peers: pyHanko does not find {path.name} good")
        if not signatures:
            raise SystemExit(f"tools/bench-peers: pyHanko finds no signature in {path.name}")


def sha256sum(path: Path, _: Path) -> None:
    subprocess.run(["sha256sum", str(path)], capture_output=True, check=True)


# What each is called on its line, and what it does: two start a process for every document, as their users do.
PEERS = {"pdfsig {}": pdfsig, "pyHanko {}, in one process": pyhanko, "sha256sum {}": sha256sum}


def timed(job: tuple[str, Path, Path, int]) -> list[float]:
    name, path, trust, runs = job
    judge: Callable[[Path, Path], None] = PEERS[name]
    judge(path, trust)  # unmeasured: imports, caches, the file itself
    seconds: list[float] = []
    began = time.perf_counter()
    while len(seconds) < runs and (len(seconds) < RUNS_MIN or time.perf_counter() - began < SECONDS_MAX):
        start = time.perf_counter()
        judge(path, trust)
        seconds.append(time.perf_counter() - start)
    return seconds


def measured(name: str, path: Path, trust: Path, threads: int, runs: int) -> dict:
    """So many processes at once, on as many cores and no others."""
    cores = set(sorted(os.sched_getaffinity(0))[:threads])
    with ProcessPoolExecutor(threads, initializer=os.sched_setaffinity, initargs=(0, cores)) as pool:
        # One job for each, so that none waits for another to begin.
        taken = list(pool.map(timed, [(name, path, trust, runs)] * threads))
    rate = sum(1 / statistics.median(seconds) for seconds in taken)
    middle = statistics.median(each for seconds in taken for each in seconds)
    return {
        "bench": name.format(path.stem.replace("-", " ")),
        "threads": threads,
        "unit": "s",
        "figure": float(f"{middle:.4g}"),
        "rate": float(f"{rate:.4g}"),
        "operations": sum(len(seconds) for seconds in taken),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--trust", required=True, type=Path)
    parser.add_argument("--threads", action="append", type=int)
    parser.add_argument("--runs", default=15, type=int)
    given = parser.parse_args()
    files = [file for path in given.paths for file in (path.glob("*.pdf") if path.is_dir() else [path])]
    cores = len(os.sched_getaffinity(0))
    for threads in given.threads or [1, 2]:
        if not 1 <= threads <= cores:
            print(f"tools/bench-peers: {cores} cores here, so nothing on {threads}", file=sys.stderr)
            continue
        for file in sorted(files, key=lambda each: (each.stat().st_size, each.name)):
            for name in PEERS:
                line = measured(name, file, given.trust, threads, given.runs)
                print(json.dumps(line, separators=(",", ":")), flush=True)


if __name__ == "__main__":
    main()
