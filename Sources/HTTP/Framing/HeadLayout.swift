/// Whether a head lies in the library's buffer as strict HTTP/1.1 would have put it there.
///
/// libmicrohttpd 0.9.75 forgives a bare line feed, a folded field, a zero byte in a value and spaces around the request
/// line; a proxy that forgives differently sees other requests than we do. It parses in place, with zeros for what it has
/// read: two for CR LF, one for a colon or a space. So the head can be read again from where its parts lie.
package struct HeadLayout: Sendable {
    /// A part's place, counted from the first byte of the method.
    package struct Place: Hashable, Sendable {
        package let start: Int
        package let count: Int

        package init(start: Int, count: Int) {
            self.start = start
            self.count = count
        }

        fileprivate var end: Int { start + count }
    }

    private let method: Place
    private let target: Place
    private let version: Place
    private let fields: [(name: Place, value: Place)]

    package init(method: Place, target: Place, version: Place, fields: [(name: Place, value: Place)]) {
        self.method = method
        self.target = target
        self.version = version
        self.fields = fields
    }

    /// `bytes` is everything from the method to the empty line, whose end is included.
    package func fits(_ bytes: [UInt8]) -> Bool {
        guard method.start == 0, bytes.isZero(at: method.end), target.start == method.end + 1,
            bytes.isZero(at: target.end), version.start == target.end + 1, bytes.isLineEnd(at: version.end)
        else { return false }
        var place = version.end + 2
        for (name, value) in fields {
            guard name.start == place, bytes.isZero(at: name.end), value.start > name.end, value.end < bytes.count,
                bytes[(name.end + 1)..<value.start].allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }),
                bytes.isLineEnd(at: value.end)
            else { return false }
            place = value.end + 2
        }
        return bytes.isLineEnd(at: place) && place + 2 == bytes.count
    }
}

extension [UInt8] {
    fileprivate func isZero(at index: Int) -> Bool { indices.contains(index) && self[index] == 0 }

    fileprivate func isLineEnd(at index: Int) -> Bool { isZero(at: index) && isZero(at: index + 1) }
}
