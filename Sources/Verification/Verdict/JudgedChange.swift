/// One thing that was changed after a signature, and whether that may be.
package struct JudgedChange: Hashable, Sendable {
    package enum Answer: String, Hashable, Sendable, Comparable, CaseIterable {
        case permitted
        /// It may be harmless, and nothing shows that it is.
        case doubtful
        case forbidden

        package static func < (left: Answer, right: Answer) -> Bool { left.rank < right.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    package var answer: Answer
    /// What kind of change, as a stable word.
    package var kind: String
    /// Of which key, kind of field or kind of annotation, where that says more.
    package var detail: String?
    /// Counted from one.
    package var revision: Int
    package var object: Int?
    package var page: Int?
    package var field: String?

    package init(
        answer: Answer, kind: String, detail: String?, revision: Int, object: Int?, page: Int?, field: String?
    ) {
        self.answer = answer
        self.kind = kind
        self.detail = detail
        self.revision = revision
        self.object = object
        self.page = page
        self.field = field
    }
}
