import Crypto
import Domain
import Problems
import Testing

@Suite("A refusal's face") struct ProblemTests {
    /// One of every kind; the exhaustive switches make sure that none is without a face, this that faces differ.
    private static let errors: [CryptoError] = [
        .digest(.weak("SHA-1")), .digest(.unknown("x")), .digest(.wrongLength(.sha256, expected: 32, actual: 20)),
        .digest(.wrongAlgorithm(expected: .sha256, actual: .sha512)), .digest(.notHexadecimal),
        .key(.unsupported("RSA-1024")), .key(.unreadable), .key(.inconsistent), .key(.schemeDoesNotFit(.p256, .pkcs1)),
        .key(.saltTooLong(bytes: 999, most: 222)), .passphrase(.empty), .passphrase(.tooShort(characters: 3)),
        .passphrase(.tooLong), .passphrase(.notUTF8), .passphrase(.controlCharacter), .passphrase(.unassignedCharacter),
        .sealedKey(.refused), .sealedKey(.notASealedKey), .sealedKey(.damaged), .sealedKey(.pepperDoesNotOpen),
        .sealedKey(.newerVersion(2)), .sealedKey(.parametersBeyondCeiling(.high)),
        .sealedKey(.parametersBelowFloor(.standard)), .pepper(.malformed), .pkcs12(.malformed),
        .pkcs12(.tooLarge(bytes: 2, most: 1)), .pkcs12(.wrongPassword), .pkcs12(.noIntegrityCheck),
        .pkcs12(.unsupportedCipher("RC2")), .pkcs12(.tooManyIterations(2, most: 1)), .pkcs12(.noKey),
        .pkcs12(.severalKeys(2)), .pkcs12(.noCertificate), .pkcs12(.noChain), .certificate(.unreadable),
        .certificate(.none), .certificate(.keyDoesNotMatch), .certificate(.notForSigning), .certificate(.weakSignature),
        .certificate(.notYetValid),
        .certificate(.expired), .certificate(.chainBroken), .signature(.failedOwnCheck), .signature(.unreadable),
        .signature(.overOtherContent),
        .name(.unreadable), .name(.empty), .name(.tooManyAttributes(most: 16)), .name(.unknownAttribute("x")),
        .name(.repeated(.title)), .name(.severalInOne), .name(.emptyValue(.title)), .name(.tooLong(.title, most: 64)),
        .name(.notACountry), .name(.notAnAddress), .name(.notPrintable(.serialNumber)),
        .name(.controlCharacter(.title)), .name(.invisibleCharacter(.title)), .name(.unassignedCharacter(.title)),
        .name(.blankAtEdge(.title)), .draft(.validityReversed), .draft(.extensionRepeated("x")),
        .draft(.emptyExtension("x")), .draft(.negativePathLength), .draft(.unusableAddress),
        .draft(.unusableAlternativeName), .draft(.signsCertificatesButIsNoAuthority),
        .draft(.authorityDoesNotSignCertificates), .draft(.issuerKeyDoesNotMatch), .draft(.issuerMayNotIssue),
        .draft(.outlivesItsIssuer), .draft(.pathTooLong), .draft(.unreadable), .draft(.otherMethod),
        .request(.tooLarge(bytesMax: 1)), .request(.unreadable), .request(.trailingBytes), .request(.several),
        .request(.unreadableKey), .request(.unknownAlgorithm), .request(.weakDigest), .request(.wrongSignature),
        .request(.tooManyNames(most: 1)), .vaultedKey(.notAVaultedKey), .vaultedKey(.damaged),
        .vaultedKey(.newerVersion(2)), .vaultedKey(.otherKey), .vaultedKey(.heldByPepper),
        .vaultedKey(.heldByOperators), .vaultedKey(.secretDoesNotOpen), .vaultedKey(.inconsistent),
        .share(.mistyped(group: 1)), .share(.wrongLength(characters: 1, expected: 96)), .share(.damaged),
        .share(.newerVersion(2)), .share(.mixed), .share(.twice(1)), .share(.tooFew(needed: 2, given: 1)),
        .share(.doNotFit), .keyFile(.unreadable), .keyFile(.otherEncryption), .keyFile(.tooCostly),
        .keyFile(.wrongPassphrase), .revocationList(.validityReversed), .revocationList(.issuerMayNotRevoke),
        .revocationList(.entriesChanged), .revocationList(.tooLong),
        .timestamp(.timedOut), .timestamp(.wrongNonce), .timestamp(.certificateRefused("x")), .noTimestamp([]),
        .secureMemoryExhausted, .secureMemoryUnavailable("x"), .library(operation: "x", words: "y"),
    ]

    @Test func `has a code of its own, two languages and a next step`() {
        let foreign = PAdESDefect.allCases.map { CryptoError.signature(.notPAdES($0)) }
        let problems = (Self.errors + foreign).map { Problem($0) }
        #expect(Set(problems.map(\.code)).count == problems.count)
        for problem in problems {
            #expect(problem.code.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }, "\(problem.code)")
            for text in [problem.what, problem.next] {
                #expect(text.indonesian.count > 5 && text.english.count > 5, "\(problem.code)")
            }
            #expect(problem.what.indonesian != problem.what.english, "\(problem.code)")
            #expect(problem.what.indonesian.hasSuffix(".") && problem.what.english.hasSuffix("."), "\(problem.code)")
        }
    }

    @Test func `tells a script whose turn it is`() {
        #expect(Problem(CryptoError.sealedKey(.refused)).kind == .keyRefused)
        #expect(Problem(CryptoError.pkcs12(.wrongPassword)).kind == .keyRefused)
        #expect(Problem(CryptoError.timestamp(.timedOut)).kind == .outsideWorld)
        #expect(Problem(CryptoError.passphrase(.empty)).kind == .badInput)
        #expect(Problem(CryptoError.signature(.failedOwnCheck)).kind == .fault)
    }
}
