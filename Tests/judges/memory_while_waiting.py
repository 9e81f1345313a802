"""Looks into a signing process from outside, at the moment when it has signed and waits for a timestamp.

usage: memory_while_waiting.py PASSPHRASE COMMAND...

COMMAND is `teken sign-cms ...` without its timestamp options; its standard input is the passphrase. A socket of ours plays an
authority that never answers. Prints two counts: how often the passphrase stands in the process's memory, and how often the words
`Siti Contoh`, which must be there, do. Only root can read the memory of a process that is not dumpable.
"""

import os
import re
import socket
import subprocess
import sys


def count(process, needle):
    found = 0
    with open(f"/proc/{process}/maps") as maps:
        regions = [re.match(r"([0-9a-f]+)-([0-9a-f]+) r\S+ .*", line) for line in maps if "[v" not in line]
    memory = os.open(f"/proc/{process}/mem", os.O_RDONLY)
    for region in filter(None, regions):
        start, end = (int(side, 16) for side in region.groups())
        try:
            found += os.pread(memory, end - start, start).count(needle)
        except OSError:
            continue  # a guard page
    os.close(memory)
    return found


def main():
    passphrase, command = sys.argv[1], sys.argv[2:]
    authority = socket.create_server(("127.0.0.1", 0))
    authority.settimeout(60)
    url = f"http://127.0.0.1:{authority.getsockname()[1]}/"
    signer = subprocess.Popen(
        command + ["--timestamp", url, "--timestamp-timeout", "60"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        signer.stdin.write(passphrase.encode())
        signer.stdin.close()
        connection, _ = authority.accept()
        connection.recv(4096)
        print(count(signer.pid, passphrase.encode()), count(signer.pid, "Siti Contoh".encode()))
    finally:
        signer.kill()
        signer.wait()


main()
