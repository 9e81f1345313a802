/// One idea in the two languages of our users, Indonesian first.
package struct Bilingual: Hashable, Sendable {
    package let indonesian: String
    package let english: String

    package init(_ indonesian: String, _ english: String) {
        self.indonesian = indonesian
        self.english = english
    }
}
