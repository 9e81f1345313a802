import Glibc

/// Reads `application/x-www-form-urlencoded`: a whole small body, whose values are wiped like it.
package enum URLEncodedForm {
    package static func parse(_ body: WipedBytes, partsMax: Int) throws(BodyDefect) -> HTTPForm {
        try unsafe body.withBytes { bytes throws(BodyDefect) in
            var parts: [HTTPForm.Part] = []
            let pairs = unsafe bytes.split(separator: UInt8(ascii: "&"))
            for index in unsafe pairs.indices {
                let pair = unsafe pairs[index]
                guard parts.count < partsMax else { throw .tooManyParts(most: partsMax) }
                let split = unsafe pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
                guard let name = unsafe PercentEncoding.decoded(pair[..<split], plusIsSpace: true),
                    let text = String(validating: name, as: UTF8.self),
                    var value = unsafe PercentEncoding.decoded(pair[split...].dropFirst(), plusIsSpace: true)
                else { throw .malformedForm }
                parts.append(HTTPForm.Part(name: text, content: .bytes(WipedBytes(value))))
                value.wipe()
            }
            return HTTPForm(parts)
        }
    }
}

/// Why a body is not taken.
package enum BodyDefect: Error, Equatable, Sendable {
    case malformedForm
    case tooManyParts(most: Int)
    case tooManyFiles(most: Int)
    case partTooLarge(bytesMax: Int)
    case bodyTooLarge(bytesMax: Int)
    case partHeadTooLarge(bytesMax: Int)
    /// No memory file could be had; the server's own trouble.
    case noRoom
}

extension [UInt8] {
    /// Overwrites the bytes where they lie, as far as nobody shares them.
    mutating func wipe() {
        unsafe withUnsafeMutableBytes { bytes in
            if let base = bytes.baseAddress { unsafe explicit_bzero(base, bytes.count) }
        }
    }
}
