"""Forms that were there before: fields, calculations, XFA, and signature fields that wait to be filled."""

from letters import honest, letter, two_pages, variant, with_stream, with_table
from writer import raw, stream

DEFAULTS = "/DA (/Helv 0 Tf 0 g) /DR << /Font << /Helv 5 0 R >> >>"


def text_field(name: str, rect: str, extra: str = "") -> bytes:
    return raw(
        f"<< /Type /Annot /Subtype /Widget /FT /Tx /T ({name}) /V (Siti Contoh) /Rect [{rect}] /P 3 0 R "
        f"/DA (/Helv 12 Tf 0 g) /F 4 {extra} >>"
    )


FIELD = text_field("nama", "72 500 300 520")

variant("form-missing", "The catalog has no /AcroForm.", lambda: with_table(letter()))
variant(
    "form-inline",
    "/AcroForm stands in the catalog, and its /Fields in it.",
    lambda: with_table(
        letter(f"/AcroForm << /Fields [7 0 R] {DEFAULTS} >>", annots="/Annots [7 0 R]", extra={7: FIELD})
    ),
)
variant(
    "form-indirect",
    "/AcroForm is a reference, and its /Fields is another.",
    lambda: with_table(
        letter(
            "/AcroForm 8 0 R",
            annots="/Annots [7 0 R]",
            extra={7: FIELD, 8: raw(f"<< /Fields 9 0 R {DEFAULTS} >>"), 9: b"[7 0 R]"},
        )
    ),
)
variant(
    "form-inline-fields-indirect",
    "/AcroForm stands in the catalog, /Fields is a reference.",
    lambda: with_table(
        letter(f"/AcroForm << /Fields 9 0 R {DEFAULTS} >>", annots="/Annots [7 0 R]", extra={7: FIELD, 9: b"[7 0 R]"})
    ),
)
variant(
    "form-indirect-fields-inline",
    "/AcroForm is a reference, /Fields stands in it.",
    lambda: with_table(
        letter(
            "/AcroForm 8 0 R", annots="/Annots [7 0 R]", extra={7: FIELD, 8: raw(f"<< /Fields [7 0 R] {DEFAULTS} >>")}
        )
    ),
)
variant(
    "form-in-object-stream",
    "Form, fields and page live in an object stream.",
    lambda: with_stream(
        letter(
            "/AcroForm 8 0 R", annots="/Annots [7 0 R]", extra={7: FIELD, 8: raw(f"<< /Fields [7 0 R] {DEFAULTS} >>")}
        )
    ),
    xref="stream",
)
variant("form-null", "/AcroForm is null.", lambda: with_table(letter("/AcroForm null")))
variant("form-empty", "/AcroForm has no /Fields at all.", lambda: with_table(letter("/AcroForm << >>")))
variant(
    "form-fields-with-missing",
    "One of the fields does not exist.",
    lambda: with_table(letter("/AcroForm << /Fields [7 0 R 77 0 R] >>", annots="/Annots [7 0 R]", extra={7: FIELD})),
)
variant(
    "form-need-appearances",
    "/NeedAppearances is true.",
    lambda: with_table(
        letter(
            f"/AcroForm << /Fields [7 0 R] /NeedAppearances true {DEFAULTS} >>",
            annots="/Annots [7 0 R]",
            extra={7: FIELD},
        )
    ),
)


@honest()
def form_calculation_order() -> bytes:
    """Three text fields, the third calculated from the others in /CO."""
    script = '/AA << /C << /S /JavaScript /JS (AFSimple_Calculate\\("SUM", ["a", "b"]\\);) >> >>'
    return with_table(
        letter(
            f"/AcroForm << /Fields [7 0 R 8 0 R 9 0 R] /CO [9 0 R] {DEFAULTS} >>",
            annots="/Annots [7 0 R 8 0 R 9 0 R]",
            extra={
                7: text_field("a", "72 500 200 520"),
                8: text_field("b", "72 470 200 490"),
                9: text_field("jumlah", "72 440 200 460", script),
            },
        )
    )


@honest()
def form_hierarchical() -> bytes:
    """Fields three levels deep: surat.pihak.nama and surat.pihak.jabatan share /FT and /DA from above."""
    widget = "<< /Type /Annot /Subtype /Widget /T ({}) /Parent 8 0 R /Rect [{}] /P 3 0 R /F 4 >>"
    return with_table(
        letter(
            f"/AcroForm << /Fields [7 0 R] {DEFAULTS} >>",
            annots="/Annots [9 0 R 10 0 R]",
            extra={
                7: b"<< /T (surat) /Kids [8 0 R] /FT /Tx /DA (/Helv 12 Tf 0 g) >>",
                8: b"<< /T (pihak) /Parent 7 0 R /Kids [9 0 R 10 0 R] >>",
                9: raw(widget.format("nama", "72 500 300 520")),
                10: raw(widget.format("jabatan", "72 470 300 490")),
            },
        )
    )


@honest()
def form_name_taken() -> bytes:
    """A text field is called Signature1, the name that many programs give to a new signature."""
    return with_table(
        letter(
            "/AcroForm << /Fields [7 0 R] >>",
            annots="/Annots [7 0 R]",
            extra={7: text_field("Signature1", "72 500 300 520")},
        )
    )


@honest()
def form_name_unicode() -> bytes:
    """A field's name is in UTF-16 and has a letter beyond Latin-1."""
    field = FIELD.replace(b"(nama)", b"<FEFF0050013B0072006D006F0068006F006E0061006E>")
    return with_table(letter("/AcroForm << /Fields [7 0 R] >>", annots="/Annots [7 0 R]", extra={7: field}))


TEMPLATE = (
    '<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template xmlns="http://www.xfa.org/schema/xfa-template/3.3/">'
    '<subform name="surat"/></template></xdp:xdp>'
)


def xfa(catalog: str = "", field: bool = True) -> bytes:
    fields = "7 0 R" if field else ""
    form = f"/AcroForm << /Fields [{fields}] /XFA 8 0 R {DEFAULTS} >>"
    return with_table(letter(f"{form} {catalog}", annots=f"/Annots [{fields}]", extra={7: FIELD, 8: stream(TEMPLATE)}))


variant("xfa-static", "XFA beside ordinary fields; the pages are real.", xfa)
variant(
    "xfa-dynamic",
    "Dynamic XFA: /NeedsRendering true, the page is only a notice.",
    lambda: xfa("/NeedsRendering true", field=False),
    sign="no",
    why="dynamic XFA: what a reader shows is not what these pages say",
)

# --- Signature fields that wait ---------------------------------------------------------------------------------------


def waiting(
    extra: str = "", rect: str = "300 100 500 160", more: dict[int, bytes] | None = None, name: str = "Persetujuan"
) -> bytes:
    """The letter with an empty signature field as object 7."""
    field = raw(f"<< /Type /Annot /Subtype /Widget /FT /Sig /T ({name}) /Rect [{rect}] /P 3 0 R /F 132 {extra} >>")
    return with_table(
        letter("/AcroForm << /Fields [7 0 R] /SigFlags 1 >>", annots="/Annots [7 0 R]", extra={7: field} | (more or {}))
    )


variant("field-empty-visible", "The empty signature field Persetujuan, 200 by 60 points.", waiting)
variant(
    "field-empty-invisible", "The empty signature field has a rectangle of no size.", lambda: waiting(rect="0 0 0 0")
)
variant(
    "field-lock-all",
    "The empty field locks all fields once it is signed.",
    lambda: waiting("/Lock << /Type /SigFieldLock /Action /All >>"),
    why="the signature must carry the FieldMDP transform of the lock",
)
variant(
    "field-lock-include",
    "The empty field locks the field `nama`.",
    lambda: waiting("/Lock << /Type /SigFieldLock /Action /Include /Fields [(nama)] >>"),
    why="the signature must carry the FieldMDP transform of the lock",
)
variant(
    "field-lock-exclude-indirect",
    "The empty field locks all but `nama`; the lock is a reference.",
    lambda: waiting("/Lock 8 0 R", more={8: b"<< /Type /SigFieldLock /Action /Exclude /Fields [(nama)] >>"}),
    why="the signature must carry the FieldMDP transform of the lock",
)
variant(
    "field-lock-p-1",
    "The empty field's lock has /P 1: nothing may change after it.",
    lambda: waiting("/Lock << /Type /SigFieldLock /Action /All /P 1 >>"),
    why="the signature must carry the FieldMDP transform and allow no further change",
)


def seeded(words: str) -> bytes:
    return waiting("/SV 8 0 R", more={8: raw(f"<< /Type /SV {words} >>")})


variant(
    "field-seed-wishes",
    "Seed values that are only wishes: /Ff 0 with reasons, filter and digest.",
    lambda: seeded("/Filter /Adobe.PPKLite /Reasons [(Setuju)] /DigestMethod [(SHA512)] /Ff 0"),
)
variant(
    "field-seed-reasons",
    "The reason must be one of two: /Ff 8.",
    lambda: seeded("/Reasons [(Setuju) (Mengetahui)] /Ff 8"),
    why="signs with the reason Setuju, else refuses",
)
variant(
    "field-seed-pades",
    "The subfilter must be ETSI.CAdES.detached, the filter Adobe.PPKLite: /Ff 3.",
    lambda: seeded("/Filter /Adobe.PPKLite /SubFilter [/ETSI.CAdES.detached] /Ff 3"),
)
variant(
    "field-seed-pkcs7",
    "The subfilter must be adbe.pkcs7.detached: /Ff 2.",
    lambda: seeded("/SubFilter [/adbe.pkcs7.detached] /Ff 2"),
    sign="no",
    why="the field demands a subfilter that is not PAdES",
)
variant(
    "field-seed-sha256",
    "The digest must be SHA-256 or SHA-384: /Ff 64.",
    lambda: seeded("/DigestMethod [(SHA256) (SHA384)] /Ff 64"),
)
variant(
    "field-seed-sha1",
    "The digest must be SHA-1: /Ff 64.",
    lambda: seeded("/DigestMethod [(SHA1)] /Ff 64"),
    sign="no",
    why="the field demands SHA-1",
)
variant(
    "field-seed-mdp",
    "The signature must certify the document: /MDP << /P 2 >>.",
    lambda: seeded("/MDP << /P 2 >>"),
    why="signs as a certification with P 2, else refuses",
)
variant("field-seed-approval", "The signature must not certify: /MDP << /P 0 >>.", lambda: seeded("/MDP << /P 0 >>"))
variant(
    "field-seed-subject",
    "The signer's common name must be Orang Lain: /Cert with /Ff 8.",
    lambda: seeded("/Cert << /Type /SVCert /Ff 8 /SubjectDN [<< /CN (Orang Lain) >>] >>"),
    sign="no",
    why="the field demands a certificate of another subject",
)
variant(
    "field-seed-parser-version",
    "The seed values need a reader of version 9: /V 9 with /Ff 4.",
    lambda: seeded("/V 9 /Ff 4"),
    sign="no",
    why="the field demands a newer reader of seed values",
)
variant(
    "field-seed-revocation",
    "Revocation information must be added: /AddRevInfo true with /Ff 32.",
    lambda: seeded("/AddRevInfo true /Ff 32"),
    sign="no",
    why="the field demands revocation information, which none of the test authorities publish",
)


@honest()
def field_widget_apart() -> bytes:
    """The signature field and its widget are two objects, joined by /Kids and /Parent."""
    return with_table(
        letter(
            "/AcroForm << /Fields [7 0 R] /SigFlags 1 >>",
            annots="/Annots [8 0 R]",
            extra={
                7: b"<< /FT /Sig /T (Persetujuan) /Kids [8 0 R] >>",
                8: b"<< /Type /Annot /Subtype /Widget /Parent 7 0 R /Rect [300 100 500 160] /P 3 0 R /F 132 >>",
            },
        )
    )


@honest()
def field_inherits_type() -> bytes:
    """The empty signature field surat.Persetujuan has its /FT from its parent."""
    return with_table(
        letter(
            "/AcroForm << /Fields [7 0 R] /SigFlags 1 >>",
            annots="/Annots [8 0 R]",
            extra={
                7: b"<< /FT /Sig /T (surat) /Kids [8 0 R] >>",
                8: b"<< /Type /Annot /Subtype /Widget /T (Persetujuan) /Parent 7 0 R /Rect [300 100 500 160] >>",
            },
        )
    )


@honest()
def field_without_widget() -> bytes:
    """The empty signature field is in /Fields only: no /Rect, no page, no /Annots."""
    return with_table(
        letter("/AcroForm << /Fields [7 0 R] /SigFlags 1 >>", extra={7: b"<< /FT /Sig /T (Persetujuan) >>"})
    )


@honest(pages=2)
def field_second_page() -> bytes:
    """The empty signature field's widget is on page 2 and does not say so in /P."""
    objects = two_pages(
        "/AcroForm << /Fields [9 0 R] /SigFlags 1 >>",
        extra={9: b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Persetujuan) /Rect [300 100 500 160] /F 132 >>"},
    )
    objects[7] = objects[7].replace(b"/Contents", b"/Annots [9 0 R] /Contents", 1)
    return with_table(objects)


@honest()
def field_signature1_empty() -> bytes:
    """An empty signature field called Signature1: fill it when named, or choose another name for a new one."""
    return waiting(name="Signature1")


@honest()
def fields_two_empty() -> bytes:
    """Two empty signature fields: Persetujuan and Mengetahui."""
    field = "<< /Type /Annot /Subtype /Widget /FT /Sig /T ({}) /Rect [{}] /P 3 0 R /F 132 >>"
    return with_table(
        letter(
            "/AcroForm << /Fields [7 0 R 8 0 R] /SigFlags 1 >>",
            annots="/Annots [7 0 R 8 0 R]",
            extra={
                7: raw(field.format("Persetujuan", "300 100 500 160")),
                8: raw(field.format("Mengetahui", "60 100 260 160")),
            },
        )
    )
