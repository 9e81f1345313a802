"""Catalogs with more in them: tags, layers, labels, portfolios, usage rights, validation data, PDF/A."""

import io
import struct

from fontTools import subset
from fontTools.ttLib import TTFont

from letters import LINES, content, honest, letter, two_pages, variant, with_stream, with_table
from writer import flate, raw, stream

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"  # of the Debian package fonts-dejavu-core


@honest()
def tagged() -> bytes:
    """Tagged: a structure tree with one paragraph, marked content and a parent tree."""
    contents = b"/P << /MCID 0 >> BDC " + content(LINES) + b" EMC"
    return with_table(
        letter(
            "/MarkInfo << /Marked true >> /StructTreeRoot 7 0 R",
            page="/StructParents 0 /Tabs /S",
            extra={
                4: stream(contents),
                7: b"<< /Type /StructTreeRoot /K 8 0 R /ParentTree 10 0 R /ParentTreeNextKey 1 >>",
                8: b"<< /Type /StructElem /S /Document /P 7 0 R /K [9 0 R] >>",
                9: b"<< /Type /StructElem /S /P /P 8 0 R /Pg 3 0 R /K 0 >>",
                10: b"<< /Nums [0 [9 0 R]] >>",
            },
        )
    )


variant(
    "catalog-extensions",
    "/Extensions names Adobe's level 3.",
    lambda: with_table(letter("/Extensions << /ADBE << /BaseVersion /1.7 /ExtensionLevel 3 >> >>")),
)
variant(
    "catalog-version-newer",
    "The header says 1.3, the catalog's /Version 1.7.",
    lambda: with_table(letter("/Version /1.7"), "1.3"),
)
variant(
    "catalog-version-older",
    "The header says 1.7, the catalog's /Version 1.2: the later of them counts.",
    lambda: with_table(letter("/Version /1.2")),
)
variant(
    "catalog-lang",
    "/Lang is id-ID and the viewer shows the title.",
    lambda: with_table(letter("/Lang (id-ID) /ViewerPreferences << /DisplayDocTitle true >>")),
)
variant(
    "catalog-page-labels",
    "Page labels: i, then A-1.",
    lambda: with_table(two_pages("/PageLabels << /Nums [0 << /S /r >> 1 << /S /D /P (A-) >>] >>")),
    pages=2,
)
variant(
    "catalog-open-action-javascript",
    "/OpenAction runs a script that does nothing.",
    lambda: with_table(letter("/OpenAction << /S /JavaScript /JS (var surat = 1;) >>")),
)
variant(
    "catalog-names-attachment",
    "A file is attached by the tree of /EmbeddedFiles.",
    lambda: with_table(
        letter(
            "/Names << /EmbeddedFiles << /Names [(catatan.txt) 7 0 R] >> >>",
            extra={
                7: b"<< /Type /Filespec /F (catatan.txt) /UF (catatan.txt) /EF << /F 8 0 R >> >>",
                8: stream(b"Catatan percobaan", "/Type /EmbeddedFile /Params << /Size 17 >>"),
            },
        )
    ),
)


@honest()
def catalog_layers() -> bytes:
    """Optional content: the second line is in a layer that is off."""
    contents = (
        b"BT /F1 14 Tf 72 740 Td (Nota Dinas percobaan) Tj ET /OC /L1 BDC BT /F1 14 Tf 72 700 Td (Rahasia) Tj ET EMC"
    )
    objects = letter(
        "/OCProperties << /OCGs [7 0 R] /D << /ON [] /OFF [7 0 R] /Order [7 0 R] >> >>",
        extra={4: stream(contents), 7: b"<< /Type /OCG /Name (Lapisan percobaan) >>"},
    )
    objects[3] = objects[3].replace(b"/Font", b"/Properties << /L1 7 0 R >> /Font", 1)
    return with_table(objects)


@honest()
def portfolio() -> bytes:
    """A portfolio: /Collection with two attached files, the page is a cover."""
    spec = "<< /Type /Filespec /F ({0}) /UF ({0}) /EF << /F {1} 0 R >> >>"
    return with_table(
        letter(
            "/Collection << /Type /Collection /View /D >> "
            "/Names << /EmbeddedFiles << /Names [(a.txt) 7 0 R (b.txt) 8 0 R] >> >>",
            extra={
                7: raw(spec.format("a.txt", 9)),
                8: raw(spec.format("b.txt", 10)),
                9: stream(b"Satu", "/Type /EmbeddedFile"),
                10: stream(b"Dua", "/Type /EmbeddedFile"),
            },
        )
    )


@honest(why="the rights lapse by any change, as their maker's reader says; a signature may still be added")
def usage_rights() -> bytes:
    """/Perms with /UR3, whose signature is made up."""
    rights = (
        "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 100 200 100] "
        f"/Contents <{'30030201' + '00' * 60}> /Reference [<< /Type /SigRef /TransformMethod /UR3 "
        "/TransformParams << /Type /TransformParams /V /2.2 /Form [/FillIn] >> >>] >>"
    )
    return with_table(letter("/Perms << /UR3 7 0 R >>", extra={7: raw(rights)}))


@honest()
def security_store() -> bytes:
    """/DSS without a signature: a validation store with empty lists."""
    return with_table(letter("/DSS 7 0 R", extra={7: b"<< /Type /DSS /Certs [] /CRLs [] /OCSPs [] /VRI << >> >>"}))


# --- PDF/A ------------------------------------------------------------------------------------------------------------


def srgb_profile() -> bytes:
    """A small monitor profile (ICC version 2.1): sRGB's primaries adapted to D50, and a gamma of 2.2."""

    def fixed(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + fixed(*values)

    name = b"sRGB\0"
    described = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(4 + 4 + 2 + 1 + 67)
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256))
    tags = [
        (b"desc", described),
        (b"cprt", b"text\0\0\0\0free of rights\0"),
        (b"wtpt", xyz(0.9642, 1, 0.8249)),
        (b"rXYZ", xyz(0.4361, 0.2225, 0.0139)),
        (b"gXYZ", xyz(0.3851, 0.7169, 0.0971)),
        (b"bXYZ", xyz(0.1431, 0.0606, 0.7141)),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    ]
    at, directory, bodies = 128 + 4 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for tag, body in tags:
        directory += tag + struct.pack(">II", at + len(bodies), len(body))
        bodies += body + bytes(-len(body) % 4)
    head = struct.pack(">I", at + len(bodies)) + bytes(4) + b"\x02\x10\0\0" + b"mntrRGB XYZ "
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    head += fixed(0.9642, 1, 0.8249)
    return head + bytes(128 - len(head)) + directory + bodies


def embedded_font() -> tuple[bytes, list[int], dict[str, int]]:
    """What the letter needs of a free font: its program, the widths of codes 32 to 126, and its measures."""
    font = TTFont(FONT, recalcTimestamp=False)
    options = subset.Options(notdef_outline=True, hinting=False, layout_features=[], name_IDs=[1, 2, 6])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted({ord(letter) for line in LINES for letter in line}))
    cutter.subset(font)
    scale, cmap, metrics = 1000 / font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"]
    widths = [round(metrics[cmap.get(code, ".notdef")][0] * scale) for code in range(32, 127)]
    measures = {"Ascent": round(font["hhea"].ascent * scale), "Descent": round(font["hhea"].descent * scale)}
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue(), widths, measures


XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance><pdf:Producer>make-fixtures</pdf:Producer>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Nota Dinas percobaan</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Siti Contoh</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def archival() -> dict[int, bytes]:
    program, widths, measures = embedded_font()
    told = " ".join(f"/{name} {value}" for name, value in measures.items())
    return letter(
        "/Metadata 7 0 R /OutputIntents [8 0 R]",
        extra={
            5: raw(
                "<< /Type /Font /Subtype /TrueType /BaseFont /TEKENA+DejaVuSans /FirstChar 32 /LastChar 126 "
                f"/Widths [{' '.join(map(str, widths))}] /Encoding /WinAnsiEncoding /FontDescriptor 10 0 R >>"
            ),
            7: stream(XMP.encode(), "/Type /Metadata /Subtype /XML"),
            8: b"<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB) "
            b"/DestOutputProfile 9 0 R >>",
            9: flate(srgb_profile(), "/N 3"),
            10: raw(
                "<< /Type /FontDescriptor /FontName /TEKENA+DejaVuSans /Flags 32 /FontBBox [-1021 -463 1793 1232] "
                f"/ItalicAngle 0 /CapHeight 729 /StemV 80 {told} /FontFile2 11 0 R >>"
            ),
            11: flate(program, f"/Length1 {len(program)}"),
        },
    )


variant(
    "pdfa-2b",
    "PDF/A-2b: XMP, an output intent with a profile, an embedded subset of a font.",
    lambda: with_table(archival()),
    why="stays PDF/A only if what the signature shows embeds its fonts too",
)
variant("pdfa-2b-object-streams", "The same in object streams.", lambda: with_stream(archival()), xref="stream")
