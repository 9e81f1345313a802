import CMicroHTTPD
import Glibc
import HTTP

/// Reads the head that the library has parsed, out of the very bytes it parsed.
@unsafe struct HeadReader {
    let connection: OpaquePointer
    let method: UnsafePointer<CChar>
    let target: UnsafePointer<CChar>
    let version: UnsafePointer<CChar>

    /// `raw` is the target as it came, which the library has cut up since.
    func read(raw: [UInt8], limits: ServerLimits) throws(HTTPRefusal) -> RawHead {
        guard raw.count <= limits.targetBytesMax else { throw .targetTooLong(bytesMax: limits.targetBytesMax) }
        let count = unsafe CMicroHTTPD_head_bytes(connection)
        let fieldsCount = unsafe Int(MHD_get_connection_values(connection, .HEADER_KIND, nil, nil))
        guard count <= limits.headBytesMax, fieldsCount <= limits.fieldsMax else {
            throw .fieldsTooLarge(bytesMax: limits.headBytesMax, fieldsMax: limits.fieldsMax)
        }
        // Inside the connection's memory: the library counts from here to where it reads next (0.9.75).
        let bytes = unsafe Array(UnsafeRawBufferPointer(start: method, count: count))
        let places = unsafe fieldPlaces()
        let layout = unsafe HeadLayout(
            method: place(method), target: .init(start: offset(target), count: raw.count), version: place(version),
            fields: places)
        guard layout.fits(bytes) else { throw .malformed(.head) }
        return unsafe RawHead(
            method: Self.slice(bytes, place(method)), target: raw, version: Self.slice(bytes, place(version)),
            fields: places.map { unsafe (Self.slice(bytes, $0.name), Self.slice(bytes, $0.value)) })
    }

    private typealias Field = (name: HeadLayout.Place, value: HeadLayout.Place)

    private final class Collected {
        var fields: [Field] = []
        let start: Int

        init(start: Int) { self.start = start }
    }

    private func fieldPlaces() -> [Field] {
        let collected = unsafe Collected(start: Int(bitPattern: method))
        unsafe MHD_get_connection_values_n(
            connection, .HEADER_KIND,
            { context, _, name, nameCount, value, valueCount in
                guard let context = unsafe context else { return .NO }
                let collected = unsafe Unmanaged<Collected>.fromOpaque(context).takeUnretainedValue()
                collected.fields.append(
                    (
                        .init(start: Int(bitPattern: name) - collected.start, count: nameCount),
                        .init(start: Int(bitPattern: value) - collected.start, count: valueCount)
                    ))
                return .YES
            }, Unmanaged.passUnretained(collected).toOpaque())
        return collected.fields
    }

    private func place(_ text: UnsafePointer<CChar>) -> HeadLayout.Place {
        unsafe .init(start: offset(text), count: strlen(text))
    }

    private func offset(_ text: UnsafePointer<CChar>) -> Int {
        unsafe Int(bitPattern: text) - Int(bitPattern: method)
    }

    /// The layout has been found to fit, so each place lies in the bytes.
    private static func slice(_ bytes: [UInt8], _ place: HeadLayout.Place) -> [UInt8] {
        Array(bytes[place.start..<place.start + place.count])
    }
}
