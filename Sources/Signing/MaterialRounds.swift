import Channels
import Documents
import Verification

/// Gathers what judging for the long term lacks, question by question: an answer before a list, and a list only where no answer came.
struct MaterialRounds {
    /// An issuer may lead to another, and that to its answer and its list.
    static let roundsMax = 6
    /// What one document may have fetched: fifty people may have signed it, each with an answer and an issuer.
    static let wishesMax = 200

    private let source: MaterialSource?
    private var asked: Set<Wish> = []
    private(set) var material: VerificationMaterial

    init(source: MaterialSource?, material: VerificationMaterial) {
        self.source = source
        self.material = material
    }

    /// Asks for what is wished, and says whether anything came.
    mutating func ask(for wishes: [Wish], _ end: Deadline) -> Bool {
        guard let source else { return false }
        let open = wishes.filter { !asked.contains($0) }
        let small = open.filter { if case .revocationList = $0 { false } else { true } }
        // A list may be a country's.
        for group in [small, open.filter { !small.contains($0) }] {
            var hasCome = false
            for wish in group.prefix(Self.wishesMax - asked.count) {
                asked.insert(wish)
                guard let found = source.fetch(wish, end.remaining) else { continue }
                hasCome = true
                switch wish {
                case .status: material.statusAnswers.append(found)
                case .revocationList: material.revocationLists.append(found)
                case .issuer: material.certificates.append(found)
                }
            }
            if hasCome { return true }
        }
        return false
    }
}
