"""What was said of each file of fixtures/attacks: by our program, asked anew, and by the foreign judges in one word.

Only the standard library, since the tests run it.
"""

import dataclasses
import json
import os
import re
import subprocess
from pathlib import Path

AT = "2026-07-15T00:00:00Z"
BESIDE = ("pki/root.crl", "pki/issuing.crl")
PASSED = "passed"
PARTLY = "partly"
SECONDS_MAX = 300


@dataclasses.dataclass(frozen=True)
class Verdict:
    """One file: what it is, what we say of it and why, and what the others said."""

    path: str
    kind: str
    variant: str
    about: str
    never: bool
    expect: str | None
    outcome: str
    indication: str
    code: str
    detail: str
    pyhanko: str
    pyhanko_words: str
    pdfsig: str
    openssl: str

    @property
    def passes(self) -> bool:
        return self.outcome == "TOTAL-PASSED"

    @property
    def ours(self) -> str:
        return f"{self.outcome} / {self.indication}" if self.indication else self.outcome

    def differs_from(self, judge: str) -> bool:
        return self.passes != (getattr(self, judge) in (PASSED, PARTLY))


def program(repository: Path) -> Path:
    """TEKEN, or what was built last, optimised or not."""
    if named := os.environ.get("TEKEN"):
        return Path(named).absolute()
    built = [repository / ".build" / kind / "teken" for kind in ("release", "debug")]
    built = [each for each in built if each.exists()]
    if not built:
        raise SystemExit("tools/judge-attacks: build teken first, or say in TEKEN where it is")
    return max(built, key=lambda each: each.stat().st_mtime)


def asked(teken: Path, folder: Path, entries: list[dict]) -> dict[str, dict]:
    """Our answers by path; one run for all files that are judged alike."""
    alike: dict[tuple, list[str]] = {}
    for entry in entries:
        alike.setdefault((entry.get("password"), *entry.get("crls", BESIDE)), []).append(entry["path"])
    answers = {}
    for (password, *lists), paths in alike.items():
        command = [str(teken), "verify", "--json", "--offline", "--at", AT, "--trust", "pki/root.pem"]
        command += [word for name in lists for word in ("--material", name)]
        command += ["--document-password-file", "-"] if password else []
        told = {"input": (password + "\n").encode()} if password else {"stdin": subprocess.DEVNULL}
        done = subprocess.run(
            [*command, *paths], cwd=folder, capture_output=True, timeout=SECONDS_MAX, check=False, **told
        )
        answers |= {answer["file"]: answer for answer in map(json.loads, done.stdout.decode().splitlines())}
        if missing := [path for path in paths if path not in answers]:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise SystemExit(f"tools/judge-attacks: no answer about {missing[0]}: {said}")
    return answers


def deciding(answer: dict) -> tuple[str, str]:
    """Code and detail of the finding that the answer rests on, where our program looks for its sentence too."""
    said = (answer["outcome"], answer["subIndication"])
    effect = {"TOTAL-FAILED": "disproves", "INDETERMINATE": "doubts"}.get(answer["outcome"])
    worst = [each for each in answer["signatures"] if (each["outcome"], each["subIndication"]) == said]
    for finding in (worst or [answer])[0]["findings"]:
        if finding["effect"] == effect and finding["subIndication"] == answer["subIndication"]:
            return finding["code"], finding["detail"] or ""
    return "", ""


def pyhanko_word(said: str) -> str:
    if said in (PASSED, "no signature"):
        return said
    name, _, words = said.partition(": ")
    if not words.startswith(("INTACT", "INVALID")):
        return "refused" if name in ("SignatureValidationError", "CMSExtractionError") else "error"
    words = re.sub(r"TIMESTAMP_TOKEN<[^>]*>", lambda found: "" if "INTACT:TRUSTED" in found[0] else "STAMP", words)
    reasons = {
        "INVALID": "broken",
        "ILLEGAL_MODIFICATIONS": "changed",
        "INTACT:REVOKED": "revoked",
        "UNTRUSTED": "untrusted",
        "STAMP": "timestamp",
    }
    return "refused: " + next(short for sign, short in reasons.items() if sign in words)


def pdfsig_word(said: str) -> str:
    """`partly` where every signature is valid and trusted, and none covers the whole file."""
    found = [each for each in said.split(" | ") if each.strip()]
    if not found or said in ("no signature", "cannot read it", "no answer in time") or said.startswith("ended by"):
        return {"no signature": "no signature", "cannot read it": "unreadable"}.get(said, said.strip(" |") or "nothing")
    good = ["Signature is Valid" in each and "Certificate is Trusted" in each for each in found]
    if all(good):
        return PASSED if any(each.startswith("Total document signed") for each in found) else PARTLY
    open_ones = ["Signature has not yet been verified" in each for each in found]
    if all(one or other for one, other in zip(good, open_ones, strict=True)):
        return "unverified"
    if any("Digest Mismatch" in each or "Invalid" in each or "Unknown Validation" in each for each in found):
        return "refused: broken"
    return "refused: expired" if any("has Expired" in each for each in found) else "refused: untrusted"


def openssl_word(said: str) -> str:
    return said if said in (PASSED, "-") else "refused"


def verdicts(folder: Path, teken: Path) -> list[Verdict]:
    entries = json.loads((folder / "manifest.json").read_text())
    judged = json.loads((folder / "judges.json").read_text())
    answers = asked(teken, folder, entries)
    found = []
    for entry in entries:
        others, answer = judged[entry["path"]], answers[entry["path"]]
        code, detail = deciding(answer)
        found.append(
            Verdict(
                path=entry["path"],
                kind=entry["class"],
                variant=entry["variant"],
                about=entry["about"],
                never="never" in entry,
                expect=entry.get("expect"),
                outcome=answer["outcome"],
                indication=answer["subIndication"] or "",
                code=code,
                detail=detail,
                pyhanko=pyhanko_word(others["pyhanko"]),
                pyhanko_words=others["pyhanko"],
                pdfsig=pdfsig_word(others["pdfsig"]),
                openssl=openssl_word(others["openssl"]),
            )
        )
    return found
