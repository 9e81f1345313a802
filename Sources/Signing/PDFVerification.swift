package import Channels
package import Documents
package import Domain
package import Verification
import Workers

/// Has documents judged, and gets what a judgement lacks where that is allowed.
package struct PDFVerification: Sendable {
    private let desk: DocumentDesk
    private let anchors: [TrustAnchor]
    private let material: VerificationMaterial
    private let revocation: RevocationDemand
    private let source: MaterialSource?

    /// How often a judgement is made anew because something was found: an issuer may lead to another, and that to its list.
    static let roundsMax = 4
    /// What one document may have fetched.
    static let wishesMax = 24

    /// Without a source, what the document and `material` hold must do.
    package init(
        _ desk: DocumentDesk, anchors: [TrustAnchor], material: VerificationMaterial = VerificationMaterial(),
        revocation: RevocationDemand = .always, source: MaterialSource? = nil
    ) {
        self.desk = desk
        self.anchors = anchors
        self.material = material
        self.revocation = revocation
        self.source = source
    }

    package func verify(
        _ document: MemoryFile, password: DocumentPassword? = nil, at now: Instant, deadline: Duration
    ) throws(DocumentError) -> DocumentVerdict {
        let end = Deadline.after(deadline)
        var task = VerificationTask(now: now, anchors: anchors, material: material, revocation: revocation)
        var asked: Set<Wish> = []
        var judgement = try desk.verify(document, for: task, password: password, deadline: end.remaining)
        for _ in 1..<Self.roundsMax {
            guard let source, judgement.verdict.mayImprove else { break }
            let wishes = judgement.wishes.filter { !asked.contains($0) }.prefix(Self.wishesMax - asked.count)
            let before = task.material.count
            for wish in wishes {
                asked.insert(wish)
                guard let found = source.fetch(wish, end.remaining) else { continue }
                switch wish {
                case .status: task.material.statusAnswers.append(found)
                case .revocationList: task.material.revocationLists.append(found)
                case .issuer: task.material.certificates.append(found)
                }
            }
            guard task.material.count > before else { break }
            judgement = try desk.verify(document, for: task, password: password, deadline: end.remaining)
        }
        return judgement.verdict
    }
}

/// Where a judgement gets what it lacks: over the network, from a cache, or from a script in a test.
package struct MaterialSource: Sendable {
    /// As it came; nil where nothing was to be had within the time.
    package let fetch: @Sendable (Wish, Duration) -> [UInt8]?

    package init(_ fetch: @escaping @Sendable (Wish, Duration) -> [UInt8]?) {
        self.fetch = fetch
    }

    /// One that is asked first, such as an authority of our own that needs no network, and this one for all it does not have.
    package func behind(_ first: MaterialSource) -> MaterialSource {
        MaterialSource { wish, time in first.fetch(wish, time) ?? fetch(wish, time) }
    }
}

extension DocumentVerdict {
    /// Whether anything is open that more knowledge might close: what is disproven stays so.
    fileprivate var mayImprove: Bool {
        signatures.contains { if case .indeterminate = $0.indication { true } else { false } }
    }
}
