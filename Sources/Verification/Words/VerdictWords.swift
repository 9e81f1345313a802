package import Domain

/// An answer as a citizen reads it: what it is, as of when, and what to do next.
package struct VerdictWords: Hashable, Sendable {
    /// A word or two, for a heading.
    package let title: Bilingual
    package let what: Bilingual
    package let next: Bilingual
}

extension Instant {
    /// The moment as people write it, in Western Indonesian time.
    package var words: Bilingual {
        let time = CivilTime(self, in: .wib)
        return Bilingual(time.indonesian, time.english)
    }
}

extension DocumentVerdict {
    /// As of when the answer is true.
    package var moment: Bilingual {
        let moment = judgedAt.words
        return Bilingual("Diperiksa per \(moment.indonesian).", "Checked as of \(moment.english).")
    }

    package var words: VerdictWords {
        guard let indication else { return Self.unsignedWords }
        let worst = signatures.first { $0.indication == indication }
        let reason = (worst?.findings ?? findings).reason(for: indication)
        switch indication {
        case .passed:
            return hasSigner ? passedWords : Self.stampedWords
        case .failed(let disproof):
            return VerdictWords(
                title: Bilingual("Tidak sah", "Not valid"),
                what: reason, next: Self.next(after: disproof))
        case .indeterminate(let doubt):
            return VerdictWords(
                title: Bilingual("Belum dapat dipastikan", "Cannot be determined"),
                what: reason, next: Self.next(after: doubt))
        }
    }

    private static let unsignedWords = VerdictWords(
        title: Bilingual("Tanpa tanda tangan", "No signature"),
        what: Bilingual(
            "Dokumen ini tidak memuat tanda tangan elektronik.", "The document carries no electronic signature."),
        next: Bilingual(
            "Mintalah berkas aslinya: hasil cetak, pindaian atau salinan yang disimpan ulang kehilangan tanda tangannya.",
            "Ask for the original file: prints, scans and copies that were saved anew lose their signatures."))

    private static let stampedWords = VerdictWords(
        title: Bilingual("Hanya cap waktu", "Timestamp only"),
        what: Bilingual(
            "Dokumen ini bercap waktu yang sah, tetapi tidak ditandatangani siapa pun.",
            "The document bears a valid timestamp, and nobody signed it."),
        next: Bilingual(
            "Cap waktu membuktikan bahwa dokumen sudah ada pada waktu itu, bukan siapa pembuatnya.",
            "A timestamp proves that the document existed then, and not who made it."))

    private var passedWords: VerdictWords {
        let signers = signatures.filter { $0.kind == .signature }
        let names = signers.map(\.signing)
        let isWhole = signers.allSatisfy { $0.findings.allSatisfy { $0.code != .permittedChange } }
        let tail =
            isWhole
            ? Bilingual("isinya tidak berubah sejak itu", "has not been changed since")
            : Bilingual(
                "setelah itu hanya diisi atau dilengkapi seperlunya",
                "was only filled in or added to as permitted since")
        return VerdictWords(
            title: Bilingual("Sah", "Valid"),
            what: Bilingual(
                "Ditandatangani oleh \(names.map(\.indonesian).joined(separator: ", ")), dan \(tail.indonesian).",
                "Signed by \(names.map(\.english).joined(separator: ", ")), and \(tail.english)."),
            next: Bilingual(
                "Tidak perlu tindakan. Simpan berkas ini apa adanya.", "Nothing to do. Keep this file as it is."))
    }

    private static func next(after disproof: Indication.Disproof) -> Bilingual {
        switch disproof {
        case .format, .hash, .signature:
            Bilingual(
                "Jangan gunakan dokumen ini; mintalah berkas asli kepada penerbitnya.",
                "Do not rely on this document; ask its issuer for the original file.")
        case .revoked, .expired, .notYetValid:
            Bilingual(
                "Mintalah penanda tangan menandatangani ulang dengan sertifikat yang berlaku.",
                "Ask the signer to sign again with a certificate that is valid.")
        }
    }

    private static func next(after doubt: Indication.Doubt) -> Bilingual {
        switch doubt {
        case .noChain, .chain, .chainConstraints, .noSigningCertificate:
            Bilingual(
                "Pastikan penerbit sertifikatnya; bila memang dipercaya, tambahkan sertifikat induknya sebagai jangkar.",
                "Find out who issued the certificate; if it is to be trusted, add its root as an anchor.")
        case .tryLater:
            Bilingual(
                "Periksa lagi dengan sambungan ke penerbit sertifikat, atau sertakan daftar pencabutannya.",
                "Check again with a connection to the issuer, or hand in its revocation list.")
        case .revokedWithoutProof, .issuerRevokedWithoutProof, .outOfBoundsWithoutProof, .outOfBoundsNotRevoked,
            .algorithm, .algorithmWithoutProof:
            Bilingual(
                "Tanyakan kepada penanda tangan apakah dokumen ini benar, atau mintalah ditandatangani ulang dengan cap waktu.",
                "Ask the signer whether this document is right, or have it signed again with a timestamp.")
        case .signatureConstraints, .timestampOrder, .signedDataNotFound:
            Bilingual(
                "Bandingkan dengan berkas asli dari penerbitnya sebelum menggunakannya.",
                "Compare it with the original from its issuer before relying on it.")
        }
    }
}

extension JudgedSignature {
    /// Who signed when, and how well that is known.
    fileprivate var signing: Bilingual {
        let name = signer?.name ?? "?"
        if let proven = provenTime?.words {
            return Bilingual(
                "\(name) (paling lambat \(proven.indonesian), terbukti dengan cap waktu)",
                "\(name) (at the latest \(proven.english), proven by a timestamp)")
        }
        guard let claimed = claimedTime?.words else { return Bilingual(name, name) }
        return Bilingual(
            "\(name) (\(claimed.indonesian) menurut penanda tangan)", "\(name) (\(claimed.english) as the signer says)")
    }

    /// What this one signature comes to, in a sentence.
    package var sentence: Bilingual {
        let name = signer?.name ?? words.name ?? "?"
        switch indication {
        case .passed:
            return Bilingual("Sah, oleh \(name).", "Valid, by \(name).")
        case .failed:
            let reason = findings.reason(for: indication)
            return Bilingual("Tidak sah: \(reason.indonesian)", "Not valid: \(reason.english)")
        case .indeterminate:
            let reason = findings.reason(for: indication)
            return Bilingual(
                "Belum dapat dipastikan: \(reason.indonesian)", "Cannot be determined: \(reason.english)")
        }
    }
}

extension [Finding] {
    /// The finding that an answer rests on.
    package func deciding(_ indication: Indication) -> Finding? {
        first { finding in
            switch (finding.effect, indication) {
            case (.disproves(let one), .failed(let other)): one == other
            case (.doubts(let one), .indeterminate(let other)): one == other
            default: false
            }
        }
    }
    /// The sentence of that finding; one that has the standard's own word where none of them says it.
    fileprivate func reason(for indication: Indication) -> Bilingual {
        if let words = deciding(indication)?.words { return words }
        let word = indication.sub ?? indication.main
        return Bilingual("Hasil pemeriksaannya \(word).", "The check came to \(word).")
    }
}
