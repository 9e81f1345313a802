import Crypto
import Documents
import Domain
import Store

extension RememberedAnswer {
    /// The answer to a request for documents, which are all there where nobody said how to tell of one that is not.
    init(
        _ outcomes: [Result<SigningHouse.MadeDocument, DocumentError>], telling words: SigningHouse.Telling?
    ) {
        let signed = { (made: SigningHouse.MadeDocument) in
            SignedUpdate(update: made.document.update, level: made.level, kept: made.kept)
        }
        guard let words else {
            self = .documents(outcomes.compactMap { try? $0.get() }.map(signed))
            return
        }
        self = .each(
            outcomes.map { outcome in
                switch outcome {
                case .success(let made): .signed(signed(made))
                case .failure(let error): .refused(words(error))
                }
            })
    }

    /// The same of work that was accepted: its documents are fetched elsewhere.
    init(results outcomes: [Result<SigningHouse.MadeDocument, DocumentError>], telling words: SigningHouse.Telling?) {
        self = .results(
            outcomes.map { outcome in
                switch outcome {
                case .success(let made):
                    .kept(KeptDocument(digest: made.digest, level: made.level, kept: made.kept))
                case .failure(let error): .refused(words?(error) ?? [])
                }
            })
    }

    /// A mark for the kind, then the parts, each behind its length.
    var bytes: [UInt8] {
        switch self {
        case .documents(let documents): [1] + documents.flatMap { $0.parts.flatMap(Self.framed) }
        case .signatures(let signatures, let certificate): [2] + ([certificate.bytes] + signatures).flatMap(Self.framed)
        case .words(let words): [3] + Self.framed(words)
        case .each(let outcomes):
            [4]
                + outcomes.flatMap { outcome in
                    switch outcome {
                    case .signed(let update): (update.parts + [[]]).flatMap(Self.framed)
                    case .refused(let words): [[], [], [], words].flatMap(Self.framed)
                    }
                }
        case .job(let id): [5] + Self.framed(id.bytes)
        case .results(let results):
            [6]
                + results.flatMap { result in
                    switch result {
                    case .kept(let document): (document.parts + [[]]).flatMap(Self.framed)
                    case .refused(let words): [[], [], [], words].flatMap(Self.framed)
                    }
                }
        }
    }

    init?(_ bytes: [UInt8]) {
        guard let parts = Self.parts(bytes.dropFirst()) else { return nil }
        switch bytes.first {
        case 1:
            guard let updates = Self.groups(of: SignedUpdate.partsCount, parts, SignedUpdate.init) else { return nil }
            self = .documents(updates)
        case 2:
            guard let id = parts.first.flatMap({ ID<IssuedCertificate>(bytes: $0) }) else { return nil }
            self = .signatures(Array(parts.dropFirst()), certificate: id)
        case 3 where parts.count == 1: self = .words(parts[0])
        case 4:
            let outcomes = Self.groups(of: SignedUpdate.partsCount + 1, parts) { parts in
                // A refusal is told in some words at least, and a signed document has none.
                parts.last?.isEmpty == true
                    ? SignedUpdate(parts.dropLast()).map(DocumentOutcome.signed)
                    : parts.last.map(DocumentOutcome.refused)
            }
            guard let outcomes else { return nil }
            self = .each(outcomes)
        case 5 where parts.count == 1:
            guard let id = ID<Job>(bytes: parts[0]) else { return nil }
            self = .job(id)
        case 6:
            let results = Self.groups(of: KeptDocument.partsCount + 1, parts) { parts in
                parts.last?.isEmpty == true
                    ? KeptDocument(parts.dropLast()).map(DocumentResult.kept)
                    : parts.last.map(DocumentResult.refused)
            }
            guard let results else { return nil }
            self = .results(results)
        default: return nil
        }
    }

    private static func groups<Element>(
        of count: Int, _ parts: [[UInt8]], _ read: (ArraySlice<[UInt8]>) -> Element?
    ) -> [Element]? {
        guard parts.count.isMultiple(of: count) else { return nil }
        let elements = stride(from: 0, to: parts.count, by: count).compactMap { read(parts[$0..<$0 + count]) }
        return elements.count == parts.count / count ? elements : nil
    }

    private static func framed(_ part: [UInt8]) -> [UInt8] {
        let count = UInt32(part.count)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) } + part
    }

    private static func parts(_ bytes: ArraySlice<UInt8>) -> [[UInt8]]? {
        var (rest, parts): (ArraySlice<UInt8>, [[UInt8]]) = (bytes, [])
        while !rest.isEmpty {
            guard rest.count >= 4 else { return nil }
            let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            guard count <= rest.count else { return nil }
            parts.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return parts
    }
}

extension RememberedAnswer.SignedUpdate {
    fileprivate static let partsCount = 3

    fileprivate var parts: [[UInt8]] { [kept?.bytes ?? [], Array(level.rawValue.utf8), update] }

    fileprivate init?(_ parts: ArraySlice<[UInt8]>) {
        let parts = Array(parts)
        guard parts.count == Self.partsCount,
            let level = PDFSigning.Level(rawValue: String(decoding: parts[1], as: UTF8.self))
        else { return nil }
        self.init(update: parts[2], level: level, kept: ID<KeptResult>(bytes: parts[0]))
    }
}

extension RememberedAnswer.KeptDocument {
    fileprivate static let partsCount = 3

    fileprivate var parts: [[UInt8]] { [kept?.bytes ?? [], Array(level.rawValue.utf8), digest.bytes] }

    fileprivate init?(_ parts: ArraySlice<[UInt8]>) {
        let parts = Array(parts)
        guard parts.count == Self.partsCount,
            let level = PDFSigning.Level(rawValue: String(decoding: parts[1], as: UTF8.self)),
            let digest = try? Digest(.sha256, bytes: parts[2])
        else { return nil }
        self.init(digest: digest, level: level, kept: ID<KeptResult>(bytes: parts[0]))
    }
}
