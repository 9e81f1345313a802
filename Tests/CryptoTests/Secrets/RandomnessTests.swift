import Crypto
import Testing

@Suite("Random bytes") struct RandomnessTests {
    @Test(arguments: [0, 1, 16, 255, 256, 257, 1_000]) func `are as many as were asked for`(count: Int) throws {
        #expect(try Randomness.bytes(count).count == count)
    }

    @Test func `fill every piece and never come twice`() throws {
        let (one, other) = try (Randomness.bytes(1_024), Randomness.bytes(1_024))
        for start in stride(from: 0, to: 1_024, by: 16) {
            let piece = one[start..<start + 16]
            #expect(piece.contains { $0 != 0 } && piece != other[start..<start + 16])
        }
    }
}
