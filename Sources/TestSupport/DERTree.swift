/// DER taken apart, to be looked at or put together again with something changed. One-byte tags only.
package struct DERTree: Equatable, Sendable {
    package var tag: UInt8
    /// The bytes of a primitive element; empty in a constructed one.
    package var content: [UInt8]
    /// The elements of a constructed element; empty in a primitive one.
    package var children: [DERTree]

    package init(tag: UInt8, content: [UInt8]) {
        (self.tag, self.content, children) = (tag, content, [])
    }

    package init(tag: UInt8, children: [DERTree]) {
        (self.tag, content, self.children) = (tag, [], children)
    }

    /// Reads exactly one element; nil for anything else.
    package init?(_ bytes: [UInt8]) {
        guard let elements = Self.elements(bytes[...]), elements.count == 1 else { return nil }
        self = elements[0]
    }

    package var encoded: [UInt8] {
        let inside = content + children.flatMap(\.encoded)
        return [tag] + Self.length(inside.count) + inside
    }

    package subscript(index: Int) -> DERTree {
        get { children[index] }
        set { children[index] = newValue }
    }

    package static func sequence(_ children: [DERTree]) -> DERTree { DERTree(tag: 0x30, children: children) }

    /// A number that is not negative, from its bytes in any length.
    package static func integer(_ magnitude: [UInt8]) -> DERTree {
        let short = Array(magnitude.drop { $0 == 0 })
        return DERTree(tag: 0x02, content: (short.first ?? 0x80) >= 0x80 ? [0] + short : short)
    }

    package static func length(_ count: Int) -> [UInt8] {
        switch count {
        case ..<0x80: [UInt8(count)]
        case ..<0x100: [0x81, UInt8(count)]
        default: [0x82, UInt8(count >> 8), UInt8(count & 0xFF)]
        }
    }

    private static func elements(_ bytes: ArraySlice<UInt8>) -> [DERTree]? {
        var rest = bytes
        var found: [DERTree] = []
        while let tag = rest.popFirst() {
            guard var count = rest.popFirst().map(Int.init) else { return nil }
            if count >= 0x80 {
                let digits = rest.prefix(count & 0x7F)
                rest = rest.dropFirst(count & 0x7F)
                count = digits.reduce(0) { $0 << 8 | Int($1) }
            }
            guard count <= rest.count else { return nil }
            let inside = rest.prefix(count)
            rest = rest.dropFirst(count)
            if tag & 0x20 == 0 {
                found.append(DERTree(tag: tag, content: Array(inside)))
            } else {
                guard let children = elements(inside) else { return nil }
                found.append(DERTree(tag: tag, children: children))
            }
        }
        return found
    }
}
