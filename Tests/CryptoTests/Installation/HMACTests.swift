import Crypto
import TestSupport
import Testing

@Suite("HMAC") struct HMACTests {
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func `gives the codes of RFC 4231`(key: [UInt8], bytes: [UInt8], code: String) throws {
        #expect(try HMAC.code(over: bytes, key: .of(key)) == [UInt8](hex: code))
    }

    @Test func `is told from another whatever byte differs`() throws {
        let code = try HMAC.code(over: [1], key: .of("kunci"))
        #expect(HMAC.equal(code, code) && HMAC.equal([], []))
        for place in code.indices {
            var other = code
            other[place] ^= 1
            #expect(!HMAC.equal(code, other))
        }
        #expect(!HMAC.equal(code, Array(code.dropLast())))
    }
}
