import Domain

/// What was changed, in two words or three, for the sentences that tell of it.
enum ChangeWords {
    /// By the stable word of a change's kind; nil for one that is not told in a sentence.
    static func phrase(_ kind: String) -> Bilingual? { phrases[kind] }

    private static let phrases: [String: Bilingual] = [
        "signature": Bilingual("tanda tangan baru", "a new signature"),
        "document_timestamp": Bilingual("cap waktu yang tampak", "a timestamp that shows"),
        "empty_signature_field": Bilingual("kotak tanda tangan baru", "a new signature field"),
        "field_filled": Bilingual("isian formulir", "a form field filled in"),
        "field_value_replaced": Bilingual("isian formulir diganti", "what a form field held"),
        "field_added": Bilingual("isian baru", "a new form field"),
        "field_changed": Bilingual("isian formulir", "a form field"),
        "field_removed": Bilingual("isian dihapus", "a form field removed"),
        "annotation_added": Bilingual("anotasi baru", "a new annotation"),
        "annotation_changed": Bilingual("anotasi", "an annotation"),
        "annotation_removed": Bilingual("anotasi dihapus", "an annotation removed"),
        "metadata": Bilingual("metadata", "the metadata"),
        "document_information": Bilingual("keterangan dokumen", "the document information"),
        "unlisted_objects": Bilingual("bagian tersembunyi", "hidden parts"),
        "trailing_bytes": Bilingual("data di belakang dokumen", "data behind the document"),
        "page_content": Bilingual("isi halaman", "the content of a page"),
        "page_resources": Bilingual("bahan halaman", "what a page is drawn with"),
        "fonts": Bilingual("huruf", "the fonts"),
        "page_entry": Bilingual("sebuah halaman", "a page"),
        "pages": Bilingual("susunan halaman", "the order or number of pages"),
        "catalog_entry": Bilingual("susunan dokumen", "the document's structure"),
        "trailer_entry": Bilingual("susunan berkas", "the file's structure"),
        "form_entry": Bilingual("pengaturan formulir", "the settings of the form"),
        "action": Bilingual("tindakan otomatis", "an automatic action"),
        "layers": Bilingual("lapisan", "the layers"),
        "earlier_signature": Bilingual("tanda tangan sebelumnya", "an earlier signature"),
        "unreadable": Bilingual("bagian yang tidak terbaca", "something unreadable"),
        "other": Bilingual("bagian lain", "something else"),
    ]
}
