import Crypto
import Domain
import Glibc
import Problems
import Verification

/// The options that say whom a verdict trusts and what it is to know besides the document.
enum TrustOptions {
    typealias Option = Command.Option

    static let trust = Option(
        name: "--trust", value: "[NAME=]PEM",
        help: "trust the certificates in this file, told under this name; the file's own name if none is given",
        isRepeatable: true)
    private static let material = Option(
        name: "--material", value: "FILE",
        help: "certificates, CRLs or OCSP answers to judge with, PEM or DER; nothing of it is trusted by itself",
        isRepeatable: true)
    private static let revocation = Option(
        name: "--revocation", value: "DEMAND",
        help: "always: no yes without word on revocation; when-known: heed what is known; always if not given")
    private static let at = Option(
        name: "--at", value: "TIME", help: "judge as of this moment, such as 2026-11-20 or 2026-11-20T13:30:00+07:00")

    static let all = [trust, material, revocation, at]
    /// For what is kept, now is the only moment, and a word on revocation is always needed.
    static let forLongTerm = [trust, material]

    /// Far more than any list of roots, and what one CRL may have.
    private static let anchorBytesMax = 16 << 20
    private static let materialBytesMax = 64 << 20

    static func anchors(_ arguments: borrowing CommandArguments) throws -> [TrustAnchor] {
        var anchors: [TrustAnchor] = []
        for word in arguments.values(trust) {
            let (name, path) = named(word)
            let bytes = try InputFile.bytes(path, most: anchorBytesMax)
            let found = try pieces(of: bytes).filter { $0.kind == .certificate }
            guard !found.isEmpty else { throw Problem.nothingToTrust(path) }
            anchors += found.map { TrustAnchor(name: name, certificate: $0.der) }
        }
        return anchors
    }

    /// A file may have an equals sign in its own name.
    private static func named(_ word: String) -> (name: String, path: String) {
        if let mark = word.firstIndex(of: "="), unsafe access(word, F_OK) != 0 {
            return (String(word[..<mark]), String(word[word.index(after: mark)...]))
        }
        return (name(of: word), word)
    }

    /// The file's own name, without what stands behind its last full stop.
    static func name(of path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
        return stem.isEmpty ? file : stem
    }

    static func material(_ arguments: borrowing CommandArguments) throws -> VerificationMaterial {
        var material = VerificationMaterial()
        for path in arguments.values(self.material) {
            let found = try pieces(of: InputFile.bytes(path, most: materialBytesMax))
            guard !found.isEmpty else { throw Problem.materialUnreadable(path) }
            for piece in found {
                switch piece.kind {
                case .certificate: material.certificates.append(piece.der)
                case .revocationList: material.revocationLists.append(piece.der)
                case .statusAnswer: material.statusAnswers.append(piece.der)
                }
            }
        }
        return material
    }

    static func demand(_ arguments: borrowing CommandArguments) throws(Problem) -> RevocationDemand {
        guard let word = arguments.value(revocation) else { return .always }
        guard let demand = RevocationDemand(rawValue: word) else {
            throw .unknownChoice(revocation.name, among: RevocationDemand.allCases.map(\.rawValue))
        }
        return demand
    }

    static func moment(_ arguments: borrowing CommandArguments) throws(Problem) -> Instant {
        guard let text = arguments.value(at) else { return WallClock.now() }
        guard let moment = Instant(text) else { throw .notATime(at.name) }
        return moment
    }

    // MARK: What a file holds

    private enum Kind {
        case certificate, revocationList, statusAnswer
    }

    private static func pieces(of bytes: [UInt8]) throws(CryptoError) -> [(kind: Kind, der: [UInt8])] {
        let blocks = try PEMBlocks.all(in: bytes) ?? []
        guard blocks.isEmpty else { return blocks.compactMap { der in kind(of: der).map { ($0, der) } } }
        return kind(of: bytes).map { [($0, bytes)] } ?? []
    }

    /// By what it can be read as: names and labels are often wrong.
    private static func kind(of der: [UInt8]) -> Kind? {
        if (try? Certificate(der: der)) != nil { return .certificate }
        if RevocationList(der: der) != nil { return .revocationList }
        return RevocationAnswer(der: der) != nil ? .statusAnswer : nil
    }
}
