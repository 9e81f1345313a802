package import Channels
import Crypto
package import Documents
package import Domain
import PDF
package import Verification
package import Workers

/// Gives signatures in documents what they will be judged with in years: a time, certificates and words on their revocation, and
/// a timestamp over all of it.
package struct PDFExtension: Sendable {
    /// What is done where something cannot be had.
    package enum WhenShort: Sendable {
        case refuse
        /// The level that can be reached is handed out, and told.
        case lowerLevel
    }

    private let desk: DocumentDesk
    private let anchors: [TrustAnchor]
    private let material: VerificationMaterial
    private let source: MaterialSource?
    private let stamping: Stamping?
    private let whenShort: WhenShort
    private let now: @Sendable () -> Instant

    /// Without a source, what documents and `material` hold must do; without `stamping`, no level is reached that takes a
    /// timestamp over the document.
    package init(
        _ desk: DocumentDesk, anchors: [TrustAnchor], material: VerificationMaterial = VerificationMaterial(),
        source: MaterialSource? = nil, stamping: Stamping?, whenShort: WhenShort = .refuse,
        now: @escaping @Sendable () -> Instant
    ) {
        self.desk = desk
        self.anchors = anchors
        self.material = material
        self.source = source
        self.stamping = stamping
        self.whenShort = whenShort
        self.now = now
    }

    /// The document with the chosen signatures at this level, or the reason why not. Nothing of it is written again.
    package func extend(
        _ document: MemoryFile, to level: PDFSigning.Level, _ choice: SignatureChoice = .all,
        password: DocumentPassword? = nil, client: ClientKey? = nil, deadline: Duration
    ) throws(SigningError) -> ExtendedPDF {
        let work = try ExtensionWork(document, password: password, client: client, deadline: deadline)
        let extended = try extend(work, to: level, choice)
        if extended.document.update.isEmpty {
            // Nothing at all could be had, and a copy of what came in is no result.
            guard extended.missing.isEmpty else { throw .notExtended(.materialMissing(extended.missing)) }
            throw .crypto(.noTimestamp(extended.refusals))
        }
        return extended
    }

    func extend(
        _ start: ExtensionWork, to level: PDFSigning.Level, _ choice: SignatureChoice
    ) throws(SigningError) -> ExtendedPDF {
        var work = start
        var rounds = MaterialRounds(source: source, material: material)
        var outcome = try judge(work, &rounds, choice, to: level)
        try check(outcome, choice, to: level)
        let lowest = outcome.chosenSignatures.map(\.reachedLevel).min() ?? .signature
        // An archive is renewed: its newest timestamp ages as everything does.
        guard level == .archive || lowest < level else { throw .notExtended(.levelReached(lowest)) }

        var result = ExtendedPDF(document: work.document, before: outcome.levels, cautions: outcome.cautions)
        var isShort = false
        if lowest == .signature {
            isShort = try !stamp(&work, &result)
            if !isShort, level > .timestamp { outcome = try judge(work, &rounds, choice, to: level) }
        }
        if !isShort, level > .timestamp { isShort = try !keep(outcome, &work, &result) }
        if !isShort, level == .archive { isShort = try !stamp(&work, &result) }
        result.document = work.document
        result.after = try finalLevels(of: work, outcome, reaching: isShort ? nil : level)
        return result
    }

    // MARK: Judging

    /// Judges until nothing more is to be had. A time alone needs no material.
    private func judge(
        _ work: ExtensionWork, _ rounds: inout MaterialRounds, _ choice: SignatureChoice, to level: PDFSigning.Level
    ) throws(SigningError) -> LongTermOutcome {
        let end = Deadline.after(work.deadline)
        var task = LongTermTask(
            VerificationTask(now: now(), anchors: anchors, material: rounds.material), choice: choice,
            coversTimestamps: level == .archive, identifier: try ExtensionWork.identifier())
        do throws(DocumentError) {
            var outcome = try desk.extend(
                work.latest, for: task, password: work.password, client: work.client, deadline: end.remaining)
            for _ in 1..<MaterialRounds.roundsMax where level > .timestamp && outcome.isShort {
                guard rounds.ask(for: outcome.judgement.wishes, end) else { break }
                task.verification.material = rounds.material
                outcome = try desk.extend(
                    work.latest, for: task, password: work.password, client: work.client, deadline: end.remaining)
            }
            return outcome
        } catch {
            throw .document(error)
        }
    }

    /// What stops every extension: there is nothing to extend, or it would be kept for years and be worth nothing.
    private func check(
        _ outcome: LongTermOutcome, _ choice: SignatureChoice, to level: PDFSigning.Level
    ) throws(SigningError) {
        let chosen = outcome.chosenSignatures
        if case .fields(let names) = choice {
            for name in names where !chosen.contains(where: { $0.field == name }) {
                throw .notExtended(.noSuchSignature)
            }
        }
        guard !chosen.isEmpty else { throw .notExtended(.nobodySigned) }
        let verdict = outcome.judgement.verdict
        let stamps = verdict.signatures.filter { $0.kind == .documentTimestamp }
        for answer in [verdict.findings.indication] + (chosen + stamps).map(\.indication) where answer.isFailed {
            throw .notExtended(.signatureFailed(answer.sub ?? ""))
        }
        for case .indeterminate(let doubt) in chosen.map(\.indication) {
            // A time can be proven for a signature of whose signer nothing is known here.
            guard doubt == .tryLater || doubt == .noChain && level == .timestamp else {
                throw .notExtended(.signatureOpen(doubt.rawValue))
            }
        }
        // Said before any authority is asked for a timestamp in vain.
        if level > .timestamp, whenShort == .refuse, !outcome.missing.isEmpty {
            throw .notExtended(.materialMissing(outcome.missing))
        }
    }

    /// What became of the chosen signatures: judged anew with nothing at hand but the document itself and the anchors, by a worker
    /// that has read no other. The one that wrote the sections cannot vouch for itself.
    private func finalLevels(
        of work: ExtensionWork, _ outcome: LongTermOutcome, reaching level: PDFSigning.Level?
    ) throws(SigningError) -> [ExtendedPDF.Reached] {
        let verdict: DocumentVerdict
        do throws(DocumentError) {
            verdict = try desk.verify(
                work.latest, for: VerificationTask(now: now(), anchors: anchors), password: work.password,
                deadline: work.deadline
            ).verdict
        } catch {
            throw .document(error)
        }
        var reached: [ExtendedPDF.Reached] = []
        for earlier in outcome.chosenSignatures {
            guard let signature = verdict.signatures.first(where: { $0.isSame(as: earlier) }) else {
                throw .notExtended(.fellShort)
            }
            reached.append(ExtendedPDF.Reached(field: signature.field, level: signature.reachedLevel))
            guard let level else { continue }
            let isProven = level == .timestamp ? !signature.indication.isFailed : signature.indication == .passed
            guard signature.reachedLevel >= level, isProven else { throw .notExtended(.fellShort) }
        }
        return reached
    }

    // MARK: Steps

    /// Appends what the store lacks; false where something cannot be had and that was allowed.
    private func keep(
        _ outcome: LongTermOutcome, _ work: inout ExtensionWork, _ result: inout ExtendedPDF
    ) throws(SigningError) -> Bool {
        guard outcome.missing.isEmpty else {
            guard whenShort == .lowerLevel else { throw .notExtended(.materialMissing(outcome.missing)) }
            result.missing = outcome.missing
            return false
        }
        // What is still open now is nothing that material would settle.
        for signature in outcome.chosenSignatures where signature.indication != .passed {
            throw .notExtended(.signatureOpen(signature.indication.sub ?? ""))
        }
        if let section = outcome.section {
            try work.append(section.bytes)
            result.storeBytes = section.bytes.count
        }
        return true
    }

    /// Puts a timestamp over the document; false where no authority gives one and that was allowed.
    private func stamp(_ work: inout ExtensionWork, _ result: inout ExtendedPDF) throws(SigningError) -> Bool {
        guard let stamping else { throw .notExtended(.noAuthority) }
        var room: Int
        do throws(CryptoError) { room = try stamping.roomForToken() } catch { return try goWithout(error, &result) }
        for _ in 0..<Stamping.attemptsMax {
            let prepared = try work.prepareTimestamp(on: desk, room: room)
            let token: TimestampToken
            do throws(CryptoError) {
                token = try stamping.token(over: prepared.digest)
            } catch {
                return try goWithout(error, &result)
            }
            guard token.der.count <= prepared.contentsBytes else {
                room = token.der.count + Stamping.slackBytes
                continue
            }
            try work.embed(token, into: prepared)
            result.timestamps += 1
            return true
        }
        throw .timestampNeverFits
    }

    private func goWithout(_ error: CryptoError, _ result: inout ExtendedPDF) throws(SigningError) -> Bool {
        guard case .noTimestamp(let refusals) = error, whenShort == .lowerLevel else { throw .crypto(error) }
        result.refusals += refusals
        return false
    }
}
