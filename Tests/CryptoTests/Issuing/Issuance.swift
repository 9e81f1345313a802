import Domain
import TestSupport

@testable import Crypto

/// An authority made by ourselves, for tests: a root, an issuing authority below it, and whoever they certify.
enum Issuance {
    static let begin = Instant.noon
    static let end = Instant.noon + .seconds(365 * 86_400)
    static let subject = [(NameAttribute.country, "ID"), (.organization, "Kota Contoh")]

    static func key(_ kind: KeyKind) throws -> SoftwareSigningKey {
        try SoftwareSigningKey(Fixture.privateKey(kind.fixtureName))
    }

    static func serial(_ number: UInt8 = 1) -> SerialNumber {
        SerialNumber(random: [0x10, number] + [UInt8](repeating: 7, count: 14))
    }

    static func name(_ common: String) throws -> DistinguishedName {
        try DistinguishedName(subject + [(.commonName, common)])
    }

    static func rootDraft(_ key: any SigningKey, serial: SerialNumber = serial()) throws -> CertificateDraft {
        CertificateDraft(
            serial: serial, issuer: .itself, subject: try name("Akar Contoh"), publicKeyInfo: key.publicKeyInfo,
            notBefore: begin - .seconds(86_400), notAfter: end + .seconds(86_400),
            extensions: [
                .authority(pathLength: 1), .keyUsage([.keyCertSign, .cRLSign]),
                .subjectKeyIdentifier(try KeyIdentifier.make(publicKeyInfo: key.publicKeyInfo)),
            ])
    }

    static func root(_ key: any SigningKey, method: SignatureMethod? = nil) throws -> Certificate {
        try rootDraft(key).prepared(for: key, method: method).signed(by: key)
    }

    /// A draft of a person's certificate for one of the fixtures' keys.
    static func personDraft(
        by issuer: Certificate, key: KeyKind = .p256, serial: SerialNumber = serial(2),
        _ more: [CertificateExtension] = []
    ) throws -> CertificateDraft {
        let info = try Fixture.privateKey(key.fixtureName).publicKeyInfo()
        return CertificateDraft(
            serial: serial, issuer: .certificate(issuer), subject: try name("Budi Santoso"), publicKeyInfo: info,
            notBefore: begin, notAfter: end,
            extensions: [
                .endEntity, .keyUsage([.digitalSignature, .nonRepudiation]),
                .subjectKeyIdentifier(try KeyIdentifier.make(publicKeyInfo: info)),
                .authorityKeyIdentifier(try issuer.keyIdentifier()),
            ] + more)
    }

    /// A certificate for answering in an authority's name, or for stamping time.
    static func delegate(
        _ usage: ExtendedKeyUsage, for key: any SigningKey, by issuer: Certificate, _ issuerKey: any SigningKey
    ) throws -> Certificate {
        let draft = CertificateDraft(
            serial: serial(3), issuer: .certificate(issuer), subject: try name("Penjawab"),
            publicKeyInfo: key.publicKeyInfo, notBefore: begin, notAfter: end,
            extensions: [
                .endEntity, .keyUsage([.digitalSignature]),
                .extendedKeyUsage([usage], critical: usage == .timeStamping),
                .authorityKeyIdentifier(try issuer.keyIdentifier()),
            ] + (usage == .ocspSigning ? [.ocspNoCheck] : []))
        return try draft.prepared(for: issuerKey).signed(by: issuerKey)
    }
}
