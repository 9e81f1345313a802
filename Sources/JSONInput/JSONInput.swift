import CJansson
import Synchronization

/// A JSON text (RFC 8259) that a stranger sent, taken apart: read with bounds, wiped when the last reference goes, and printing nothing.
///
/// Texts are handed out as bytes; only what is no secret becomes a `String`.
@safe package final class JSONInput: @unchecked Sendable {
    // Sendable: nobody changes the tree after it was read, and jansson promises that reading is safe then ("Thread safety").

    package enum Defect: Error, Hashable, Sendable {
        /// Not JSON, or not UTF-8, or more behind it; the line it was noticed in.
        case malformed(line: Int)
        /// The same name twice in one object: two readers could differ about it.
        case repeatedName
        /// Arrays and objects inside each other beyond any request of ours.
        case tooDeep
        case outOfMemory
    }

    private static let prepared: Void = CJansson_wipe_what_is_freed()
    private let value: UnsafeMutablePointer<json_t>

    private init(owning value: UnsafeMutablePointer<json_t>) { unsafe self.value = value }

    deinit { unsafe CJansson_release(value) }

    /// Reads the bytes; they stay whose they are.
    @unsafe package convenience init(_ bytes: UnsafeRawBufferPointer) throws(Defect) {
        _ = Self.prepared
        var failure = json_error_t()
        guard let text = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else {
            throw .malformed(line: 1)
        }
        let flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY
        guard let value = unsafe json_loadb(text, bytes.count, size_t(flags), &failure) else {
            // The last byte of the text holds the code (json_error_code in jansson.h).
            let code = unsafe withUnsafeBytes(of: failure.text) { unsafe $0.last ?? 0 }
            switch json_error_code(UInt32(code)) {
            case json_error_duplicate_key: throw .repeatedName
            case json_error_stack_overflow: throw .tooDeep
            case json_error_out_of_memory: throw .outOfMemory
            default: throw .malformed(line: Int(failure.line))
            }
        }
        unsafe self.init(owning: value)
    }

    package convenience init(_ bytes: [UInt8]) throws(Defect) {
        let read = unsafe bytes.withUnsafeBytes { bytes in
            Result { () throws(Defect) in try unsafe JSONInput(bytes) }
        }
        let other = try read.get()
        unsafe self.init(owning: CJansson_retain(other.value))
    }

    // MARK: What it is

    package var isNull: Bool { unsafe CJansson_type(value) == JSON_NULL }

    package var isObject: Bool { unsafe CJansson_type(value) == JSON_OBJECT }

    /// The member of an object; nil where there is none, or this is no object.
    package subscript(_ name: String) -> JSONInput? {
        guard let member = unsafe json_object_get(value, name) else { return nil }
        return unsafe JSONInput(owning: CJansson_retain(member))
    }

    /// The elements of an array; nil for anything else.
    package var elements: [JSONInput]? {
        guard unsafe CJansson_type(value) == JSON_ARRAY else { return nil }
        let count = unsafe json_array_size(value)
        return (0..<count).compactMap { index in
            unsafe json_array_get(value, index).map { unsafe JSONInput(owning: CJansson_retain($0)) }
        }
    }

    /// The names of an object's members, in no order; nil for anything else.
    package var names: [String]? {
        guard isObject else { return nil }
        var names: [String] = []
        var place = unsafe json_object_iter(value)
        while let here = unsafe place {
            if let name = unsafe json_object_iter_key(here) { names.append(unsafe String(cString: name)) }
            unsafe place = json_object_iter_next(value, here)
        }
        return names
    }

    /// The bytes of a text, valid inside the closure only; nil for anything else.
    @unsafe package func withText<Result, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard let text = unsafe json_string_value(value) else { return nil }
        return try withExtendedLifetime(self) { () throws(Failure) in
            try unsafe body(UnsafeRawBufferPointer(start: text, count: json_string_length(value)))
        }
    }

    /// A text that is no secret; nil for anything else.
    package var text: String? { unsafe withText { unsafe String(decoding: $0, as: UTF8.self) } }

    package var boolean: Bool? {
        switch unsafe CJansson_type(value) {
        case JSON_TRUE: true
        case JSON_FALSE: false
        default: nil
        }
    }

    /// A whole number; nil for a fraction, whatever stands behind its point.
    package var integer: Int? {
        guard unsafe CJansson_type(value) == JSON_INTEGER else { return nil }
        return Int(unsafe json_integer_value(value))
    }

    /// Any number.
    package var number: Double? {
        switch unsafe CJansson_type(value) {
        case JSON_INTEGER, JSON_REAL: unsafe json_number_value(value)
        default: nil
        }
    }
}

extension JSONInput: CustomStringConvertible, CustomReflectable {
    package var description: String { "JSON" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
