import Crypto
import Domain
import TestSupport
import Testing

@Suite("A person's data") struct PersonalKeyTests {
    private static let siti = ID<Person>(random: Array(1...16))
    private static let budi = ID<Person>(random: Array(2...17))
    private static let data = Array("Siti Percobaan".utf8)

    @Test func `are read with the person's key, for the field they were written for`() throws {
        let keys = try InstallationKeys(.random(count: WrappedSecret.secretBytes))
        let key = try PersonalKey.random()
        let sealed = try key.seal(Self.data, field: "name")
        let stored = try key.wrapped(for: Self.siti, under: keys)
        guard let again = try PersonalKey.open(stored, for: Self.siti, under: keys) else {
            Issue.record("it did not open")
            return
        }
        #expect(try again.open(sealed, field: "name") == Self.data)
        #expect(try again.open(sealed, field: "email") == nil)
        #expect(try again.seal(Self.data, field: "name") != sealed, "equal data are not seen to be equal")
    }

    @Test func `are nothing without the key, under another's, or elsewhere`() throws {
        let keys = try InstallationKeys(.random(count: WrappedSecret.secretBytes))
        let others = try InstallationKeys(.random(count: WrappedSecret.secretBytes))
        let key = try PersonalKey.random()
        let stored = try key.wrapped(for: Self.siti, under: keys)
        #expect(try PersonalKey.random().open(key.seal(Self.data, field: "name"), field: "name") == nil)
        for (bytes, person, keys) in [(stored, Self.budi, keys), (stored, Self.siti, others), ([], Self.siti, keys)] {
            if try PersonalKey.open(bytes, for: person, under: keys) != nil { Issue.record("it opened") }
        }
    }

    @Test func `with any bit changed are nothing`() throws {
        let key = try PersonalKey.random()
        let sealed = try key.seal(Self.data, field: "name")
        for bit in Array(0..<sealed.count * 8).thinnedWhenWatched(to: 11) {
            var bytes = sealed
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try key.open(bytes, field: "name") == nil)
        }
    }
}
