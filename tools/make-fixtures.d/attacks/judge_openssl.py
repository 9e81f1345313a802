"""What the openssl command says of the newest signature of a PDF, given the bytes that it signed and nothing else."""

import calendar
import re
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

SAYS_NOTHING = "-"
RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
WORDS_MAX = 160


def newest(document: bytes) -> tuple[bytes, bytes, str] | None:
    """The signed bytes, the message and the format that go with the last /ByteRange, where it is a plain one."""
    ranges = list(RANGE.finditer(document))
    if not ranges:
        return None
    place = ranges[-1]
    start, length, second, rest = (int(each) for each in place.groups())
    hole = document[start + length : second]
    if start + length > second or second + rest > len(document) or hole[:1] + hole[-1:] != b"<>":
        return None
    try:
        message = bytes.fromhex(hole[1:-1].decode("ascii"))
    except ValueError:
        return None
    around = document[document.rfind(b" obj", 0, place.start()) : document.find(b"endobj", place.end())]
    format_named = re.search(rb"/SubFilter\s*/([\w.]+)", around)
    signed = document[start : start + length] + document[second : second + rest]
    return signed, message, format_named[1].decode() if format_named else ""


def openssl(folder: Path, entry: dict, at: datetime) -> str:
    """`passed`, its first complaint, or that it has nothing to say: of timestamps, and where no plain range is found.

    It looks at message, signature and chain as of the moment, and neither at lists nor at later revisions.
    """
    found = newest((folder / entry["path"]).read_bytes())
    if found is None or found[2] == "ETSI.RFC3161":
        return SAYS_NOTHING
    signed, message, format_named = found
    with tempfile.TemporaryDirectory() as place:
        content, cms = Path(place) / "content", Path(place) / "cms"
        content.write_bytes(signed)
        cms.write_bytes(message)
        command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(cms), "-content", str(content)]
        command += ["-CAfile", str(folder / "pki/root.pem"), "-no-CApath", "-no-CAstore", "-purpose", "any"]
        command += ["-attime", str(calendar.timegm(at.utctimetuple())), "-out", "/dev/null"]
        # CAdES binds the certificate that signed; openssl looks whether it does only when it is told to.
        command += ["-cades"] if format_named == "ETSI.CAdES.detached" else []
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    return "passed" if done.returncode == 0 else complaint(done.stderr.decode("utf-8", "replace"))


def complaint(said: str) -> str:
    """The words of the first error, and what was said about it; without addresses, which differ from run to run."""
    for line in said.splitlines():
        parts = line.split(":")
        if "error" in parts[:2] and len(parts) > 5:
            reason, about = parts[5], ":".join(parts[8:]).removeprefix("Verify error: ").strip()
            return (f"{reason}: {about}" if about else reason)[:WORDS_MAX]
    return (said.splitlines() or ["no word"])[0][:WORDS_MAX]
