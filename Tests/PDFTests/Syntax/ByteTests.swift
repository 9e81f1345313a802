import Testing

@testable import PDF

@Suite("A byte") struct ByteTests {
    /// ISO 32000-1 tables 1 and 2.
    private static let blanks: [UInt8] = [0, 9, 10, 12, 13, 32]
    private static let delimiters = Array("()<>[]{}/%".utf8)

    @Test(arguments: UInt8.min...UInt8.max) func `is blank, a delimiter or regular`(byte: UInt8) {
        #expect(byte.isBlank == Self.blanks.contains(byte))
        #expect(byte.isRegular == !(Self.blanks + Self.delimiters).contains(byte))
        #expect(byte.isDigit == Array("0123456789".utf8).contains(byte))
    }
}
