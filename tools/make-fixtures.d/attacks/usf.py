"""Universal signature forgery: what the check needs is bent so that it is skipped, and the amount is another one.

Each is a signed file whose content was changed by as many bytes; its signature cannot hold, so a verifier that passes
it did not look. But in `own-range-…` the signature does hold, over too little, and in `whole-…` over everything, in a
dictionary of the wrong kind.
"""

import re

import messages
from authority import PARTIES
from paper import AMOUNT, CATALOG, FORGED, Paper, original, ref
from register import adder
from signing import Place, filled, message_in, once, place, ranged, shortly, signed

usf = adder("usf")
SIGNED = shortly(original(), room=1700)  # there is room for what is longer than a message
FORGERY = once(SIGNED.data, AMOUNT, FORGED)
AT = place(SIGNED.data)
S, E, R = AT.start, AT.end, len(SIGNED.data) - AT.end


def span_of(data: bytes, key: str) -> tuple[int, int]:
    """From the key of the signature dictionary to behind its value."""
    values = rb"(\[[^\]]*\]|<[0-9A-Fa-f]*>|\([^)]*\)|/[A-Za-z0-9.]+|\d+ 0 R|\d+)"
    return max((found.span() for found in re.finditer(b"/" + key.encode() + b" " + values, data)), key=length)


def length(span: tuple[int, int]) -> int:
    return span[1] - span[0]


def replaced(data: bytes, key: str, text: str | bytes) -> bytes:
    """The whole entry becomes something else; spaces keep everything behind it where it was."""
    start, end = span_of(data, key)
    text = text.encode("latin-1") if isinstance(text, str) else text
    if len(text) > end - start:
        raise ValueError(f"{text!r} is longer than {key}")
    return data[:start] + text.ljust(end - start) + data[end:]


def ranges() -> None:
    odd = {
        "empty": ("", "is empty"),
        "one-number": ("0", "has one number"),
        "two-numbers": (f"0 {S}", "has two numbers"),
        "three-numbers": (f"0 {S} {E}", "has three numbers"),
        "five-numbers": (f"0 {S} {E} {R} 0", "has five numbers"),
        "six-numbers": (f"0 {S} {E} {R} 0 0", "has six numbers"),
        "eight-numbers": (f"0 {S} {E} {R} 0 0 0 0", "has eight numbers"),
        "negative-start": (f"-1 {S} {E} {R}", "starts before the file"),
        "negative-length": (f"0 -{S} {E} {R}", "has a negative first length"),
        "negative-second": (f"0 {S} -{E} {R}", "has a negative second start"),
        "negative-last": (f"0 {S} {E} -{R}", "has a negative last length"),
        "all-negative": ("-1 -1 -1 -1", "is negative throughout"),
        "huge": (f"0 99999999999999999999 {E} {R}", "has a length of twenty digits"),
        "wraps-64": (f"0 18446744073709551615 {E} {R}", "has a length of 2^64 - 1"),
        "wraps-63": (f"0 9223372036854775807 {E} {R}", "has a length of 2^63 - 1"),
        "wraps-32": (f"0 {S + 2**32} {E} {R}", "has a length that is right only modulo 2^32"),
        "sum-wraps": (f"0 {S} 9223372036854775807 9223372036854775807", "has a second part whose end overflows"),
        "reversed": (f"{E} {R} 0 {S}", "has its parts in the wrong order"),
        "overlapping": (f"0 {E} {S} {R + E - S}", "has parts that overlap"),
        "all-zero": ("0 0 0 0", "is nothing but zeros"),
        "first-part-empty": (f"0 0 {E} {R}", "leaves out the first part"),
        "second-part-empty": (f"0 {S} {E} 0", "leaves out the second part"),
        "same-part-twice": (f"0 {S} 0 {S}", "names the first part twice"),
        "no-hole": (f"0 {S} {S} {len(SIGNED.data) - S}", "leaves no hole"),
        "hole-too-small": (f"0 {S + 9} {E - 9} {R + 9}", "leaves out less than /Contents"),
        "not-from-zero": (f"8 {S - 8} {E} {R}", "starts eight bytes into the file"),
        "one-byte-short": (f"0 {S} {E} {R - 1}", "ends one byte before the end"),
        "beyond-the-end": (f"0 {S} {E} {R + 1000}", "ends behind the end of the file"),
        "reals": (f"0.0 {S}.0 {E}.0 {R}.0", "is made of reals"),
        "half-numbers": (f"0.5 {S}.5 {E}.5 {R}.5", "is made of reals that are no integers"),
        "names": ("/0 /1 /2 /3", "is made of names"),
        "strings": ("(0) (1) (2) (3)", "is made of strings"),
        "booleans": ("true true true true", "is made of booleans"),
        "nulls": ("null null null null", "is made of nulls"),
        "nested": (f"[0 {S}] [{E} {R}]", "is made of two arrays"),
        "references": ("1 0 R 2 0 R 3 0 R 4 0 R", "is made of references to other things"),
        "words": ("nol satu dua tiga", "is made of words"),
        "hexadecimal": (f"0x0 0x{S:x} 0x{E:x} 0x{R:x}", "is written in hexadecimal"),
        "exponents": (f"0 {S}e0 {E}e0 {R}e0", "is written with exponents"),
        "comment": (f"0 {S} %", "has a comment in the middle, which swallows the bracket"),
    }
    for name, (text, words) in odd.items():
        usf(f"range-{name}", f"/ByteRange {words}; the amount was changed.", ranged(FORGERY, text), SIGNED)
    entries = {
        "missing": ("", "is missing"),
        "null": ("/ByteRange null", "is null"),
        "number": ("/ByteRange 0", "is a number"),
        "string": ("/ByteRange (0 1 2 3)", "is a string"),
        "name": ("/ByteRange /Semua", "is a name"),
        "dictionary": ("/ByteRange << /0 0 >>", "is a dictionary"),
        "misspelt": (f"/Byterange [0 {S} {E} {R}]", "is misspelt"),
        "dangling": ("/ByteRange 99 0 R", "refers to an object that does not exist"),
    }
    for name, (text, words) in entries.items():
        usf(
            f"range-{name}",
            f"/ByteRange {words}; the amount was changed.",
            replaced(FORGERY, "ByteRange", text),
            SIGNED,
        )
    aside = SIGNED.with_data(replaced(FORGERY, "ByteRange", "/ByteRange 30 0 R"))
    usf(
        "range-indirect",
        "/ByteRange is an object of its own, in a later update; the amount was changed.",
        aside.saved({30: f"[0 {S} {E} {R}]".encode()}),
        SIGNED,
    )


def own_range(variant: str, about: str, numbers) -> None:
    """The signature holds over these ranges, which leave out the content; then the content is changed."""
    made = shortly(original(), numbers=numbers)
    usf(f"own-range-{variant}", about, once(made.data, AMOUNT, FORGED), made)


def own_ranges() -> None:
    def rest(data: bytes, at: Place) -> int:
        return len(data) - at.end

    own_range(
        "wide-hole",
        "The signature holds, but its hole begins behind the header and holds the content.",
        lambda data, at: [0, 15, at.end, rest(data, at)],
    )
    own_range(
        "tail-only",
        "The signature holds over the second part alone.",
        lambda data, at: [at.end, rest(data, at), at.end, 0],
    )
    own_range(
        "not-from-zero",
        "The signature holds, but it begins at the signature's own object.",
        lambda data, at: [at.start - 200, 200, at.end, rest(data, at)],
    )
    own_range("nothing", "The signature holds over nothing at all.", lambda data, at: [0, 0, 0, 0])
    own_range("header-only", "The signature holds over the first sixteen bytes.", lambda data, at: [0, 8, 8, 8])
    own_range(
        "two-holes",
        "The signature holds over three parts; the content lies in the second hole.",
        lambda data, at: [0, 15, at.start - 100, 100, at.end, rest(data, at)],
    )
    own_range(
        "end-cut",
        "The signature holds over its first part behind the content, and ends early.",
        lambda data, at: [at.start - 100, 100, at.end, 20],
    )
    own_range(
        "repeated",
        "The signature holds over the second part, named twice.",
        lambda data, at: [at.end, rest(data, at), at.end, rest(data, at)],
    )


def der(tag: int, inside: bytes) -> bytes:
    size = len(inside)
    long = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag]) + (bytes([size]) if size < 128 else bytes([0x80 | len(long)]) + long) + inside


def other_messages() -> dict[str, tuple[bytes, str]]:
    """Messages of the other CMS types, as far as they can be empty."""

    def content_info(last: int, inside: bytes) -> bytes:
        return der(0x30, der(0x06, bytes.fromhex("2a864886f70d0107") + bytes([last])) + der(0xA0, inside))

    version = b"\x02\x01\x00"
    data = der(0x06, bytes.fromhex("2a864886f70d010701"))
    sha256 = der(0x30, der(0x06, bytes.fromhex("608648016503040201")))
    enveloped = der(0x30, version + der(0x31, b"") + der(0x30, data + sha256))
    digested = der(0x30, version + sha256 + der(0x30, data) + der(0x04, bytes(32)))
    return {
        "data": (content_info(1, der(0x04, b"kosong")), "a CMS message of type data"),
        "enveloped": (content_info(3, enveloped), "a CMS message of type envelopedData"),
        "digested": (content_info(5, digested), "a CMS message of type digestedData"),
        "encrypted": (
            content_info(6, der(0x30, version + der(0x30, data + sha256))),
            "a message of type encryptedData",
        ),
        "certificate": (PARTIES["signer"].der, "the signer's certificate"),
        "null": (b"\x05\x00", "the DER of NULL"),
        "empty-sequence": (b"\x30\x00", "an empty SEQUENCE"),
        "token": (messages.token(b"lain", who="tsa-foreign"), "a timestamp token over something else"),
    }


def contents() -> None:
    message = message_in(SIGNED.data)
    digits = message.hex()
    wide = b"(" + re.sub(rb"([()\\\r\n])", lambda m: b"\\%03o" % m[1][0], message) + b")"
    entries = {
        "missing": (b"", "is missing"),
        "empty": (b"/Contents <>", "is empty"),
        "null": (b"/Contents null", "is null"),
        "zero-byte": (b"/Contents <00>", "is one zero byte"),
        "zeros": (b"/Contents <" + b"0" * 400 + b">", "is nothing but zeros"),
        "literal": (b"/Contents " + wide, "is a literal string"),
        "literal-empty": (b"/Contents ()", "is an empty literal string"),
        "odd-digits": (f"/Contents <{digits}0>".encode(), "has an odd number of digits"),
        "one-digit-short": (f"/Contents <{digits[:-1]}>".encode(), "lacks its last digit"),
        "spaced": (b"/Contents <" + b" ".join(re.findall(rb".{1,8}", digits.encode())) + b">", "has spaces in it"),
        "not-hexadecimal": (f"/Contents <{digits[:100]}zz{digits[102:]}>".encode(), "has digits that are none"),
        "number": (b"/Contents 0", "is a number"),
        "name": (b"/Contents /Sah", "is a name"),
        "boolean": (b"/Contents true", "is `true`"),
        "array": (f"/Contents [<{digits}>]".encode(), "is an array that holds the string"),
        "dictionary": (b"/Contents << /Sah true >>", "is a dictionary"),
        "dangling": (b"/Contents 99 0 R", "refers to an object that does not exist"),
        "unclosed": (f"/Contents <{digits}".encode(), "is never closed"),
        "misspelt": (f"/contents <{digits}>".encode(), "is misspelt"),
    }
    for name, (text, words) in entries.items():
        usf(
            f"contents-{name}",
            f"/Contents {words}; the amount was changed.",
            replaced(FORGERY, "Contents", text),
            SIGNED,
        )
    aside = SIGNED.with_data(replaced(FORGERY, "Contents", "/Contents 30 0 R"))
    usf(
        "contents-indirect",
        "/Contents is an object of its own, in a later update; the amount was changed.",
        aside.saved({30: f"<{digits}>".encode()}),
        SIGNED,
    )
    lies = {
        "garbage": (bytes.fromhex("deadbeef") * 40, "four bytes of garbage, repeated"),
        "cut": (message[: len(message) // 2], "the first half of the message"),
        "length-too-long": (message[:2] + b"\xff\xff" + message[4:], "the message with a length beyond the hole"),
        "length-too-short": (message[:2] + b"\x00\x40" + message[4:], "the message with a length of 64"),
        "wrong-tag": (b"\x31" + message[1:], "the message with another first tag"),
        "indefinite": (b"\x30\x80" + message[4:] + b"\x00\x00", "the message with an indefinite length"),
        "text": (b"-----BEGIN PKCS7-----", "the beginning of a PEM file"),
    }
    for name, (data, words) in (lies | other_messages()).items():
        usf(f"message-{name}", f"/Contents holds {words}; the amount was changed.", filled(FORGERY, data), SIGNED)


def dictionaries() -> None:
    """What names the signature as one."""
    entries = {
        "type-missing": ("/Type /Sig", "", "The signature has no /Type"),
        "type-wrong": ("/Type /Sig", "/Type /Foo", "The signature's /Type is /Foo"),
        "filter-missing": ("/Filter /Adobe.PPKLite", "", "The signature has no /Filter"),
        "filter-unknown": ("/Filter /Adobe.PPKLite", "/Filter /Contoh.Baru", "The signature's /Filter is unknown"),
        "subfilter-missing": ("/SubFilter /ETSI.CAdES.detached", "", "The signature has no /SubFilter"),
        "subfilter-null": ("/SubFilter /ETSI.CAdES.detached", "/SubFilter null", "The signature's /SubFilter is null"),
        "subfilter-unknown": ("/SubFilter /ETSI.CAdES.detached", "/SubFilter /Contoh.Baru", "An unknown /SubFilter"),
        "value-missing": (f"/V {SIG}", "", "The field has no /V"),
        "value-null": (f"/V {SIG}", "/V null", "The field's /V is null"),
        "value-dangling": (f"/V {SIG}", "/V 0 0 R", "The field's /V refers to nothing"),
        "value-elsewhere": (f"/V {SIG}", "/V 5 0 R", "The field's /V refers to the font"),
        "field-type-text": ("/FT /Sig", "/FT /Tx", "The field is a text field"),
        "field-type-missing": ("/FT /Sig", "", "The field has no /FT"),
        "field-name-missing": ("/T (Tanda1)", "", "The field has no name"),
        "flags-off": ("/SigFlags 3", "/SigFlags 0", "The form says that there is no signature"),
        "flags-missing": ("/SigFlags 3", "", "The form has no /SigFlags"),
        "fields-empty": (f"/Fields [{FIELD}]", "/Fields []", "The form lists no field"),
        "form-missing": (f"/AcroForm {FORM}", "", "The catalog has no form"),
        "form-null": (f"/AcroForm {FORM}", "/AcroForm null", "The catalog's form is null"),
    }
    for name, (old, new, words) in entries.items():
        usf(name, f"{words}; the amount was changed.", once(FORGERY, old, new.ljust(len(old))), SIGNED)


SIG, FIELD = ref(7), ref(8)
FORM = SIGNED.objects[CATALOG]["AcroForm"]


def wrong_kinds() -> None:
    """Signed like this by the signer: the message is whole, and yet not of the kind that the dictionary names."""
    kinds = {
        "missing": (None, "without a /SubFilter"),
        "unknown": ("/Contoh.Baru", "with an unknown /SubFilter"),
        "x509": ("/adbe.x509.rsa_sha1", "as adbe.x509.rsa_sha1, which is no CMS"),
        "sha1": ("/adbe.pkcs7.sha1", "as adbe.pkcs7.sha1, which signs a digest inside the message"),
        "timestamp": ("/ETSI.RFC3161", "as ETSI.RFC3161, which is a timestamp token"),
        "string": ("(ETSI.CAdES.detached)", "with a /SubFilter that is a string"),
    }
    for name, (kind, words) in kinds.items():
        made = shortly(original(), entries={"SubFilter": kind})
        usf(f"whole-subfilter-{name}", f"A whole CAdES signature {words}.", made)
    stamp: Paper = shortly(original(), entries={"Type": "/DocTimeStamp"})
    usf("whole-type-timestamp", "A whole CAdES signature in a dictionary of type DocTimeStamp.", stamp)
    token = signed(original(), who="tsa", message=messages.token)
    usf("whole-token-as-signature", "A timestamp token in a signature of SubFilter ETSI.CAdES.detached.", token)


ranges()
own_ranges()
contents()
dictionaries()
wrong_kinds()
