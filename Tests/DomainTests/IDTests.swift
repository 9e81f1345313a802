import Domain
import TestTraits
import Testing

@Suite("An identifier") struct IDTests {
    private enum Thing {}

    @Test func `reads what it writes`() throws {
        let id = try #require(ID<Thing>(bytes: (0..<16).map { $0 * 17 }))
        #expect(id.description == "00112233-4455-6677-8899-aabbccddeeff")
        #expect(ID(id.description) == id)
        #expect(ID("00112233-4455-6677-8899-AABBCCDDEEFF") == id)
    }

    @Test(arguments: [
        "", "-", "----", "00112233445566778899aabbccddeeff", "00112233-4455-6677-8899-aabbccddeef",
        "00112233-4455-6677-8899-aabbccddeeff0", "0011223-34455-6677-8899-aabbccddeeff",
        "00112233-4455-6677-8899-aabbccddeefg", "00112233-4455-6677-8899-aabbccddee f",
        "{00112233-4455-6677-8899-aabbccddeeff}", " 00112233-4455-6677-8899-aabbccddeeff",
        "00112233-4455-6677-8899-aabbccddeeff\n", "00112233_4455_6677_8899_aabbccddeeff",
        "00112233-4455-6677-8899-aabbccddee+f", "٠0112233-4455-6677-8899-aabbccddeeff",
        "００112233-4455-6677-8899-aabbccddeeff", "00112233-4455-6677-8899-aabbccddeeff-",
    ])
    func `refuses any other shape`(text: String) {
        #expect(ID<Thing>(text) == nil)
    }

    @Test(arguments: [0, 1, 15, 17, 32])
    func `refuses any other number of bytes`(count: Int) {
        #expect(ID<Thing>(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }

    @Test(arguments: [0x00, 0x5A, 0xFF] as [UInt8])
    func `made at random bears the marks of version 4 and keeps every other bit`(byte: UInt8) {
        let bytes = ID<Thing>(random: [UInt8](repeating: byte, count: 16)).bytes
        #expect(bytes[6] >> 4 == 4)
        #expect(bytes[8] >> 6 == 0b10)
        #expect(bytes[6] & 0x0F == byte & 0x0F)
        #expect(bytes[8] & 0x3F == byte & 0x3F)
        #expect(bytes.indices.filter { $0 != 6 && $0 != 8 }.allSatisfy { bytes[$0] == byte })
    }

    @Test(.ownProcess) func `made from the wrong number of random bytes stops the process`() async {
        await #expect(processExitsWith: .failure) { _ = ID<Thing>(random: [1, 2, 3]) }
    }
}
