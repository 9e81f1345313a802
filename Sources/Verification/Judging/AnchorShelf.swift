import Crypto

/// The certificates that somebody trusts, read when they may matter: a list of a whole country's takes longer to read than a
/// document to judge.
final class AnchorShelf {
    private let anchors: [TrustAnchor]
    private var subjects: [Set<Int>: [Certificate]] = [:]
    private let names: [[UInt8]?]

    init(_ anchors: [TrustAnchor]) {
        self.anchors = anchors
        names = anchors.map { Certificate.names(in: $0.certificate)?.subject }
    }

    /// Those whose name is on one of the certificates as its issuer's, or that are among them.
    func certificates(near others: [Certificate]) -> [Certificate] {
        let places = near(others)
        if let known = subjects[places] { return known }
        let read = places.sorted().compactMap { Certificate.known(anchors[$0].certificate) }
        subjects[places] = read
        return read
    }

    var all: [Certificate] { anchors.compactMap { Certificate.known($0.certificate) } }

    func hasMore(than others: [Certificate]) -> Bool { near(others).count < anchors.count }

    func name(of certificate: Certificate) -> String? {
        anchors.first { $0.certificate == certificate.der }?.name
    }

    private func near(_ others: [Certificate]) -> Set<Int> {
        let issuers = Set(others.compactMap { Certificate.names(in: $0.der)?.issuer })
        return Set(
            anchors.indices.filter { index in
                guard let name = names[index] else { return true }
                return issuers.contains(name) || others.contains { $0.der == anchors[index].certificate }
            })
    }
}
