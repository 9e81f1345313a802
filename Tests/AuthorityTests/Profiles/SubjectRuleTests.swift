import Crypto
import Store
import TestSupport
import Testing

@testable import Authority

@Suite("Whom a certificate may name") struct SubjectRuleTests {
    private static func defect(
        _ profile: CertificateProfile, _ pairs: [(NameAttribute, String)]
    ) throws -> SubjectDefect? {
        try profile.subject.defect(of: DistinguishedName(pairs), settings: AuthoritySample.settings)
    }

    private static let cases: [([(NameAttribute, String)], SubjectDefect?)] = [
        ([(.country, "ID"), (.commonName, "Budi Percobaan")], nil),
        (
            [
                (.country, "ID"), (.organization, "Instansi Percobaan"), (.organizationalUnit, "Sekretariat"),
                (.commonName, "Budi Percobaan"),
            ], nil
        ),
        ([(.country, "ID"), (.commonName, "Siti Percobaan, S.H., M.Kn.")], nil),
        ([(.country, "ID"), (.organization, "Dinas Percobaan")], .missing(.commonName)),
        ([(.commonName, "Budi Percobaan")], .missing(.country)),
        ([(.country, "MY"), (.commonName, "Budi Percobaan")], .otherCountry("ID")),
        ([(.country, "ID"), (.locality, "Jakarta"), (.commonName, "Budi Percobaan")], .notAllowed(.locality)),
        ([(.country, "ID"), (.commonName, "Budi"), (.serialNumber, "123")], .notAllowed(.serialNumber)),
        // A NIK has sixteen digits, however they are set.
        ([(.country, "ID"), (.commonName, "Budi 9999990101900001")], .identityNumber(.commonName)),
        ([(.country, "ID"), (.commonName, "Budi 9999 9901-0190.0001")], .identityNumber(.commonName)),
        (
            [(.country, "ID"), (.organizationalUnit, "9999990101900001"), (.commonName, "Budi")],
            .identityNumber(.organizationalUnit)
        ),
        ([(.country, "ID"), (.commonName, "Budi ９９９９９９０１０１９００００１")], .identityNumber(.commonName)),
        ([(.country, "ID"), (.commonName, "Budi 99999901|01900001")], .identityNumber(.commonName)),
        ([(.country, "ID"), (.commonName, "Budi 9999=9901+0190~0001")], .identityNumber(.commonName)),
        ([(.country, "ID"), (.commonName, "Budi (9999)(9901)(0190)(0001)")], .identityNumber(.commonName)),
        ([(.country, "ID"), (.commonName, "Budi 999999010190000")], nil),
        ([(.country, "ID"), (.commonName, "Root CA Percobaan Teken")], .resemblesAuthority),
        ([(.country, "ID"), (.commonName, "CA PENERBIT  Percobaan-Teken")], .resemblesAuthority),
        // The first letter is Cyrillic.
        ([(.country, "ID"), (.commonName, "ОCSP Percobaan Teken")], .resemblesAuthority),
        ([(.country, "ID"), (.organization, "Instansi Реrcobaan"), (.commonName, "Budi")], .resemblesAuthority),
        ([(.country, "ID"), (.organization, "INSTANSI PERCOBAAN"), (.commonName, "Budi")], .resemblesAuthority),
    ]

    @Test(arguments: cases.indices) func `is decided by its attributes`(index: Int) throws {
        let (pairs, defect) = Self.cases[index]
        #expect(try Self.defect(.person, pairs) == defect, "\(pairs)")
    }

    @Test func `is an institution for a seal`() throws {
        let budi: [(NameAttribute, String)] = [(.country, "ID"), (.commonName, "Budi")]
        #expect(try Self.defect(.seal, budi) == .missing(.organization))
        #expect(
            try Self.defect(
                .seal, [(.country, "ID"), (.organization, "Dinas Percobaan"), (.commonName, "Segel Dinas Percobaan")])
                == nil)
    }

    @Test func `is the authority itself for its own keys`() throws {
        let own = try AuthoritySample.settings.subject(of: .timestamp)
        #expect(CertificateProfile.timestamp.subject.defect(of: own, settings: AuthoritySample.settings) == nil)
        #expect(
            try Self.defect(.timestamp, [(.country, "ID"), (.organization, "Lain"), (.commonName, "Penanda Waktu")])
                == .otherOrganisation)
    }
}
