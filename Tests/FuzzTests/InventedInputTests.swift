import Crypto
import Foundation
import TestSupport
import Testing

@Suite("Whatever strangers send") struct InventedInputTests {
    /// A reader that breaks takes the whole process with it; the input it broke at is left here, for `tools/fuzz` to try again.
    private static func lastInput(of reader: UInt8) -> URL {
        Fixture.repository.appending(path: ".build/last-invented-input-\(reader)")
    }

    @Test(arguments: 0..<readerCount) func `is read or refused, and breaks nothing`(reader: UInt8) throws {
        let all = try Self.seeds.get()
        let own = all.filter { $0.first == reader }
        // Where nothing sound is known, what is sound for others has to do.
        let seeds = own.isEmpty ? stride(from: 0, to: all.count, by: 40).map { [reader] + all[$0].dropFirst() } : own
        var distortion = Distortion(number: 20_260_601)
        // Where nobody watches, a few show that everything is still wired up.
        let step = isWatched ? 3 : 12
        for seed in stride(from: 0, to: seeds.count, by: step).map({ seeds[$0] }) + [[reader]] {
            for input in [seed, distortion.distort(seed, with: seeds)] {
                try Data(input).write(to: Self.lastInput(of: reader))
                let time = ContinuousClock().measure { readInput(input) }
                #expect(time < .seconds(10), "\(input.count) bytes")
            }
        }
        try FileManager.default.removeItem(at: Self.lastInput(of: reader))
    }

    /// Sound inputs of every kind, each behind the byte that chooses its reader.
    private static let seeds = Result {
        try OpenSSLRuntime.require()
        let folder = try TemporaryFolder()
        try WireSeeds.write(to: folder.path("."), reader: 15)
        let made = try ProgramRun.of(Fixture.repository.appending(path: "tools/fuzz-seeds").path, [folder.path(".")])
        try #require(made.isSuccess, "\(made.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(".")).sorted()
        return try names.map { try folder.read($0) }
    }
}

/// A few bytes of a sound input replaced, taken out, repeated, or exchanged for another one's: the same ones in every run.
private struct Distortion: RandomNumberGenerator {
    var number: UInt64

    /// SplitMix64.
    mutating func next() -> UInt64 {
        number &+= 0x9E37_79B9_7F4A_7C15
        var mixed = number
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// The first byte stays: it chooses the reader.
    mutating func distort(_ seed: [UInt8], with others: [[UInt8]]) -> [UInt8] {
        var bytes = seed
        for _ in 0...Int.random(in: 0..<4, using: &self) where bytes.count > 1 {
            let start = Int.random(in: 1..<bytes.count, using: &self)
            let end = min(bytes.count, start + Int.random(in: 1...32, using: &self))
            switch Int.random(in: 0..<6, using: &self) {
            case 0: bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 1: bytes[start] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &self) ?? 0
            case 2: bytes.removeSubrange(start..<end)
            case 3: bytes.insert(contentsOf: Array(bytes[start..<end]), at: start)
            case 4: bytes.removeSubrange(start...)
            default:
                let other = others.randomElement(using: &self) ?? []
                guard start < other.count else { continue }
                bytes.replaceSubrange(start..<end, with: other[start..<min(end, other.count)])
            }
        }
        return bytes
    }
}
