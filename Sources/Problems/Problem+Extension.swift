import Domain
package import Signing
import Verification

extension Problem {
    /// Why a document was not given a longer life.
    package static func notExtended(_ obstacle: ExtensionObstacle) -> Problem {
        switch obstacle {
        case .nobodySigned:
            .input(
                "document_not_signed",
                Bilingual("Dokumen ini tidak memuat tanda tangan.", "There is no signature in the document."),
                Bilingual("Tandatangani dahulu dengan: teken sign", "Sign it first: teken sign"))
        case .noSuchSignature:
            .input(
                "signature_not_found",
                Bilingual(
                    "Tidak ada tanda tangan di kolom yang disebut.", "There is no signature in a field that was named."),
                Bilingual("Lihat nama kolomnya dengan: teken verify", "See the names of the fields: teken verify"))
        case .levelReached(let level):
            .input(
                "level_reached",
                Bilingual(
                    "Tingkat itu sudah tercapai; tidak ada yang perlu ditambahkan.",
                    "That level is reached already, and nothing is to be added."),
                Bilingual(
                    "Pilih tingkat yang lebih tinggi; --to B-LTA memperbarui arsip.",
                    "Choose a higher one; --to B-LTA renews an archive."), level.rawValue)
        case .signatureFailed(let word):
            .input(
                "signature_not_valid",
                Bilingual(
                    "Tanda tangan ini tidak sah; menyimpannya lebih lama tidak membuatnya sah.",
                    "A signature is not valid, and keeping it longer would not make it so."),
                Bilingual("Lihat alasannya dengan: teken verify", "See why: teken verify"), word)
        case .signatureOpen(let word):
            .input(
                "signature_in_doubt",
                Bilingual(
                    "Keabsahan tanda tangan ini belum pasti karena sebab lain daripada data yang kurang.",
                    "It cannot be determined whether a signature is valid, and not for lack of data."),
                Bilingual(
                    "Lihat alasannya dengan: teken verify; periksa juga --trust.",
                    "See why: teken verify; check --trust as well."), word)
        case .materialMissing(let words):
            Problem(
                code: "material_missing", kind: .outsideWorld,
                what: Bilingual(
                    "Tidak diperoleh apakah sertifikat dicabut, atau siapa penjaminnya, jadi tingkat itu tidak tercapai.",
                    "Whether certificates were revoked, or who vouches for them, is not to be had: the level is not reached."
                ),
                next: Bilingual(
                    "Ulangi nanti, beri --material atau --trust, atau setujui tingkat lebih rendah dengan --level-optional.",
                    "Try later, give --material or --trust, or accept a lower level with --level-optional."),
                detail: words.map { "\($0.issuer): \($0.serial)" }.joined(separator: "; "))
        case .noAuthority:
            Problem(
                code: "timestamp_authority_needed", kind: .usage,
                what: Bilingual(
                    "Tanda tangan ini belum bercap waktu, dan tidak ada otoritas cap waktu yang disebut.",
                    "A signature has no timestamp, and no timestamp authority was named."),
                next: Bilingual("Tambahkan --timestamp URL.", "Add --timestamp URL."))
        case .fellShort:
            .fault(
                "level_not_held",
                Bilingual(
                    "Hasilnya dinilai ulang dan tidak mencapai tingkat itu. Tidak ada yang diserahkan.",
                    "The result was judged again and does not reach the level. Nothing was handed out."),
                Bilingual("Laporkan kepada pengelola sistem.", "Report it to the operator."), nil)
        }
    }
}
