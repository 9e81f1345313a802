"""Looks at a signed PDF's bytes by no PDF library: what a signature covers, how an update joins what was there."""

import dataclasses
import hashlib
import re

from asn1crypto import cms, tsp  # noqa: F401  (tsp teaches cms the signing-certificate attributes)

HOLE_BYTES_MAX = 1 << 20
RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
SECTION = re.compile(rb"\s*(xref\b|\d+\s+\d+\s+obj\b)")
SAFE_DIGESTS = ("sha256", "sha384", "sha512")


@dataclasses.dataclass
class Signature:
    """One signature as its ByteRange tells it."""

    at: int
    subfilter: str
    ranges: tuple[int, int, int, int]
    dictionary: bytes
    signed: bytes
    der: bytes = b""
    padding: int = 0
    faults: list[str] = dataclasses.field(default_factory=list)

    @property
    def end(self) -> int:
        return self.ranges[2] + self.ranges[3]

    @property
    def is_timestamp(self) -> bool:
        return self.subfilter == "ETSI.RFC3161"


def der_length(data: bytes) -> int:
    """The length of the first element of DER, its header included, or 0 where there is none."""
    if len(data) < 2 or data[0] != 0x30 or data[1] == 0x80:
        return 0
    if data[1] < 0x80:
        return 2 + data[1]
    count = data[1] & 0x7F
    return 2 + count + int.from_bytes(data[2 : 2 + count], "big")


def unpacked(signature: Signature, hole: bytes, before: bytes) -> None:
    """Takes the CMS out of its hole, and says what else is in there."""
    fault = signature.faults.append
    if not before.rstrip().endswith(b"/Contents"):
        fault("the hole does not follow /Contents")
    if hole[:1] != b"<" or hole[-1:] != b">":
        fault("the hole is larger or smaller than <...>")
    digits = hole.strip(b"<>")
    if re.search(rb"[^0-9A-Fa-f]", digits) or len(digits) % 2:
        fault("something else than pairs of hexadecimal digits is in the hole")
        return
    value = bytes.fromhex(digits.decode())
    length = der_length(value)
    if length == 0 or length > len(value):
        fault("no DER begins in /Contents")
        return
    signature.der, signature.padding = value[:length], len(value) - length
    if any(value[length:]):
        fault("something else than zeros pads /Contents")


def signatures(data: bytes) -> list[Signature]:
    """Every dictionary with a /ByteRange in plain sight, in the order of the file."""
    found = []
    for match in RANGE.finditer(data):
        ranges = tuple(int(group) for group in match.groups())
        start, first, second, count = ranges
        opening = data.rfind(b" obj", 0, match.start())
        dictionary = data[opening : data.find(b"endobj", match.end())]
        subfilter = re.search(rb"/SubFilter\s*/([^\s/<>\[\]()]+)", dictionary)
        one = Signature(match.start(), subfilter[1].decode() if subfilter else "", ranges, dictionary, b"")
        found.append(one)
        if start != 0:
            one.faults.append("the range does not begin with the file")
        if not first < second <= second + count <= len(data) or second - first > HOLE_BYTES_MAX:
            one.faults.append("the range is impossible")
            continue
        if not opening < first < opening + len(dictionary):
            one.faults.append("the hole is not in the signature's own dictionary")
        one.signed = data[:first] + data[second : second + count]
        unpacked(one, data[first:second], data[:first])
        tail = data[one.end - 64 : one.end].rstrip()
        if not tail.endswith(b"%%EOF"):
            one.faults.append("the range does not end with a revision")
    return found


def pades_faults(signature: Signature) -> list[str]:
    """What EN 319 142-1 asks of a baseline signature and this one lacks."""
    faults = []

    def demand(condition: bool, words: str) -> None:
        if not condition:
            faults.append(words)

    demand(signature.subfilter == "ETSI.CAdES.detached", f"the subfilter is {signature.subfilter or 'missing'}")
    demand(bool(re.search(rb"/M\s*[(<]", signature.dictionary)), "the dictionary has no /M")
    demand(not re.search(rb"/Cert\s*[(<\[]", signature.dictionary), "the dictionary has /Cert")
    if not signature.der:
        return [*faults, "there is no CMS"]
    signed = cms.ContentInfo.load(signature.der, strict=True)["content"]
    demand(len(signed["signer_infos"]) == 1, "there is not exactly one signer")
    signer = signed["signer_infos"][0]
    attributes = {each["type"].native: each["values"] for each in signer["signed_attrs"]}
    demand(signed["encap_content_info"]["content"].native is None, "the CMS is not detached")
    demand("signing_time" not in attributes, "signing-time is present")
    demand("signing_certificate_v2" in attributes, "signing-certificate-v2 is missing")
    demand("content_type" in attributes and attributes["content_type"][0].native == "data", "content-type is not data")
    digest = signer["digest_algorithm"]["algorithm"].native
    demand(digest in SAFE_DIGESTS, f"the digest is {digest}")
    if digest in SAFE_DIGESTS and "message_digest" in attributes:
        computed = hashlib.new(digest, signature.signed).digest()
        demand(attributes["message_digest"][0].native == computed, "message-digest is not the digest of the range")
    else:
        faults.append("message-digest is missing or not recomputed")
    return faults


def level(signature: Signature) -> str:
    """B-T when a signature timestamp is in it."""
    if signature.is_timestamp or not signature.der:
        return ""
    signer = cms.ContentInfo.load(signature.der)["content"]["signer_infos"][0]
    unsigned = {each["type"].native for each in signer["unsigned_attrs"] or []}
    return "B-T" if "signature_time_stamp_token" in unsigned else "B-B"


# --- How an update joins what was there -------------------------------------------------------------------------------


def last_startxref(data: bytes) -> int | None:
    found = re.findall(rb"startxref\s+(\d+)", data)
    return int(found[-1]) if found else None


def header_at(data: bytes) -> int:
    return max(data[:1024].find(b"%PDF-"), 0)


def section(data: bytes, at: int) -> tuple[str, bytes] | None:
    """The kind of the cross-reference section there, and the words of its trailer."""
    for shift in sorted({0, header_at(data)}):
        match = SECTION.match(data, at + shift)
        if match:
            kind = "table" if match[1] == b"xref" else "stream"
            opening = data.find(b"trailer", match.start()) if kind == "table" else match.start()
            closing = data.find(b"startxref" if kind == "table" else b"stream", opening + 1)
            return kind, data[opening : closing if closing > 0 else len(data)]
    return None


def rebuilding_faults(original: bytes, data: bytes, at: int) -> list[str]:
    """What is wrong with a table that stands for all of the original's, which led nowhere: it must list every object."""
    shift = header_at(original)
    words = data[at + shift :].split(b"trailer")[0].split()
    if words[:1] != [b"xref"]:
        return ["the update has no /Prev, and is no table that could be read here"]
    listed, rest = {}, words[1:]
    while len(rest) >= 2:
        first, count = int(rest[0]), int(rest[1])
        rows, rest = rest[2 : 2 + 3 * count], rest[2 + 3 * count :]
        for index in range(count):
            offset, generation, state = rows[3 * index : 3 * index + 3]
            if state == b"n":
                listed[first + index] = (int(offset), int(generation))
    there = {int(number) for number in re.findall(rb"(?:^|[\r\n])\s*(\d+)\s+\d+\s+obj\b", original)}
    faults = [f"the rebuilt table does not list object {number}" for number in sorted(there - set(listed))]
    for number, (offset, generation) in sorted(listed.items()):
        if not re.match(rb"\s*%d\s+%d\s+obj\b" % (number, generation), data[offset + shift :][:64]):
            faults.append(f"the rebuilt table looks for object {number} where it is not")
    return faults


def is_same_section(data: bytes, one: int, other: int) -> bool:
    """Whether two offsets differ by white space only, so that both lead to the same section."""
    first, last = sorted((one, other))
    return not data[first:last].strip(b" \t\r\n\f\0")


def joining_faults(original: bytes, data: bytes) -> list[str]:
    """What is wrong with the update behind the original's bytes."""
    if not data.startswith(original):
        return ["the original is not an exact prefix"]
    faults = []
    if original[-1:] not in b"\r\n" and data[len(original) : len(original) + 1] not in (b"\r", b"\n"):
        faults.append("the update begins on the original's last line")
    at, before = last_startxref(data), last_startxref(original)
    if not re.search(rb"startxref\s+\d+\s+%%EOF\s*$", data[-128:]):
        faults.append("the file does not end with startxref and %%EOF")
    first = section(original, before) if before is not None else None
    shift = header_at(original)
    for _ in range(64):
        if at is None or at + shift < len(original):
            break
        found = section(data, at)
        if found is None:
            return [*faults, f"no cross-reference is at {at}"]
        kind, trailer = found
        named = re.search(rb"/Prev\s+(\d+)", trailer)
        if named is None:
            return faults + rebuilding_faults(original, data, at)
        if first and first[0] != kind:
            faults.append(f"the update has a {kind}, the original a {first[0]}")
        at = int(named[1])
    if first and (at is None or not is_same_section(data[shift:], at, before)):
        faults.append(f"/Prev is {at}, the original's startxref {before}")
    return faults
