"""A PostgreSQL of the campaign's own: fresh, durable, on a socket in a temporary folder, gone when the campaign is; and two of
them, of which one follows the other and takes its place."""

import os
import pathlib
import shutil
import signal
import subprocess
import time


class Postgres:
    def __init__(self, folder, name="postgres", follows=None):
        self.folder = pathlib.Path(folder) / name
        programs = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"))
        if not programs:
            raise RuntimeError("PostgreSQL is not installed: run tools/setup")
        self.programs, self.process = programs[-1].parent, None
        self.folder.mkdir(mode=0o755)
        # PostgreSQL does not run as root.
        self.wrap = []
        if os.getuid() == 0:
            self.wrap = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
            shutil.chown(self.folder, "postgres")
            self.folder.parent.chmod(0o711)
        if follows:
            self.follow(follows)
            return
        self.run(
            "initdb", "-D", self.folder / "data", "-U", "teken", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8",
            "--no-sync")
        with open(self.folder / "data" / "postgresql.conf", "a") as settings:
            settings.write("include_if_exists 'together.conf'\n")

    def follow(self, other):
        """Becomes a copy of the other one that takes over each of its commits from now on."""
        shutil.rmtree(self.folder / "data", ignore_errors=True)
        self.run(
            "pg_basebackup", "-h", other.folder, "-U", "teken", "-D", self.folder / "data", "-R", "-X", "stream",
            "--checkpoint=fast", "--no-sync")
        self.wait_for_another(False)

    def wait_for_another(self, waits):
        """Whether a commit is only one when another one has it too. Heard at the next start, or `reload`."""
        words = "synchronous_standby_names = '*'\n" if waits else ""
        (self.folder / "data" / "together.conf").write_text(words)

    @property
    def hosts(self):
        return str(self.folder)

    def run(self, program, *words):
        run = subprocess.run(
            [*self.wrap, self.programs / program, *map(str, words)], capture_output=True, text=True, cwd=self.folder)
        if run.returncode != 0:
            raise RuntimeError(f"{program} ended with {run.returncode}: {run.stderr[-2000:]}")
        return run.stdout

    def ask(self, statement):
        return self.run("psql", "-h", self.folder, "-U", "teken", "-d", "postgres", "-qAtX", "-c", statement)

    def start(self):
        settings = [
            "listen_addresses=", f"unix_socket_directories={self.folder}", "unix_socket_permissions=0777", "fsync=on",
            "shared_buffers=32MB", "max_connections=200"]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [*self.wrap, self.programs / "postgres", "-D", self.folder / "data",
                 *(word for setting in settings for word in ("-c", setting))],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder, start_new_session=True)
        for _ in range(600):
            ready = [self.programs / "pg_isready", "-q", "-h", self.folder, "-U", "teken", "-d", "postgres"]
            if subprocess.run(ready).returncode == 0:
                return self
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not come up: {(self.folder / 'log').read_text()[-2000:]}")

    def stop(self):
        """The fast way: connections are ended, what is committed is written."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def crash(self):
        """Kills all of its processes at once, as the end of a machine does it."""
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout.split()
        self.process.kill()
        for child in map(int, children):
            try:
                os.kill(child, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()
        # The shared memory is given up when the last one is gone.
        while any(pathlib.Path(f"/proc/{child}").exists() and not is_zombie(child) for child in children):
            time.sleep(0.02)


class Pair:
    """Two of them, the second always having what was committed on the first."""

    def __init__(self, folder):
        self.first, self.second, self.folder = Postgres(folder, "first"), None, folder

    @property
    def hosts(self):
        return ",".join(str(pathlib.Path(self.folder) / name) for name in ("first", "second"))

    def start(self):
        self.first.start()
        self.second = Postgres(self.folder, "second", follows=self.first).start()
        self.agree()
        return self

    def agree(self):
        self.first.wait_for_another(True)
        self.first.reload()
        for _ in range(600):
            if self.first.ask("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"):
                return
            time.sleep(0.05)
        raise RuntimeError("the second PostgreSQL does not follow the first")

    def fail_over(self):
        """The first is gone at once, and the second takes its place, waiting for nobody."""
        self.first.crash()
        self.first, self.second = self.second, self.first
        self.first.ask("SELECT pg_promote()")

    def build_anew(self):
        """Whoever was first before follows whoever is now."""
        self.second.follow(self.first)
        self.second.start()
        self.agree()

    def stop(self):
        for one in (self.second, self.first):
            if one and one.process.poll() is None:
                one.stop()


def is_zombie(process):
    try:
        return "\nState:\tZ" in pathlib.Path(f"/proc/{process}/status").read_text()
    except OSError:
        return True
