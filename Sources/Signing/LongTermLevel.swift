package import Verification

extension PDFSigning {
    /// How long a signature can be judged: each level holds what the one before it does (EN 319 142-1 §6).
    package enum Level: String, CaseIterable, Comparable, Sendable {
        case signature = "B-B"
        case timestamp = "B-T"
        case longTerm = "B-LT"
        case archive = "B-LTA"

        package static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

        /// What a verdict calls it, whatever the format of the signature.
        package init(_ step: SignatureLevel.Step) {
            self =
                switch step {
                case .basic: .signature
                case .time: .timestamp
                case .longTerm: .longTerm
                case .archive: .archive
                }
        }
    }
}
