import CUTF8Proc
import Glibc

/// Unicode's normal form C: what two keyboards write as é, or as e and an accent, becomes one sequence (UAX #15).
package enum NormalForm {
    /// Nothing when the library fails. Not for secrets: the memory is not wiped.
    package static func composed(_ text: String) -> String? {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        let bytes = Array(text.utf8)
        var composed: UnsafeMutablePointer<UInt8>?
        // With a length the function reads that many bytes, zeros too; the result is `malloc`ed and ends with a zero.
        let count = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe utf8proc_map(bytes.baseAddress, bytes.count, &composed, CUTF8Proc_nfc())
        }
        defer { unsafe free(composed) }

        guard count >= 0, let composed = unsafe composed else { return nil }
        return unsafe String(decoding: UnsafeBufferPointer(start: composed, count: count), as: UTF8.self)
    }
}
