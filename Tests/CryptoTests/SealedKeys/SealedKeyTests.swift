import Crypto
import Domain
import TestSupport
import Testing

@Suite("A sealed key") struct SealedKeyTests {
    @Test func `opens with its passphrase, for its owner, under its pepper`() throws {
        let key = try PrivateKey.generate(.p256)
        let peppers = try Peppers(current: .random())
        let sealed = try SealedKey.seal(
            key, id: .fixture(1), owner: .fixture(2), under: .of("kuda lumping"), peppers: peppers,
            parameters: .cheapest)
        let opened = try sealed.open(
            id: .fixture(1), owner: .fixture(2), with: .of("kuda lumping"), peppers: peppers, policy: .cheapest)
        #expect(try opened.key.publicKey().info == key.publicKey().info)
        #expect(opened.renewed == nil)
    }
}
