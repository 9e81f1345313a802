@testable import Appearance
import TestSupport
import Testing

@Suite("A picture that is no good") struct PictureRefusalTests {
    private static func png(_ name: String = "signature-rgba.png") throws -> [UInt8] {
        try Fixture.bytes("pictures/\(name)")
    }

    private static func jpeg(_ name: String = "signature-rgb.jpg") throws -> [UInt8] {
        try Fixture.bytes("pictures/\(name)")
    }

    private static func refusal(_ bytes: [UInt8]) -> PictureDefect? {
        do throws(AppearanceError) {
            _ = try Picture(bytes)
            return nil
        } catch {
            guard case .picture(let defect) = error else { return nil }
            return defect
        }
    }

    /// The header of a PNG with other sides; its checksum is not looked at before the sides are.
    private static func png(width: UInt32, height: UInt32) throws -> [UInt8] {
        var bytes = try png()
        for byte in 0..<4 {
            bytes[16 + byte] = UInt8(truncatingIfNeeded: width >> (24 - 8 * UInt32(byte)))
            bytes[20 + byte] = UInt8(truncatingIfNeeded: height >> (24 - 8 * UInt32(byte)))
        }
        return bytes
    }

    @Test func `of fifty thousand by fifty thousand is refused by its header`() throws {
        let bytes = try Self.png(width: 50_000, height: 50_000)
        #expect(Self.refusal(bytes) == .tooLarge(width: 50_000, height: 50_000, most: 20_000))
        #expect(Self.refusal(Array(bytes.prefix(40))) == .tooLarge(width: 50_000, height: 50_000, most: 20_000))
    }

    @Test func `of too many pixels is refused, of exactly as many as allowed is read on`() throws {
        #expect(Self.refusal(try Self.png(width: 5_001, height: 5_000)) == .tooManyPixels(25_005_000, most: 25_000_000))
        guard case .damaged = Self.refusal(try Self.png(width: 5_000, height: 5_000)) else {
            Issue.record("the size alone is allowed")
            return
        }
        #expect(
            Self.refusal(try Self.png(width: 20_001, height: 1)) == .tooLarge(width: 20_001, height: 1, most: 20_000))
    }

    @Test func `without width or height is refused`() throws {
        #expect(Self.refusal(try Self.png(width: 0, height: 10)) == .zeroSize)
        #expect(Self.refusal(try Self.png(width: 10, height: 0)) == .zeroSize)
    }

    @Test func `of too many bytes is refused before anything is read`() {
        let most = Picture.bytesMax
        #expect(Self.refusal([UInt8](repeating: 0, count: most + 1)) == .tooManyBytes(most + 1, most: most))
        #expect(Self.refusal([UInt8](repeating: 0, count: most)) == .unsupportedType("unknown"))
    }

    @Test(arguments: [
        ("", PictureDefect.empty), ("GIF89a", .unsupportedType("GIF")), ("%PDF-1.7\n", .unsupportedType("PDF")),
        ("Halo, ini teks.", .unsupportedType("unknown")), ("RIFF....WEBP", .unsupportedType("WebP")),
        ("<svg>", .unsupportedType("SVG")),
    ])
    func `of another kind is refused by its name`(text: String, defect: PictureDefect) {
        #expect(Self.refusal(Array(text.utf8)) == defect)
    }

    @Test func `that moves is refused`() throws {
        var bytes = try Self.png()
        bytes.insert(contentsOf: Self.chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]), at: 33)
        #expect(Self.refusal(bytes) == .severalFrames)
    }

    @Test func `whose chunk nobody knows is refused when it says that it matters`() throws {
        var bytes = try Self.png()
        bytes.insert(contentsOf: Self.chunk("CgBI", [0, 0, 0, 0]), at: 33)
        #expect(Self.refusal(bytes) == .unsupportedCoding("a private chunk"))
    }

    @Test func `is not unpacked where it carries no pixels`() throws {
        // A profile that would unpack to megabytes, and whose checksum is wrong besides: nobody looks at it.
        var bytes = try Self.png()
        let bomb = Array("x\0\0".utf8) + [0x78, 0xDA] + [UInt8](repeating: 0xFF, count: 5_000)
        bytes.insert(contentsOf: Self.chunk("iCCP", bomb) + Self.chunk("zTXt", bomb), at: 33)
        #expect(Self.refusal(bytes) == nil)
    }

    @Test func `cut short anywhere is refused`() throws {
        for bytes in [try Self.png(), try Self.jpeg(), try Self.jpeg("signature-progressive.jpg")] {
            for length in stride(from: 1, to: bytes.count, by: 61) {
                #expect(Self.refusal(Array(bytes.prefix(length))) != nil, "\(length) of \(bytes.count)")
            }
            #expect(Self.refusal(Array(bytes.dropLast(2))) == .truncated)
        }
    }

    @Test func `whose JPEG breaks off before its end mark is damaged`() throws {
        let bytes = try Self.jpeg()
        guard case .damaged = Self.refusal(Array(bytes.prefix(bytes.count / 2)) + [0xFF, 0xD9]) else {
            Issue.record("half a picture passes for a whole one")
            return
        }
    }

    @Test func `with one wrong bit in its pixels is damaged`() throws {
        let bytes = try Self.png()
        for place in stride(from: 50, to: bytes.count - 20, by: 97) {
            var damaged = bytes
            damaged[place] ^= 0x10
            guard case .damaged = Self.refusal(damaged) else {
                Issue.record("bit at \(place) goes unnoticed")
                return
            }
        }
    }

    @Test func `coded so that readers of PDF cannot decode it is refused`() throws {
        #expect(Self.refusal(try Self.jpeg("signature-arithmetic.jpg")) == .unsupportedCoding("arithmetic"))
        var twelve = try Self.jpeg()
        let frame = try #require(twelve.firstRange(of: [0xFF, 0xC0, 0x00, 0x11])).lowerBound
        twelve[frame + 4] = 12
        #expect(Self.refusal(twelve) == .unsupportedCoding("12 bits a component"))
        var wide = try Self.jpeg()
        (wide[frame + 7], wide[frame + 8]) = (0xFF, 0xFF)
        #expect(Self.refusal(wide) == .tooLarge(width: 65_535, height: 120, most: 20_000))
    }

    @Test func `of more scans than pictures need is refused`() throws {
        var bytes = try Self.jpeg()
        let scan = try #require(bytes.firstRange(of: [0xFF, 0xDA])).lowerBound
        let header = Array(bytes[scan..<scan + 14])
        bytes.insert(contentsOf: [[UInt8]](repeating: header, count: JPEGFile.scansMax).flatMap { $0 }, at: scan)
        #expect(Self.refusal(bytes) == .tooManyScans(most: JPEGFile.scansMax))
    }

    @Test func `never does worse than a refusal, whatever byte is changed`() throws {
        for name in ["signature-palette4.png", "signature-grey1.png", "letter-6.jpg", "signature-progressive.jpg"] {
            let bytes = try Fixture.bytes("pictures/\(name)")
            for place in stride(from: 0, to: bytes.count, by: bytes.count / 180 + 1) {
                for value in [UInt8(0), 0xFF, bytes[place] &+ 1] {
                    var changed = bytes
                    changed[place] = value
                    let result = Result { () throws(AppearanceError) in try Picture(changed) }
                    if case .failure(let error) = result, case .picture = error { continue }
                    #expect((try? result.get()) != nil)
                }
            }
        }
    }

    private static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        var chunk: [UInt8] = []
        chunk.append(long: bytes.count)
        return chunk + Array(name.utf8) + bytes + [0, 0, 0, 0]
    }
}
