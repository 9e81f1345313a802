"""Which group each honest document belongs to, how it is signed, and where a judge is known to say no."""

import dataclasses
import re

# The first pattern that begins a file's name has it.
GROUPS = {
    "versions and catalogues": "version|catalog|portfolio|usage-rights|security-store|bytes-after|root-generation",
    "cross-reference streams": "stream-(?!offsets)|object-stream|page-in|length-in-object",
    "hybrid and linearised files": "hybrid|linearised",
    "trailers": "trailer-(?!missing)",
    "encrypted documents": "encrypted",
    "revisions": "revision|object-freed|object-generation",
    "forms": "form|xfa",
    "waiting fields": "field",
    "annotations": "annots",
    "page trees": "tree|page-without",
    "page geometry": "page-(?!in|without)",
    "archival and tagged documents": "pdfa|tagged",
    "tags in the text": "tag-",
    "signed documents": "signed",
    "certified and locked documents": "certified|locked",
    "junk around the document": "junk|byte-order|after-eof|eof",
    "lost ends": "startxref|trailer-missing|table-missing|table-offsets|stream-offsets",
    "tables": "table",
    "spellings": "names|comments|tokens|strings|numbers|length|objects",
}

LOOK = ["--qr", "https://contoh.example/v/7Q2X", "--line", "*{name}", "--line", "{reason}", "--line", "{time}"]
PLACE = ["--box", "60,90,180,60", "--reason", "Menyetujui isi surat"]
UNSEEN_GROUPS = {"cross-reference streams", "junk around the document", "certified and locked documents"}

# A field that waits is filled by its name; what its author demands is met.
FIELDS = {
    "field-inherits-type.pdf": ["--field", "surat.Persetujuan"],
    "field-signature1-empty.pdf": ["--field", "Signature1"],
    "field-seed-reasons.pdf": ["--field", "Persetujuan", "--reason", "Setuju"],
    "field-seed-mdp.pdf": ["--field", "Persetujuan", "--certify", "filling"],
    "certified-p-2-field-waits.pdf": ["--field", "Mengetahui"],
    "locked-exclude.pdf": ["--field", "Persetujuan"],
}
# There is no place to draw in.
WITHOUT_PLACE = {"field-empty-invisible.pdf", "field-without-widget.pdf"}


def group_of(name: str) -> str:
    return next(group for group, pattern in GROUPS.items() if re.match(pattern, name))


def plan(name: str) -> list[str]:
    """The options that the document is signed with."""
    group = group_of(name)
    field = FIELDS.get(name, ["--field", "Persetujuan"] if group == "waiting fields" else [])
    if field:
        return field + ([] if name in WITHOUT_PLACE else LOOK)
    return [] if group in UNSEEN_GROUPS else PLACE + LOOK


@dataclasses.dataclass(frozen=True)
class Known:
    """A judge that rejects some files for a reason that is known: what it says, and why that is right or harmless."""

    judge: str
    files: tuple[str, ...]
    says: tuple[str, ...]
    why: tuple[str, ...]


KNOWN = (
    Known(
        "mutool",
        ("junk-before-header.pdf", "junk-before-header-shifted.pdf", "byte-order-mark.pdf"),
        ("byte range extends past end of file", "no signature leaves the document unchanged"),
        (
            "bytes stand before `%PDF-`, and mutool counts the file's size from there but the signed range from the",
            "file's first byte, so that a range over the whole file ends beyond its end.",
        ),
    ),
    Known(
        "pdfsig",
        ("field-widget-apart.pdf",),
        ("sees 0 signatures", "no signature covers the total document"),
        (
            "field and widget are two objects, and pdfsig looks for the signature in the widget only. It says the same",
            "of what pyHanko signs there.",
        ),
    ),
    Known(
        "mutool",
        ("field-widget-apart.pdf",),
        ("Digest error", "no signature leaves the document unchanged"),
        (
            "field and widget are two objects, and mutool looks for the signed range in the widget only. It says the",
            "same of what pyHanko signs there.",
        ),
    ),
)
