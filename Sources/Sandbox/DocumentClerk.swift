import Appearance
import Channels
import Documents
import PDF
import Verification

/// Does in a worker what it is asked to do with one document. Whatever the document is, the answer is a value.
final class DocumentClerk {
    private let composer: AppearanceComposer
    /// Appearances made for this worker's client, who mostly signs many documents alike.
    private var forms: [AppearanceSpecification: FormImport] = [:]
    private static let formsMax = 16

    init(composer: AppearanceComposer) { self.composer = composer }

    func answer(_ request: [UInt8], _ documents: [MappedFile]) -> [UInt8] {
        // An order that cannot be read was not written by our parent; there is nobody to answer.
        guard let order = DocumentOrder(request), let document = documents.first else { return [] }
        do throws(DocumentRefusal) {
            switch order {
            case .prepare(let task): return DocumentAnswer.prepared(try prepare(task, documents)).bytes
            case .inspect(let password): return DocumentAnswer.inspected(try inspect(document, password)).bytes
            case .copyPlainly(let password):
                return DocumentAnswer.copiedPlainly(try plainCopy(document, password)).bytes
            case .verify(let task, let password):
                return DocumentAnswer.verified(try verify(document, task, password)).bytes
            case .extend(let task, let password):
                return DocumentAnswer.extended(try extend(document, task, password)).bytes
            }
        } catch {
            return DocumentAnswer.refused(error).bytes
        }
    }

    private func prepare(_ task: SignatureTask, _ documents: [MappedFile]) throws(DocumentRefusal) -> UpdateSection {
        var request = task.request
        let window = Self.window(on: documents[0])
        return try Self.reading(window, task.password) { (document) throws(DocumentRefusal) in
            if let tag = task.tag { request.place = try Self.place(of: tag, in: document, documents.dropFirst().first) }
            let preparation: SignaturePreparation
            do throws(PDFError) {
                preparation = try SignaturePreparation(document, for: request)
            } catch {
                throw DocumentRefusal(error)
            }
            let form = try self.form(task.look, size: preparation.appearanceSize)
            do throws(PDFError) {
                return try preparation.section(appearance: form)
            } catch {
                throw DocumentRefusal(error)
            }
        }
    }

    /// `positions` is what the positions program printed.
    private static func place(
        of tag: TagPlace, in document: PDFDocument, _ positions: MappedFile?
    ) throws(DocumentRefusal) -> SignatureRequest.Place {
        try tag.place(in: positions?.bytes() ?? []) { (number) throws(DocumentRefusal) in
            do throws(PDFError) {
                let unit = try document.resolve(document.page(.number(number)).dictionary["UserUnit"]).number ?? 1
                return unit.isFinite && unit > 0 ? unit : 1
            } catch {
                throw DocumentRefusal(error)
            }
        }
    }

    private func form(
        _ look: AppearanceSpecification?, size: (width: Double, height: Double)?
    ) throws(DocumentRefusal) -> FormImport? {
        guard var look else { return nil }
        guard let size else { throw DocumentRefusal(.fieldHasNoPlace) }
        (look.width, look.height) = size
        if let known = forms[look] { return known }
        let scratch: [UInt8]
        do throws(AppearanceError) {
            scratch = try composer.compose(look).scratchPDF
        } catch {
            throw DocumentRefusal(error)
        }
        do throws(PDFError) {
            let form = try FormImport(
                catalogEntry: "TekenAppearance", of: PDFDocument.open(DocumentBytes(scratch)))
            if forms.count >= Self.formsMax { forms.removeAll() }
            forms[look] = form
            return form
        } catch {
            throw DocumentRefusal(.appearanceFailed, word: "import")
        }
    }

    private func inspect(_ file: MappedFile, _ password: DocumentPassword?) throws(DocumentRefusal) -> DocumentReport {
        try Self.reading(Self.window(on: file), password) { (document) throws(DocumentRefusal) in
            do throws(PDFError) {
                return try DocumentReport(of: document)
            } catch {
                throw DocumentRefusal(error)
            }
        }
    }

    private func verify(
        _ file: MappedFile, _ task: VerificationTask, _ password: DocumentPassword?
    ) throws(DocumentRefusal) -> Judgement {
        try Self.reading(Self.window(on: file), password) { (document) throws(DocumentRefusal) in
            do throws(PDFError) {
                return try DocumentJudge.judge(document, task)
            } catch {
                throw DocumentRefusal(error)
            }
        }
    }

    private func extend(
        _ file: MappedFile, _ task: LongTermTask, _ password: DocumentPassword?
    ) throws(DocumentRefusal) -> LongTermOutcome {
        try Self.reading(Self.window(on: file), password) { (document) throws(DocumentRefusal) in
            do throws(PDFError) {
                let judged = try DocumentJudge.extend(document, task)
                return LongTermOutcome(
                    judgement: judged.judgement, chosen: judged.chosen, missing: judged.missing,
                    cautions: judged.cautions,
                    section: try StorePreparation(document, for: judged.request).section())
            } catch {
                throw DocumentRefusal(error)
            }
        }
    }

    /// Nil for a document that opens without its password, which needs no copy.
    private func plainCopy(_ file: MappedFile, _ password: DocumentPassword?) throws(DocumentRefusal) -> [UInt8]? {
        let window = Self.window(on: file)
        do throws(PDFError) {
            _ = try PDFDocument.open(window)
            return nil
        } catch {
            guard error == .encryption(.passwordNeeded) else { throw DocumentRefusal(error) }
        }
        return try Self.reading(window, password) { (document) throws(DocumentRefusal) in
            do throws(PDFError) {
                return try document.plainCopy()
            } catch {
                throw DocumentRefusal(error)
            }
        }
    }

    /// Reads the document as it says, and, where that turns out to lead nowhere, once more as a scan finds it.
    private static func reading<Result>(
        _ bytes: DocumentBytes, _ password: DocumentPassword?,
        _ body: (PDFDocument) throws(DocumentRefusal) -> Result
    ) throws(DocumentRefusal) -> Result {
        let document: PDFDocument
        do throws(PDFError) {
            document = try DocumentPassword.whileOpening(with: password) { (password) throws(PDFError) in
                try PDFDocument.open(bytes, password: password)
            }
        } catch {
            throw DocumentRefusal(error)
        }
        do throws(DocumentRefusal) {
            return try body(document)
        } catch {
            guard error.reason == .damaged, !document.isRepaired else { throw error }
            let repaired = DocumentPassword.whileOpening(with: password) { password in
                try? PDFDocument.repaired(bytes, password: password, limits: ReadingLimits())
            }
            guard let repaired else { throw error }
            return try body(repaired)
        }
    }

    private static func window(on file: MappedFile) -> DocumentBytes {
        // An empty file is not mapped at all, and has an address that is never looked at.
        unsafe file.withBytes { bytes in
            guard let start = bytes.baseAddress else { return DocumentBytes([]) }
            return unsafe DocumentBytes(start: start, count: bytes.count, keptBy: file)
        }
    }
}

extension DocumentReport {
    init(of document: PDFDocument) throws(PDFError) {
        self.init(
            version: try document.version(), bytes: document.bytes.count, pages: try document.pageCount(),
            isRepaired: document.isRepaired,
            revisions: document.revisions().map {
                Revision(
                    kind: $0.kind.rawValue, start: $0.range.lowerBound, end: $0.range.upperBound,
                    objects: $0.numbers.count)
            },
            protection: document.encryption.map {
                Protection(
                    revision: $0.revision, streams: $0.streams.rawValue, strings: $0.strings.rawValue,
                    openedByOwner: $0.isOwner, permitsSigning: $0.permitsSigning)
            },
            signatures: try document.standingSignatures().map {
                Signature(
                    field: $0.field, subFilter: $0.subFilter, isDocumentTimestamp: $0.isDocumentTimestamp,
                    byteRange: $0.byteRange, certifies: $0.certifies?.rawValue)
            },
            fields: try document.fields().map {
                Field(name: $0.name, kind: $0.kind, isSigned: $0.kind == "Sig" && $0.hasValue)
            })
    }
}
