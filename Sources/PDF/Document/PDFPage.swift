/// One page: its own dictionary, and what it inherits from above (ISO 32000-1 §7.7.3.4).
package struct PDFPage {
    package let id: ObjectID
    package let dictionary: PDFDictionary
    let inherited: PDFDictionary

    /// An entry of the page or, where it has none, of the nearest node above.
    subscript(key: PDFName) -> PDFObject? { dictionary[key] ?? inherited[key] }
}

/// Which page is meant.
package enum PageChoice: Hashable, Sendable {
    case first
    case last
    /// From one.
    case number(Int)
}

extension PDFDocument {
    private static let inheritable: [PDFName] = ["MediaBox", "CropBox", "Rotate", "Resources"]

    package func catalog() throws(PDFError) -> (id: ObjectID, dictionary: PDFDictionary) {
        guard let id = trailer["Root"]?.reference, case .dictionary(let dictionary) = try object(id) else {
            throw .unreadable(.catalog)
        }
        return (id, dictionary)
    }

    func pageTreeRoot() throws(PDFError) -> ObjectID {
        guard let id = try catalog().dictionary["Pages"]?.reference, case .dictionary = try object(id) else {
            throw .unreadable(.pages)
        }
        return id
    }

    package func page(_ choice: PageChoice) throws(PDFError) -> PDFPage {
        var found: PDFPage?
        switch choice {
        case .first:
            try walkPages { page in
                found = page
                return false
            }
        case .last:
            try walkPages(fromLast: true) { page in
                found = page
                return false
            }
        case .number(let number):
            if number >= 1 {
                var walk = try PageWalk(self, skipping: number - 1)
                found = try walk.page()
            }
            if found == nil { throw .cannotSign(.noSuchPage(asked: number, pages: try pageCount())) }
        }
        guard let found else { throw .unreadable(.pages) }
        try checkWayUp(from: found)
        return found
    }

    /// Some viewers look for what a page inherits along `/Parent`, and that way must end as well.
    private func checkWayUp(from page: PDFPage) throws(PDFError) {
        var parent = page.dictionary["Parent"]
        var nodes: Set<ObjectID> = [page.id]
        for _ in 0...limits.pageTreeDepthMax {
            guard case .dictionary(let node) = try resolve(parent) else { return }
            if let id = parent?.reference, !nodes.insert(id).inserted { throw .unreadable(.pages) }
            parent = node["Parent"]
        }
        throw .tooComplex(.nesting)
    }

    package func pageCount() throws(PDFError) -> Int {
        var count = 0
        try walkPages { _ in
            count += 1
            return true
        }
        return count
    }

    /// Hands over page after page until the body says no.
    func walkPages(fromLast: Bool = false, _ body: (PDFPage) -> Bool) throws(PDFError) {
        var walk = try PageWalk(self, fromLast: fromLast)
        while let page = try walk.page() { if !body(page) { return } }
    }

    fileprivate func inherit(_ node: PDFDictionary, over inherited: PDFDictionary) -> PDFDictionary {
        var out = inherited
        for key in Self.inheritable { if let value = node[key] { out[key] = value } }
        return out
    }
}

/// A way through the page tree, leaf by leaf, that cannot go in circles.
private struct PageWalk {
    private let document: PDFDocument
    private let fromLast: Bool
    /// Pages still to be passed over; whole branches go by their count, as viewers take it.
    private var skipping: Int
    private var stack: [(node: PDFObject, inherited: PDFDictionary, depth: Int)]
    private var branches: Set<ObjectID> = []
    private var pages = 0
    /// Everything that was come by, pages or not.
    private var steps = 0

    init(_ document: PDFDocument, fromLast: Bool = false, skipping: Int = 0) throws(PDFError) {
        self.document = document
        self.fromLast = fromLast
        self.skipping = skipping
        stack = [(.reference(try document.pageTreeRoot()), PDFDictionary(), 0)]
    }

    mutating func page() throws(PDFError) -> PDFPage? {
        while let (node, inherited, depth) = stack.popLast() {
            steps += 1
            guard steps <= 2 * document.limits.pagesMax else { throw .tooComplex(.pages) }
            guard let id = node.reference, case .dictionary(let dictionary) = try document.object(id) else { continue }
            guard case .array(let kids) = try document.resolve(dictionary["Kids"]), dictionary["Type"]?.name != "Page"
            else {
                pages += 1
                guard pages <= document.limits.pagesMax else { throw .tooComplex(.pages) }
                if skipping > 0 {
                    skipping -= 1
                    continue
                }
                // A branch without kids is no page, whatever a viewer without them would show.
                if dictionary["Type"]?.name == "Pages" { throw .unreadable(.pages) }
                return PDFPage(id: id, dictionary: dictionary, inherited: inherited)
            }
            if skipping > 0, depth > 0, let count = try document.resolve(dictionary["Count"]).integer,
                1...skipping ~= count
            {
                skipping -= count
                continue
            }
            guard branches.insert(id).inserted else { throw .unreadable(.pages) }
            guard depth < document.limits.pageTreeDepthMax else { throw .tooComplex(.nesting) }
            let below = document.inherit(dictionary, over: inherited)
            for kid in fromLast ? kids : kids.reversed() { stack.append((kid, below, depth + 1)) }
        }
        return nil
    }
}
