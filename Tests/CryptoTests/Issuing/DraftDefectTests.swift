import Domain
import TestSupport
import Testing

@testable import Crypto

@Suite("A draft that contradicts itself") struct DraftDefectTests {
    private typealias Change = @Sendable (inout CertificateDraft) -> Void

    /// What is done to a sound draft of a person, and what is said to it.
    private static let cases: [(DraftDefect, Change)] = [
        (.validityReversed, { $0.notAfter = $0.notBefore }),
        (.validityReversed, { $0.notAfter = $0.notBefore - .seconds(1) }),
        (.validityReversed, { $0.notAfter = $0.notBefore + .milliseconds(900) }),
        (.outlivesItsIssuer, { $0.notAfter = Issuance.end + .seconds(86_401) }),
        (.outlivesItsIssuer, { $0.notBefore = Issuance.begin - .seconds(86_401) }),
        (.extensionRepeated("2.5.29.19"), { $0.extensions.append(.authority(pathLength: nil)) }),
        (.extensionRepeated("2.5.29.15"), { $0.extensions.append(.keyUsage([.keyAgreement])) }),
        (.signsCertificatesButIsNoAuthority, { $0.extensions[1] = .keyUsage([.keyCertSign]) }),
        (.authorityDoesNotSignCertificates, { $0.extensions[0] = .authority(pathLength: 0) }),
        (
            .authorityDoesNotSignCertificates,
            {
                $0.extensions[0] = .authority(pathLength: 0)
                $0.extensions[1] = .keyUsage([.cRLSign])
            }
        ),
        (
            .negativePathLength,
            {
                $0.extensions[0] = .authority(pathLength: -1)
                $0.extensions[1] = .keyUsage([.keyCertSign])
            }
        ),
        (.emptyExtension("2.5.29.15"), { $0.extensions[1] = .keyUsage([]) }),
        (.emptyExtension("2.5.29.37"), { $0.extensions.append(.extendedKeyUsage([], critical: true)) }),
        (.emptyExtension("2.5.29.32"), { $0.extensions.append(.policies([])) }),
        (.emptyExtension("2.5.29.31"), { $0.extensions.append(.revocationLists(urls: [])) }),
        (.emptyExtension("1.3.6.1.5.5.7.1.1"), { $0.extensions.append(.informationAccess(issuers: [], ocsp: [])) }),
        (.emptyExtension("2.5.29.17"), { $0.extensions.append(.alternativeNames([])) }),
        (.emptyExtension("2.5.29.30"), { $0.extensions.append(.nameConstraints(permitted: [], excluded: [])) }),
        (.emptyExtension("2.5.29.14"), { $0.extensions[2] = .subjectKeyIdentifier([]) }),
        (.emptyExtension("2.5.29.35"), { $0.extensions[3] = .authorityKeyIdentifier([]) }),
        (.unusableAddress, { $0.extensions.append(.revocationLists(urls: ["/1.crl"])) }),
        (.unusableAddress, { $0.extensions.append(.revocationLists(urls: ["http://contoh.go.id/ 1"])) }),
        (.unusableAddress, { $0.extensions.append(.revocationLists(urls: ["http://contöh.id/"])) }),
        (.unusableAddress, { $0.extensions.append(.informationAccess(issuers: [""], ocsp: [])) }),
        (.unusableAddress, { $0.extensions.append(.informationAccess(issuers: [], ocsp: ["http:"])) }),
        (.unusableAddress, { $0.extensions.append(.alternativeNames([.uri("1x:abc")])) }),
        (.unusableAlternativeName, { $0.extensions.append(.alternativeNames([.dns("a..b")])) }),
        (.unusableAlternativeName, { $0.extensions.append(.alternativeNames([.dns("-a.b")])) }),
        (.unusableAlternativeName, { $0.extensions.append(.alternativeNames([.dns("a b")])) }),
        (.unusableAlternativeName, { $0.extensions.append(.alternativeNames([.dns("contoh.go.id\0.x")])) }),
        (.unusableAlternativeName, { $0.extensions.append(.alternativeNames([.email("contoh.go.id")])) }),
        (.unusableAlternativeName, { $0.extensions.append(.alternativeNames([.email("a@b@c")])) }),
        (.unusableAlternativeName, { $0.extensions.append(.alternativeNames([.ip([1, 2, 3])])) }),
        (
            .unusableAlternativeName,
            { $0.extensions.append(.nameConstraints(permitted: [.ip([1, 2, 3, 4])], excluded: [])) }
        ),
    ]

    @Test(arguments: cases.indices) func `is refused before a key is touched`(index: Int) throws {
        let key = try Issuance.key(.p256)
        let root = try Issuance.root(key)
        var draft = try Issuance.personDraft(by: root)
        _ = try draft.prepared(for: key)
        Self.cases[index].1(&draft)
        #expect(throws: CryptoError.draft(Self.cases[index].0)) { try draft.prepared(for: key) }
    }

    @Test func `is refused where it is not its issuer that signs`() throws {
        let key = try Issuance.key(.p256)
        let root = try Issuance.root(key)
        let draft = try Issuance.personDraft(by: root)
        #expect(throws: CryptoError.draft(.issuerKeyDoesNotMatch)) {
            try draft.prepared(for: SoftwareSigningKey.generate(.p256))
        }
        var own = try Issuance.rootDraft(key)
        own.publicKeyInfo = draft.publicKeyInfo + [0]
        #expect(throws: CryptoError.draft(.issuerKeyDoesNotMatch)) { try own.prepared(for: key) }
    }

    @Test func `is refused below somebody who may not issue it`() throws {
        let key = try Issuance.key(.p256)
        let root = try Issuance.root(key)
        let person = try Issuance.personDraft(by: root).prepared(for: key).signed(by: key)
        #expect(throws: CryptoError.draft(.issuerMayNotIssue)) {
            try Issuance.personDraft(by: person).prepared(for: key)
        }
        var narrow = try Issuance.rootDraft(key)
        narrow.extensions[0] = .authority(pathLength: 0)
        let last = try narrow.prepared(for: key).signed(by: key)
        _ = try Issuance.personDraft(by: last).prepared(for: key)
        var below = try Issuance.personDraft(by: last)
        below.extensions[0] = .authority(pathLength: nil)
        below.extensions[1] = .keyUsage([.keyCertSign])
        #expect(throws: CryptoError.draft(.pathTooLong)) { try below.prepared(for: key) }
    }

    @Test func `is refused for a scheme that its key cannot do`() throws {
        let key = try Issuance.key(.p256)
        #expect(throws: CryptoError.key(.schemeDoesNotFit(.p256, .pkcs1))) {
            try Issuance.rootDraft(key).prepared(for: key, method: SignatureMethod(.pkcs1, .sha256))
        }
    }
}
