import Domain
import Foundation
import TestSupport
import Testing

@testable import Crypto

@Suite("A revocation list") struct RevocationListTests {
    private func draft(
        _ issuer: Certificate, scope: RevocationListScope? = nil, keepsExpiredSince: Instant? = nil
    ) -> RevocationListDraft {
        RevocationListDraft(
            issuer: issuer, number: 0xFEDC_BA98_7654_3210, thisUpdate: .noon, nextUpdate: .noon + .seconds(86_400),
            scope: scope, keepsExpiredSince: keepsExpiredSince)
    }

    /// Certificates of every shape, by their number on the list.
    static func entry(_ number: Int) -> RevokedCertificate {
        let serial = SerialNumber(
            random: [UInt8(number & 0xFF), 0xAB] + (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } + [
                1, 2, 3, 4, 5, 6,
            ])
        let reasons: [RevocationReason?] = RevocationReason.allCases + [nil]
        return RevokedCertificate(
            serial, revokedAt: .noon - .seconds(number % 100_000), reason: reasons[number % reasons.count],
            invalidSince: number % 3 == 0 ? .noon - .seconds(200_000) : nil)
    }

    /// As the third telling gives it, put together.
    private func written(_ count: Int, _ draft: RevocationListDraft, by key: any SigningKey) throws -> [UInt8] {
        var measure = RevocationListMeasure()
        for number in 0..<count { measure.add(Self.entry(number)) }
        var hashing = try RevocationListHashing(draft, measure: measure, for: key)
        for number in 0..<count { try hashing.add(Self.entry(number)) }
        var writing = try RevocationListWriting(hashing.finish().signed(by: key))
        var list: [UInt8] = []
        for number in 0..<count {
            guard let piece = try writing.add(Self.entry(number)) else { continue }
            #expect(piece.count < RevocationListBytes.pieceBytes + RevocationListEntry.bytesMax + 1_024)
            list += piece
        }
        return list + (try writing.finish())
    }

    @Test(arguments: [0, 1, 1_000] + (isWatched ? [] : [10_000]), [KeyKind.p384, .rsa2048])
    func `is believed by openssl and read whole by another library`(count: Int, kind: KeyKind) throws {
        let key = try Issuance.key(kind)
        let root = try Issuance.root(key)
        let list = try written(count, draft(root), by: key)
        let verdict = try OpenSSLCommand(
            "crl -inform DER -in list -CAfile root -noout", with: ["list": list, "root": Array(root.pem().utf8)])
        #expect((verdict.run.output + verdict.run.errors).contains("verify OK"), "\(verdict.run)")
        let read = try PythonJudge.run("read_crl.py", input: list)
        let expected = try ContentHashing.lines(count: count)
        #expect(
            read.output == """
                entries \(count) \(expected)
                number 18364758544493064720
                from 2026-06-01T12:00:00+00:00 until 2026-06-02T12:00:00+00:00
                issuer \(Hexadecimal.text(try root.keyIdentifier()))

                """, "\(read.errors)")
    }

    @Test func `says which certificates it is about`() throws {
        let key = try Issuance.key(.p256)
        let root = try Issuance.root(key)
        let scope = RevocationListScope(url: "http://crl.contoh.go.id/7.crl", holders: .usersOnly)
        let list = try draft(root, scope: scope, keepsExpiredSince: .noon - .seconds(86_400)).signed(
            [Self.entry(1)], by: key)
        let read = try PythonJudge.run("read_crl.py", input: list)
        #expect(
            read.output.hasSuffix(
                "scope http://crl.contoh.go.id/7.crl users only\nkeeps expired since 20260531120000Z\n"), "\(read)")
        let authorities = try draft(root, scope: RevocationListScope(url: nil, holders: .authoritiesOnly)).signed(
            [], by: key)
        #expect(
            try PythonJudge.run("read_crl.py", input: authorities).output.hasSuffix("scope none authorities only\n"))
    }

    @Test func `is what our own verification uses`() throws {
        let key = try Issuance.key(.p256)
        let root = try Issuance.root(key)
        let person = try Issuance.personDraft(by: root).prepared(for: key).signed(by: key)
        let revoked = RevokedCertificate(try person.serialNumber(), revokedAt: .noon, reason: .superseded)
        let list = try draft(root).signed([Self.entry(1), revoked, Self.entry(2)], by: key)
        let evidence = RevocationEvidence.of(person, issuer: root, in: RevocationData(lists: [list], answers: []))
        #expect(evidence.count == 1 && evidence[0].isUsable)
    }

    @Test func `whose entries change while it is made never ends`() throws {
        let key = try Issuance.key(.p256)
        let draft = draft(try Issuance.root(key))
        let entries = (0..<5).map { Self.entry($0) }
        var measure = RevocationListMeasure()
        for entry in entries { measure.add(entry) }
        let changed = CryptoError.revocationList(.entriesChanged)

        // Fewer, or more, than were counted.
        #expect(throws: changed) {
            var hashing = try RevocationListHashing(draft, measure: measure, for: key)
            for entry in entries.dropLast() { try hashing.add(entry) }
            _ = try hashing.finish()
        }
        #expect(throws: changed) {
            var hashing = try RevocationListHashing(draft, measure: measure, for: key)
            for entry in entries + [Self.entry(6)] { try hashing.add(entry) }
            _ = try hashing.finish()
        }
        // Others than were signed, as many and as long.
        var hashing = try RevocationListHashing(draft, measure: measure, for: key)
        for entry in entries { try hashing.add(entry) }
        let signed = try hashing.finish().signed(by: key)
        #expect(throws: changed) {
            var writing = try RevocationListWriting(signed)
            for entry in entries.reversed() { _ = try writing.add(entry) }
            _ = try writing.finish()
        }
    }

    @Test func `is refused where it contradicts itself or its issuer`() throws {
        let key = try Issuance.key(.p256)
        let root = try Issuance.root(key)
        let reversed = RevocationListDraft(issuer: root, number: 1, thisUpdate: .noon, nextUpdate: .noon)
        #expect(throws: CryptoError.revocationList(.validityReversed)) { try reversed.signed([], by: key) }
        #expect(throws: CryptoError.certificate(.keyDoesNotMatch)) {
            try draft(root).signed([], by: SoftwareSigningKey.generate(.p256))
        }
        let person = try Issuance.personDraft(by: root).prepared(for: key).signed(by: key)
        #expect(throws: CryptoError.revocationList(.issuerMayNotRevoke)) { try draft(person).signed([], by: key) }
        #expect(throws: CryptoError.draft(.unusableAddress)) {
            try draft(root, scope: RevocationListScope(url: "7.crl")).signed([], by: key)
        }
    }

    @Test(arguments: ErringKey.Fault.allCases) func `never leaves where the key errs`(fault: ErringKey.Fault) throws {
        let sound = try SoftwareSigningKey.generate(.p256)
        let draft = draft(try Issuance.root(sound))
        let erring = try ErringKey(fault, sound: sound)
        #expect(throws: CryptoError.signature(.failedOwnCheck)) { try draft.signed([Self.entry(1)], by: erring) }
    }

    @Test func `counts each entry as long as it is written`() throws {
        var writer = RevocationListEntry()
        for serial in ["01", "80", "ff", "7fffffffffffffffffffffffffffffffffffffff"] {
            for moment in [
                "1949-12-31T23:59:59Z", "1950-01-01T00:00:00Z", "2049-12-31T23:59:59Z", "2050-01-01T00:00:00Z",
            ] {
                for (reason, since) in [(nil, nil), (.superseded, nil), (nil, .noon), (.superseded, .noon)]
                    as [(RevocationReason?, Instant?)]
                {
                    let entry = RevokedCertificate(
                        try #require(SerialNumber(serial)), revokedAt: try #require(Instant(moment)), reason: reason,
                        invalidSince: since)
                    var bytes: [UInt8] = []
                    writer.append(entry, to: &bytes)
                    #expect(bytes.count == RevocationListEntry.bytes(of: entry))
                    #expect(bytes.count <= RevocationListEntry.bytesMax)
                    #expect(DERTree(bytes)?.encoded == bytes)
                }
            }
        }
    }

    /// Its time and memory are printed, not judged: others may be at work.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["TEKEN_MEASURE"] != nil))
    func `of a million entries is made in bounded memory`() throws {
        let key = try Issuance.key(.p384)
        let draft = draft(try Issuance.root(key))
        let before = try peakKilobytes()
        var bytes = 0
        let duration = try ContinuousClock().measure {
            var measure = RevocationListMeasure()
            for number in 0..<1_000_000 { measure.add(Self.entry(number)) }
            var hashing = try RevocationListHashing(draft, measure: measure, for: key)
            for number in 0..<1_000_000 { try hashing.add(Self.entry(number)) }
            var writing = try RevocationListWriting(hashing.finish().signed(by: key))
            for number in 0..<1_000_000 { bytes += try writing.add(Self.entry(number))?.count ?? 0 }
            bytes += try writing.finish().count
        }
        print("a million entries: \(bytes) bytes, \(duration), peak memory + \(try peakKilobytes() - before) KiB")
    }

    private func peakKilobytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        return status.firstMatch(of: /VmHWM:\s+(\d+)/).flatMap { Int($0.1) } ?? 0
    }
}

extension ContentHashing {
    /// The digest of what the judge prints of each entry.
    fileprivate static func lines(count: Int) throws -> String {
        var hashing = try ContentHashing(.sha256)
        for number in 0..<count {
            let entry = RevocationListTests.entry(number)
            let since = entry.invalidSince.map { "\($0.secondsSince1970)" } ?? "-"
            let reason = entry.reason.map { "\($0.rawValue)" } ?? "-"
            try hashing.update(Array("\(entry.serial) \(entry.revokedAt.secondsSince1970) \(reason) \(since)\n".utf8))
        }
        return Hexadecimal.text(try hashing.finish().bytes)
    }
}
