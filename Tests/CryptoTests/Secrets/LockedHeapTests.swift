import Crypto
import Foundation
import TestSupport
import Testing

/// The address sanitiser does not look into the locked heap, where OpenSSL keeps each random generator: what a generator holds
/// would count as lost, with nothing in its stack to tell it from what really is.
@Suite("The locked heap, watched") struct LockedHeapTests {
    @Test(.enabled(if: isWatched)) func `is searched for what is held from there`() throws {
        let secret = try Secret.random(count: 16)
        let address = unsafe secret.withBytes { UInt(bitPattern: $0.baseAddress) }
        let heap = try #require(try Self.mappings().first { $0.contains(address) })
        #expect(heap.count >= OpenSSLRuntime.secureHeapBytes)
        let register = try #require(Self.register, "the sanitiser is not in this build")
        register(heap.lowerBound, heap.count)
    }

    private static var register: (@convention(c) (UInt, Int) -> Void)? {
        unsafe dlsym(nil, "__lsan_register_root_region").map {
            unsafe unsafeBitCast($0, to: (@convention(c) (UInt, Int) -> Void).self)
        }
    }

    private static func mappings() throws -> [Range<UInt>] {
        try String(contentsOfFile: "/proc/self/maps", encoding: .utf8).split(separator: "\n").compactMap { line in
            let ends = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
            return ends.count == 2 ? ends[0]..<ends[1] : nil
        }
    }
}
