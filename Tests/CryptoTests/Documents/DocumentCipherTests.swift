import Crypto
import TestSupport
import Testing

@Suite("The ciphers of protected documents") struct DocumentCipherTests {
    /// RFC 1321 appendix A.5.
    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"), ("abc", "900150983cd24fb0d6963f7d28e17f72"),
        ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
    ]) func `give MD5 as RFC 1321 has it`(text: String, digest: String) throws {
        #expect(try DocumentCipher.md5(Array(text.utf8)) == [UInt8](hex: digest))
    }

    /// RFC 6229 §2, offset 0: the key stream, which is what zeros encrypt to.
    @Test(arguments: [
        ("0102030405", "b2396305f03dc027ccc3524a0a1118a8"),
        ("0102030405060708090a0b0c0d0e0f10", "9ac7cc9a609d1ef7b2932899cde41b97"),
    ]) func `give RC4 as RFC 6229 has it, in both directions`(key: String, stream: String) throws {
        let key = [UInt8](hex: key)
        let hidden = try DocumentCipher.rc4([UInt8](repeating: 0, count: 16), key: key)
        #expect(hidden == [UInt8](hex: stream))
        #expect(try DocumentCipher.rc4(hidden, key: key) == [UInt8](repeating: 0, count: 16))
    }

    /// NIST SP 800-38A, F.2.1 and F.2.5, first block.
    @Test(arguments: [
        ("2b7e151628aed2a6abf7158809cf4f3c", "7649abac8119b246cee98e9b12e9197d"),
        ("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4", "f58c4c04d6e5f1ba779eabfb5f7bfbd6"),
    ]) func `give AES-CBC as NIST has it`(key: String, hidden: String) throws {
        let key = [UInt8](hex: key)
        let iv = [UInt8](hex: "000102030405060708090a0b0c0d0e0f")
        let clear = [UInt8](hex: "6bc1bee22e409f96e93d7e117393172a")
        let encrypted = try DocumentCipher.encryptCBC(clear[...], key: key, iv: iv, isPadded: false)
        #expect(encrypted == [UInt8](hex: hidden))
        #expect(try DocumentCipher.decryptCBC(encrypted[...], key: key, iv: iv, isPadded: false) == clear)
    }

    @Test func `pad to whole blocks and tell padding that does not fit`() throws {
        let key = [UInt8](repeating: 7, count: 16)
        let iv = [UInt8](repeating: 9, count: 16)
        for count in [0, 1, 15, 16, 17] {
            let clear = [UInt8](repeating: 0x41, count: count)
            var hidden = try DocumentCipher.encryptCBC(clear[...], key: key, iv: iv, isPadded: true)
            #expect(hidden.count == (count / 16 + 1) * 16)
            #expect(try DocumentCipher.decryptCBC(hidden[...], key: key, iv: iv, isPadded: true) == clear)
            hidden[hidden.count - 1] ^= 0x55
            #expect(try DocumentCipher.decryptCBC(hidden[...], key: key, iv: iv, isPadded: true) != clear)
            #expect(try DocumentCipher.decryptCBC(hidden.dropLast(), key: key, iv: iv, isPadded: true) == nil)
        }
    }
}
