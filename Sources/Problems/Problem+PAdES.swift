package import Crypto
import Domain

extension Problem {
    /// What whoever made the signature elsewhere has to change.
    package static func notPAdES(_ defect: PAdESDefect) -> Problem {
        switch defect {
        case .notOneSigner:
            .input(
                "signature_not_of_one_signer",
                Bilingual(
                    "CMS ini tidak memuat tepat satu penanda tangan.", "The CMS is not one of exactly one signer."),
                Bilingual(
                    "Buat satu CMS untuk setiap penanda tangan.", "Make one CMS for each signer."))
        case .notDetached:
            .input(
                "signature_not_detached",
                Bilingual(
                    "CMS ini memuat isi yang ditandatanganinya.", "The CMS holds the content that it signs."),
                Bilingual(
                    "Buat tanda tangan terpisah (detached).", "Make the signature a detached one."))
        case .certificateMissing:
            .input(
                "signature_without_certificate",
                Bilingual(
                    "CMS ini tidak memuat sertifikat penanda tangannya.", "The CMS is without its signer's certificate."
                ),
                Bilingual(
                    "Sertakan sertifikat dan penerbitnya dalam CMS.",
                    "Include the certificate and its issuers in the CMS."))
        case .certificateNotNamed:
            .input(
                "signature_names_no_certificate",
                Bilingual(
                    "Tanda tangan ini tidak menyebut sertifikatnya (signing-certificate-v2), jadi bukan PAdES.",
                    "The signature does not name its certificate (signing-certificate-v2), so it is no PAdES signature."
                ),
                Bilingual(
                    "Buat sebagai CAdES, bukan CMS biasa.", "Make it as CAdES and not as plain CMS."))
        case .otherCertificateNamed:
            .input(
                "signature_names_other_certificate",
                Bilingual(
                    "Tanda tangan ini menyebut sertifikat lain daripada sertifikat penanda tangannya.",
                    "The signature names another certificate than its signer's."),
                Bilingual(
                    "Buat ulang dengan sertifikat milik kunci itu.", "Make it again with the key's own certificate."))
        case .signingTime:
            .input(
                "signature_with_signing_time",
                Bilingual(
                    "Tanda tangan ini memuat atribut signing-time, yang dilarang PAdES.",
                    "The signature has a signing-time attribute, which PAdES forbids."),
                Bilingual(
                    "Buat tanpa atribut itu; openssl cms selalu menambahkannya.",
                    "Make it without that attribute; openssl cms always adds it."))
        case .contentType:
            .input(
                "signature_of_other_content_type",
                Bilingual(
                    "Tanda tangan ini tidak menyebut isinya sebagai id-data.",
                    "The signature does not say that its content is id-data."),
                Bilingual(
                    "Buat dengan content-type id-data (1.2.840.113549.1.7.1).",
                    "Make it with the content type id-data (1.2.840.113549.1.7.1)."))
        }
    }
}
