"""Small inputs that must be refused by their shape: too deep, the wrong kind of thing, odd encryption dictionaries."""

from bad_structure import EITHER, WHOLE, replaced
from encrypted import by_qpdf
from letters import bad, letter, swapped, with_stream, with_table
from writer import IDENTIFIER, Laid, raw, stream

# --- Depth ------------------------------------------------------------------------------------------------------------


def nested_arrays(depth: int) -> str:
    return "[" * depth + "]" * depth


def nested_dictionaries(depth: int) -> str:
    return "<</A" * depth + " 1" + ">>" * depth


for depth in (300, 1200):
    for shape, nest in (("arrays", nested_arrays), ("dictionaries", nested_dictionaries)):
        bad(
            f"nested-{shape}-{depth}",
            f"The catalog holds {shape} {depth} deep.",
            lambda nest=nest, depth=depth: with_table(letter(f"/TEKN_Deep {nest(depth)}")),
            **EITHER,
        )
for depth in (300, 1200, 20000, 200000):
    for shape, nest in (("arrays", nested_arrays), ("dictionaries", nested_dictionaries)):
        facts = {"sign": "either"} if depth < 20000 else {}
        bad(
            f"nested-{shape}-{depth}-object-stream",
            f"The catalog, in an object stream, holds {shape} {depth} deep.",
            lambda nest=nest, depth=depth: with_stream(letter(f"/TEKN_Deep {nest(depth)}")),
            **facts,
        )
bad(
    "nested-trailer",
    "The trailer holds arrays 1,200 deep.",
    lambda: with_table(letter(), extra=f"/TEKN_Deep {nested_arrays(1200)}"),
    **EITHER,
)
bad(
    "nested-never-closed",
    "The catalog opens 2,000 arrays and closes none.",
    lambda: replaced({1: "<< /Type /Catalog /Pages 2 0 R /TEKN " + "[" * 2000}),
)

# --- The wrong kind of thing ------------------------------------------------------------------------------------------

bad("root-missing", "The trailer has no /Root.", lambda: with_table(letter()).replace(b"/Root 1 0 R", b""), **EITHER)
for name, root in {
    "to-nothing": "99 0 R",
    "null": "null",
    "number": "1",
    "direct": "<< /Type /Catalog /Pages 2 0 R >>",
    "page": "3 0 R",
}.items():
    bad(f"root-{name}", f"/Root is {root}.", lambda root=root: with_table(letter(), root=root), **EITHER)
for name, body in {
    "stream": stream(b"", "/Type /Catalog /Pages 2 0 R"),
    "array": "[1 2 3]",
    "number": "42",
    "string": "(Catalog)",
    "null": "null",
    "name": "/Catalog",
}.items():
    bad(f"catalog-is-{name}", f"The catalog is a {name}.", lambda body=body: replaced({1: raw(body)}))
for name, pages in {
    "missing": "",
    "to-nothing": "/Pages 99 0 R",
    "page": "/Pages 3 0 R",
    "number": "/Pages 7",
    "array": "/Pages [3 0 R]",
}.items():
    facts = EITHER if name == "page" else {}
    bad(
        f"pages-{name}",
        f"The catalog's page tree: {pages or 'missing'}.",
        lambda pages=pages: replaced({1: f"<< /Type /Catalog {pages} >>"}),
        **facts,
    )
for name, kids in {
    "none": "/Kids [] /Count 0",
    "missing": "/Count 1",
    "number": "/Kids 3 /Count 1",
    "only-null": "/Kids [null] /Count 1",
    "only-numbers": "/Kids [1 2 3] /Count 3",
}.items():
    bad(
        f"kids-{name}",
        f"The page tree says {kids}: there is no page.",
        lambda kids=kids: replaced({2: f"<< /Type /Pages {kids} >>"}),
    )
for name, form in {
    "integer": "7",
    "array": "[7 0 R]",
    "string": "(form)",
    "fields-dictionary": "<< /Fields << /A 1 >> >>",
    "fields-number": "<< /Fields 3 >>",
    "fields-of-numbers": "<< /Fields [1 2 3] >>",
}.items():
    bad(f"form-is-{name}", f"/AcroForm is {form}.", lambda form=form: with_table(letter(f"/AcroForm {form}")), **EITHER)
for name, annots in {"dictionary": "<< /A 1 >>", "number": "5", "string": "(a)", "of-numbers": "[1 2 3]"}.items():
    bad(
        f"annots-{name}",
        f"/Annots is {annots}.",
        lambda annots=annots: with_table(letter(annots=f"/Annots {annots}")),
        **EITHER,
    )
bad(
    "fields-100000",
    "/Fields names the same field 100,000 times, in an object stream.",
    lambda: with_stream(
        letter(f"/AcroForm << /Fields [{'7 0 R ' * 100000}] >>", extra={7: b"<< /FT /Tx /T (nama) >>"})
    ),
    **EITHER,
)
bad(
    "annots-100000",
    "/Annots names the same annotation 100,000 times, in an object stream.",
    lambda: with_stream(
        letter(annots=f"/Annots [{'7 0 R ' * 100000}]", extra={7: b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] >>"})
    ),
    **EITHER,
)
BROKEN = {
    "string": "/A (never closed",
    "hexadecimal": "/A <41 42",
    "hexadecimal-letters": "/A <zz>",
    "name": "/#zz 1",
    "name-null": "/A#00B 1",
    "array": "/A [1 2",
    "mixed-ends": "/A [1 >> ]",
    "bare-word": "/A besar",
    "odd-count": "/A",
    "key-is-number": "1 /A",
    "number": "/A 1.2.3--4",
    "double-keys": "/Pages 3 0 R",
}
for name, words in BROKEN.items():
    bad(
        f"catalog-broken-{name}",
        f"The catalog ends with `{words}`.",
        lambda words=words: with_table(letter(words)),
        **EITHER,
    )
bad(
    "object-number-differs",
    "The object at the catalog's offset says it is number 9.",
    lambda: swapped(WHOLE, b"1 0 obj", b"9 0 obj"),
)
bad(
    "object-generation-differs",
    "The object at the catalog's offset says it is generation 5.",
    lambda: swapped(WHOLE, b"1 0 obj", b"1 5 obj"),
)
bad(
    "object-never-ends",
    "The catalog's `endobj` is missing and a second object begins inside it.",
    lambda: WHOLE.replace(b">>\nendobj", b" ", 1),
)

# --- Encryption dictionaries ------------------------------------------------------------------------------------------


def encrypted_with(dictionary: str, ident: str | None = IDENTIFIER) -> bytes:
    laid = Laid()
    laid.put_all(letter(extra={7: raw(dictionary)}))
    laid.table(ident=ident, extra="/Encrypt 7 0 R")
    return laid.end()


KEYS = {
    "Filter": "/Standard",
    "V": "2",
    "R": "3",
    "Length": "128",
    "P": "-4",
    "O": f"<{'4f' * 32}>",
    "U": f"<{'55' * 32}>",
}
ODD = {
    "Filter": ("7", None),
    "V": ("99", "-1", "0", "(2)", None),
    "R": ("99", "0", "/Three", None),
    "Length": ("7", "-128", "2147483648", "(128)"),
    "P": ("(all)", "9" * 40, None),
    "O": ("<4f>", "()", "32", f"<{'4f' * 4000}>", None),
    "U": ("<55>", "()", "[1]", None),
}
for key, values in ODD.items():
    for index, value in enumerate(values):
        chosen = {name: told for name, told in (KEYS | {key: value}).items() if told is not None}
        bad(
            f"encrypt-{key.lower()}-odd-{index}",
            f"The encryption dictionary's /{key} is {(value or 'missing')[:24]}.",
            lambda chosen=chosen: encrypted_with(
                "<< " + " ".join(f"/{name} {told}" for name, told in chosen.items()) + " >>"
            ),
        )
V4 = f"/Filter /Standard /V 4 /R 4 /Length 128 /P -4 /O <{'4f' * 32}> /U <{'55' * 32}>"
V5 = f"/Filter /Standard /V 5 /R 6 /Length 256 /P -4 /O <{'4f' * 48}> /U <{'55' * 48}>"
V5_KEYS = f"/OE <{'01' * 32}> /UE <{'02' * 32}> /Perms <{'03' * 16}>"
FILTER = "/CF << /StdCF << /CFM /AESV2 /Length 16 >> >>"
for name, words in {
    "filters-missing": f"{V4} /StmF /StdCF /StrF /StdCF",
    "filter-names-nothing": f"{V4} {FILTER} /StmF /Hilang /StrF /StdCF",
    "filter-method-unknown": f"{V4} /CF << /StdCF << /CFM /Percobaan >> >> /StmF /StdCF /StrF /StdCF",
    "filter-is-number": f"{V4} /CF << /StdCF 5 >> /StmF /StdCF /StrF /StdCF",
    "filters-number": f"{V4} /CF 5",
    "method-none": f"{V4} /CF << /StdCF << /CFM /None >> >> /StmF /StdCF /StrF /StdCF",
    "r6-keys-missing": f"{V5} {FILTER} /StmF /StdCF /StrF /StdCF",
    "r6-keys-short": f"{V5} /OE <01> /UE <02> /Perms <03> {FILTER} /StmF /StdCF /StrF /StdCF".replace("SV2", "SV3"),
    "r6-with-v4-method": f"{V5} {V5_KEYS} {FILTER} /StmF /StdCF /StrF /StdCF",
    "empty": "",
}.items():
    bad(
        f"encrypt-{name}",
        f"An encryption dictionary with its {name.replace('-', ' ')}.",
        lambda words=words: encrypted_with(f"<< {words} >>"),
    )
bad("encrypt-is-number", "/Encrypt is a number.", lambda: with_table(letter(), extra="/Encrypt 5"))
bad("encrypt-to-nothing", "/Encrypt names no object.", lambda: with_table(letter(), extra="/Encrypt 99 0 R"), **EITHER)
bad("encrypt-is-catalog", "/Encrypt names the catalog.", lambda: with_table(letter(), extra="/Encrypt 1 0 R"))
bad(
    "encrypt-without-id",
    "RC4 needs /ID, and there is none.",
    lambda: encrypted_with("<< " + " ".join(f"/{name} {told}" for name, told in KEYS.items()) + " >>", ident=None),
)
bad(
    "encrypt-wrong-check",
    "AES-256 (R 6) whose /Perms does not decrypt to its own words.",
    lambda: wrong_permissions(),
    **EITHER,
)


def wrong_permissions() -> bytes:
    data = bytearray(by_qpdf("256"))
    at = data.index(b"/Perms <") + 8
    data[at : at + 8] = b"00112233"
    return bytes(data)
