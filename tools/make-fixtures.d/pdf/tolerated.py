"""Files that break the standard in ways every reader forgives; those that need their objects searched say so."""

from letters import honest, letter, swapped, variant, with_stream, with_table
from writer import Laid, raw, stream

REBUILT = "the cross-reference has to be rebuilt from the objects"


def junk_before(told_from_header: bool) -> bytes:
    junk = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n"
    laid = Laid(before=junk, told_from=len(junk) if told_from_header else 0)
    laid.put_all(letter())
    laid.table()
    return laid.end()


variant(
    "junk-before-header",
    "The head of an HTTP answer before the header; offsets count from the start of the file.",
    lambda: junk_before(False),
)
variant(
    "junk-before-header-shifted",
    "The head of an HTTP answer before the header; offsets count from the header.",
    lambda: junk_before(True),
    why="the update section must count from the header too",
)


@honest()
def byte_order_mark() -> bytes:
    """A UTF-8 byte order mark before the header; offsets count from the header."""
    laid = Laid(before=b"\xef\xbb\xbf", told_from=3)
    laid.put_all(letter())
    laid.table()
    return laid.end()


def followed_by(tail: bytes) -> bytes:
    return with_table(letter()) + tail


variant("after-eof-spaces", "Forty spaces after %%EOF.", lambda: followed_by(b" " * 40))
variant("after-eof-newlines", "Forty empty lines after %%EOF.", lambda: followed_by(b"\r\n" * 40))
variant("after-eof-zeros", "Two hundred zero bytes after %%EOF.", lambda: followed_by(bytes(200)))
variant(
    "after-eof-junk",
    "1,500 bytes of a web page after %%EOF, so that startxref is not in the last 1,024 bytes.",
    lambda: followed_by((b"<!-- halaman percobaan, bukan bagian surat -->\n" * 40)[:1500]),
)
variant("after-eof-nothing", "No line ends after %%EOF.", lambda: with_table(letter())[:-1])
variant(
    "eof-missing",
    "%%EOF is missing; the file ends behind the number of startxref.",
    lambda: with_table(letter()).replace(b"%%EOF\n", b""),
)
variant("eof-twice", "%%EOF stands twice.", lambda: followed_by(b"%%EOF\n"))


def startxref(change) -> bytes:
    laid = Laid()
    laid.put_all(letter())
    laid.table()
    return laid.end(startxref=change(laid.previous))


variant("startxref-early", "startxref points three bytes before the table.", lambda: startxref(lambda at: at - 3))
variant(
    "startxref-whitespace-before",
    "startxref points to the line end just before the table.",
    lambda: startxref(lambda at: at - 1),
)
variant("startxref-late", "startxref points three bytes into the word `xref`.", lambda: startxref(lambda at: at + 3))
variant("startxref-far-off", "startxref points into a page's contents.", lambda: startxref(lambda at: 300), why=REBUILT)
variant(
    "startxref-zero", "startxref is 0 in a file that is not linearised.", lambda: startxref(lambda at: 0), why=REBUILT
)
variant(
    "startxref-beyond-end",
    "startxref points behind the end of the file.",
    lambda: startxref(lambda at: 999999),
    why=REBUILT,
)


@honest(why=REBUILT)
def startxref_missing() -> bytes:
    """The word startxref and its number are missing."""
    data = with_table(letter())
    return data[: data.rindex(b"startxref")] + b"%%EOF\n"


@honest(why=REBUILT)
def trailer_missing() -> bytes:
    """The trailer is missing: the catalog has to be found by its /Type."""
    data = with_table(letter())
    return data[: data.rindex(b"trailer")] + data[data.rindex(b"startxref") :]


@honest(why=REBUILT)
def table_missing() -> bytes:
    """There is a trailer, but no table; startxref points to the trailer."""
    data = with_table(letter())
    start, trailer = data.rindex(b"xref\n0 "), data.rindex(b"trailer")
    return data[:start] + data[trailer:]


def odd_table(**odd) -> bytes:
    laid = Laid()
    laid.put_all(letter())
    laid.table(**odd)
    return laid.end()


variant(
    "table-lf-entries", "The entries of the table have 19 bytes: a lone LF ends them.", lambda: odd_table(ending=b"\n")
)
variant(
    "table-starts-at-one",
    "The table's only subsection says `1 7` though its first entry is object 0.",
    lambda: odd_table(first=1),
)
variant(
    "table-indented",
    "Each entry of the table is indented by a space and keeps 20 bytes by a lone LF.",
    lambda: odd_table(indent=" ", ending=b"\n"),
)
variant("table-offsets-early", "Each offset in the table is two bytes too small.", lambda: odd_table(nudge=-2))
variant(
    "table-offsets-late", "Each offset in the table is five bytes too large.", lambda: odd_table(nudge=5), why=REBUILT
)
variant(
    "table-header-spaces",
    "The subsection's header is written with more spaces than needed.",
    lambda: swapped(odd_table(), b"xref\n0 7\n", b"xref \n 0  7  \n"),
)
variant(
    "table-free-entries-plain",
    "Object 0 is written as `0000000000 00000 n`.",
    lambda: swapped(odd_table(), b"0000000000 65535 f", b"0000000000 00000 n"),
)
variant(
    "table-trailer-on-one-line",
    "`trailer` and its dictionary share a line without a space.",
    lambda: swapped(odd_table(), b"trailer\n<<", b"trailer<<"),
)
variant(
    "stream-offsets-late",
    "Each offset in a cross-reference stream is four bytes too large.",
    lambda: late_stream(),
    why=REBUILT,
    xref="stream",
)


def late_stream() -> bytes:
    laid = Laid()
    laid.put_all(letter())
    laid.entries = {n: (kind, at + 4 * (kind == 1), g) for n, (kind, at, g) in laid.entries.items()}
    laid.cross_reference(7)
    return laid.end()


@honest()
def names_escaped() -> bytes:
    """Keys are written with #xx: /R#6fot, /P#61ges, /K#69ds, /#54ype."""
    laid = Laid()
    objects = letter()
    objects[1] = b"<< /#54ype /C#61talog /P#61ges 2 0 R >>"
    objects[2] = b"<< /Type /Page#73 /K#69ds [3 0 R] /Coun#74 1 >>"
    objects[3] = swapped(objects[3], b"/Contents", b"/C#6fntents")
    laid.put_all(objects)
    laid.table(laid.trailer().replace("/Root", "/R#6fot").replace("/Size", "/#53ize"))
    return laid.end()


@honest()
def comments_everywhere() -> bytes:
    """Comments between and inside objects, with words that look like objects, streams and ends."""
    noise = b" % endobj >> ) ] stream\n"
    laid = Laid()
    for number, body in letter().items():
        laid.say("% 1 0 obj << /Type /Catalog >> endobj\n")
        noisy = body if number == 4 else body.replace(b" ", noise)
        if number == 6:
            noisy = body.replace(b"<< ", b"<< " + noise)
        laid.put(number, noisy, open_="{} % number\n{} % generation\nobj % begins")
    laid.table()
    return laid.end()


@honest()
def tokens_without_spaces() -> bytes:
    """No byte of white space that is not needed, and `endobj` follows at once."""
    laid = Laid()
    objects = letter()
    objects[1] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[2] = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    objects[3] = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>"
        b"/Contents 4 0 R/TEKN(a)/TEKO<41>/TEKP[/A/B]/TEKQ true>>"
    )
    for number, body in objects.items():
        laid.entries[number] = (1, laid.here, 0)
        laid.size = max(laid.size, number + 1)
        laid.say(raw(f"{number} 0 obj") + body + (b"\nendobj\n" if number == 4 else b"endobj\n"))
    laid.table("/Size 7/Root 1 0 R/Info 6 0 R")
    return laid.end()


@honest()
def strings_escaped() -> bytes:
    """Strings with octal escapes, nested parentheses, line continuations and odd hexadecimal digits."""
    objects = letter(catalog=r"/Lang (id\055ID)")
    objects[6] = (
        rb"<< /Title (Nota \(Dinas (percobaan\) dalam) kurung \\) /Author (\123iti\40\103ontoh\0)"
        b" /Subject (baris \\\nsambung) /Keywords <4E6F74 6120 4> /Producer (make\\055fixtures \\q) >>"
    )
    objects[3] = swapped(objects[3], b"/Contents 4 0 R", b"/Contents 4 0 R /TEKN_Note (>> endobj \\) << /Type /Page)")
    return with_table(objects)


@honest()
def numbers_odd() -> bytes:
    """Numbers as +842, 595., .0 and 00595, all valid."""
    return with_table(letter(box="/MediaBox [-.0 +0 595. 00842.00]"))


@honest()
def length_wrong() -> bytes:
    """The page's content stream says /Length 20, though it has more bytes."""
    return with_table(letter(extra={4: stream(b"BT /F1 14 Tf 72 740 Td (Nota Dinas percobaan) Tj ET", length="20")}))


@honest()
def length_indirect() -> bytes:
    """The page's content stream has an indirect /Length that is defined later in the file."""
    contents = b"BT /F1 14 Tf 72 740 Td (Nota Dinas percobaan) Tj ET"
    return with_table(letter(extra={4: stream(contents, length="9 0 R"), 9: raw(str(len(contents)))}))


@honest(xref="stream")
def length_in_object_stream() -> bytes:
    """The page's content stream has an indirect /Length that lives in an object stream."""
    contents = b"BT /F1 14 Tf 72 740 Td (Nota Dinas percobaan) Tj ET"
    return with_stream(letter(extra={4: stream(contents, length="9 0 R"), 9: raw(str(len(contents)))}))


@honest()
def objects_spaced() -> bytes:
    """The three words before an object are spread over lines, and the offsets point to white space before them."""
    laid = Laid()
    for number, body in letter().items():
        laid.entries[number] = (1, laid.here, 0)
        laid.size = number + 1
        laid.say(raw(f"\n\n {number}\n 0\t obj ") + body + b"\n\nendobj \n")
    laid.table()
    return laid.end()
