/// A request's head as bytes, before anything about it is believed.
package struct RawHead: Sendable {
    package let method: [UInt8]
    package let target: [UInt8]
    package let version: [UInt8]
    package let fields: [(name: [UInt8], value: [UInt8])]

    package init(
        method: [UInt8], target: [UInt8], version: [UInt8], fields: [(name: [UInt8], value: [UInt8])]
    ) {
        self.method = method
        self.target = target
        self.version = version
        self.fields = fields
    }

    /// What is said once every byte of it has been looked at.
    package struct Read: Sendable {
        /// Nil for a method that no route has.
        package let method: HTTPMethod?
        package let target: HTTPTarget
        package let fields: HTTPFields
        package let framing: HTTPFraming
    }

    package func read(opaqueBelow: [String] = []) throws(HTTPRefusal) -> Read {
        let isVersion11 = version == Array("HTTP/1.1".utf8)
        guard isVersion11 || version == Array("HTTP/1.0".utf8), HTTPFields.isToken(method) else {
            throw .malformed(.head)
        }
        var checked = HTTPFields()
        for field in fields {
            guard HTTPFields.isToken(field.name), HTTPFields.isValue(field.value),
                let value = String(validating: field.value, as: UTF8.self)
            else { throw .malformed(.head) }
            checked.append(String(decoding: field.name, as: UTF8.self), HTTPFields.trimmed(value))
        }
        let framing = try HTTPFraming(checked, isVersion11: isVersion11)
        let hosts = checked.values("Host")
        guard hosts.count == 1 || hosts.isEmpty && !isVersion11, hosts.allSatisfy(Self.isHost) else {
            throw .malformed(.host)
        }
        let target: HTTPTarget
        do throws(HTTPTarget.Defect) {
            target = try HTTPTarget(self.target, host: hosts.first, opaqueBelow: opaqueBelow)
        } catch {
            throw .malformed(.target(error))
        }
        return Read(
            method: HTTPMethod(rawValue: String(decoding: method, as: UTF8.self)), target: target, fields: checked,
            framing: framing)
    }

    /// A name or an address, and a port at most: nothing in it leads to another place for whoever builds a URL with it.
    private static func isHost(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: ".-_:[]".utf8.contains(byte)
                }
            }
    }
}
