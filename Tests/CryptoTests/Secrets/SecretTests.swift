@testable import Crypto
import TestSupport
import TestTraits
import Testing

@Suite("A secret") struct SecretTests {
    @Test(arguments: [1, 31, 4_096]) func `overwrites the bytes it is taken from`(count: Int) throws {
        var source = [UInt8](repeating: 0xA5, count: count)
        let secret = try Secret(wiping: &source)
        #expect(source == [UInt8](repeating: 0, count: count))
        #expect(secret.revealed == [UInt8](repeating: 0xA5, count: count))
    }

    @Test(arguments: [0, 1, 4_096]) func `in an array of its own is overwritten where it lies`(count: Int) {
        var bytes = [UInt8](repeating: 0xA5, count: count)
        let place = unsafe bytes.withUnsafeBytes { $0.baseAddress }
        bytes.wipe()
        #expect(unsafe bytes.withUnsafeBytes { $0.baseAddress } == place)
        #expect(bytes.allSatisfy { $0 == 0 } && bytes.count == count)
    }

    @Test func `of several parts is put together for as long as it is needed`() {
        let parts = [[1, 2], [], [3, 4, 5]] as [[UInt8]]
        #expect([UInt8].whileJoined(parts.map { $0[...] }) { $0 } == [1, 2, 3, 4, 5])
        #expect([UInt8].whileJoined([]) { $0.count } == 0)
    }

    @Test(arguments: [0, 1, 32, 100_000]) func `lies in the locked heap`(count: Int) throws {
        let secret = try Secret(zeros: count)
        let copy = try secret.slice(from: 0, count: count)
        let random = try Secret.random(count: count)
        #expect(unsafe secret.withBytes { unsafe OpenSSLRuntime.holds($0.baseAddress!) })
        #expect(unsafe copy.withBytes { unsafe OpenSSLRuntime.holds($0.baseAddress!) })
        #expect(unsafe random.withBytes { unsafe OpenSSLRuntime.holds($0.baseAddress!) })
        #expect(secret.count == count)
        #expect(random.count == count)
    }

    @Test func `in an array would not`() throws {
        try OpenSSLRuntime.require()
        #expect(
            unsafe [UInt8](repeating: 1, count: 64).withUnsafeBytes { unsafe !OpenSSLRuntime.holds($0.baseAddress!) })
    }

    @Test func `of zeros is zeros, and a random one never the same`() throws {
        #expect(try Secret(zeros: 64).revealed == [UInt8](repeating: 0, count: 64))
        #expect(try Set((0..<16).map { _ in try Secret.random(count: 32).revealed }).count == 16)
    }

    @Test(arguments: [
        ("", "", true), ("rahasia", "rahasia", true), ("rahasia", "rahasib", false), ("rahasia", "sahasia", false),
        ("rahasia", "rahasi", false), ("", "r", false),
    ])
    func `equals another that holds the same bytes`(left: String, right: String, isEqual: Bool) throws {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        #expect(try Secret.of(left).equals(.of(right)) == isEqual)
        #expect(try Secret.of(right).equals(.of(left)) == isEqual)
    }

    @Test(arguments: [(0, 0), (0, 5), (5, 0), (2, 3), (1, 1)]) func `is sliced by copying`(offset: Int, count: Int)
        throws
    {
        let slice = try Secret.of([10, 11, 12, 13, 14]).slice(from: offset, count: count)
        #expect(slice.revealed == Array([10, 11, 12, 13, 14][offset..<offset + count]))
    }

    @Test(.ownProcess) func `is never sliced beyond its end`() async {
        await #expect(processExitsWith: .failure) { _ = try Secret(zeros: 4).slice(from: 2, count: 3) }
    }

    @Test(.ownProcess) func `is refused when the locked heap is full, and had again when there is room`() async {
        // In a process of its own: the heap is one for all tests.
        await #expect(processExitsWith: .success) {
            let blockBytes = 1 << 20
            for _ in 0..<3 {
                try Secret.hold(2, of: blockBytes)
                do throws(CryptoError) {
                    try Secret.hold(100, of: blockBytes)
                    preconditionFailure("a hundred blocks do not fit")
                } catch {
                    precondition(error == .secureMemoryExhausted)
                }
            }
        }
    }
}

extension Secret {
    /// Holds so many secrets at once.
    fileprivate static func hold(_ blocks: Int, of bytes: Int) throws(CryptoError) {
        let block = try Secret(zeros: bytes)
        if blocks > 1 { try hold(blocks - 1, of: bytes) }
        precondition(block.count == bytes)
    }
}
