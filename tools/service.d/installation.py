"""An installation in a folder of its own, the nodes that serve it, and what its own commands say of it."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TEKEN = os.environ.get("TEKEN_PROGRAM", str(ROOT / ".build/release/teken"))
LETTER = ROOT / "fixtures/letter/nota-dinas.pdf"
PASSPHRASE = "Contoh#2026"


def teken(*words, **more):
    """Runs a command to its end and answers what it printed; one that fails is a fault of the campaign."""
    run = subprocess.run([TEKEN, *map(str, words)], capture_output=True, text=True, **more)
    if run.returncode != 0:
        raise RuntimeError(f"teken {' '.join(map(str, words))} ended with {run.returncode}: {run.stderr[-2000:]}")
    return run.stdout


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def found(folder):
    """A trial on SQLite; answers its data folder."""
    data = pathlib.Path(folder) / "trial"
    teken("trial", "--data", data)
    return data


def move(trial, postgres, *names):
    """Moves a trial into PostgreSQL, as an operator does it; answers one data folder for each node that was named."""
    backup = trial.parent / "backup"
    teken("backup", backup, "--data", trial)
    place = urllib.parse.quote(postgres.hosts, safe="")
    folders = []
    for name in names:
        data = trial.parent / name
        data.mkdir(mode=0o700)
        shutil.copy(trial / "pepper", data / "pepper")
        settings = (trial / "teken.conf").read_text()
        (data / "teken.conf").write_text(
            f"{settings.rstrip()}\nTEKEN_DATABASE=postgresql://teken@/postgres?host={place}"
            "&target_session_attrs=read-write\n")
        if not folders:
            teken("restore", backup, "--data", data, "--accept-loss")
        folders.append(data)
    return folders


class Node:
    """One process of the service on a port of loopback, and all that it says on standard error."""

    def __init__(self, data, port=None, wrap=(), **settings):
        self.data, self.port, self.wrap, self.process = pathlib.Path(data), port or free_port(), list(wrap), None
        self.settings = {"TEKEN_LISTEN": f"127.0.0.1:{self.port}", **settings}
        self.log = self.data.parent / f"{self.data.name}.log"

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*self.wrap, TEKEN, "serve", "--data", self.data], stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                env={**os.environ, **self.settings}, start_new_session=True)
        return self

    def await_listening(self, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.02)
        raise RuntimeError(f"the service did not come up:\n{self.words()[-2000:]}")

    def kill(self):
        """Kills the process; answers how many of those that it had started outlived it by more than two seconds."""
        group = self.process.pid
        self.process.kill()
        self.process.wait()
        end = time.monotonic() + 2
        while (left := living(group)) and time.monotonic() < end:
            time.sleep(0.01)
        return left

    def stop(self):
        """Ends it as an operator does; answers its exit code."""
        self.process.terminate()
        return self.process.wait(40)

    def words(self):
        return self.log.read_text(errors="replace")


def living(group):
    """How many processes of the group there are, those aside that only wait for their parent to look."""
    count = 0
    for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        count += int(fields[2]) == group and fields[0] != "Z"
    return count


def audit(data):
    """The whole log, record by record, and what its own verification says."""
    records = [json.loads(line) for line in teken("audit", "export", "--data", data).splitlines()]
    run = subprocess.run([TEKEN, "audit", "verify", "--data", data, "--json"], capture_output=True, text=True)
    return records, run.returncode == 0 and json.loads(run.stdout)["intact"]
