package import Channels

/// What came with a request. Small bodies may hold a passphrase and are wiped; large ones lie in memory files.
package enum HTTPBody: Sendable {
    case none
    case bytes(WipedBytes)
    case file(MemoryFile)
    case form(HTTPForm)
}

/// The parts of a form in the order they came; a name may occur more than once.
package struct HTTPForm: Sendable {
    package struct Part: Sendable {
        package let name: String
        /// What the client calls the file: a word to show, never a path to use. Nil for what is no file.
        package let fileName: String?
        package let contentType: String?
        package let content: Content

        package init(name: String, fileName: String? = nil, contentType: String? = nil, content: Content) {
            self.name = name
            self.fileName = fileName
            self.contentType = contentType
            self.content = content
        }
    }

    package enum Content: Sendable {
        case bytes(WipedBytes)
        case file(MemoryFile)

        package var count: Int {
            switch self {
            case .bytes(let bytes): bytes.count
            case .file(let file): file.count
            }
        }
    }

    package let parts: [Part]

    package init(_ parts: [Part]) { self.parts = parts }

    /// The first part of this name.
    package subscript(_ name: String) -> Part? { parts.first { $0.name == name } }

    package func all(_ name: String) -> [Part] { parts.filter { $0.name == name } }
}
