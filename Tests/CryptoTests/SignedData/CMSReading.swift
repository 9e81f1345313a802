import Crypto
import Foundation
import TestSupport

/// What the judge in Python finds in a CMS signature after it has found it to be DER.
struct CMSReading: Decodable {
    let contentType: String
    let version: String
    let signerVersion: String
    let isDetached: Bool
    let contentTypeInside: String
    let digestAlgorithms: [String]
    let digestAlgorithm: String
    let signatureAlgorithm: String
    let pssSalt: Int?
    let pssHash: String?
    let pssMaskHash: String?
    let certificates: [String]
    let attributes: [String]
    let unsignedAttributes: [String]
    let signedContentType: String
    let messageDigest: String
    let referenceHash: String
    let reference: String
    let signature: String

    init(of signature: CMSSignature) throws {
        let run = try PythonJudge.run("read_cms.py", input: signature.der)
        guard run.isSuccess else { throw JudgeRefusal(words: run.errors) }
        self = try JSONDecoder().decode(CMSReading.self, from: Data(run.output.utf8))
    }
}

struct JudgeRefusal: Error {
    let words: String
}

extension CMSSignature {
    /// Whether openssl accepts this as a CAdES signature over the content, under the fixtures' root.
    func isAccepted(over content: [UInt8], root: String = "root") throws -> Bool {
        let files = try ["signature": der, "content": content, "root.pem": Fixture.bytes("pki/\(root).pem")]
        return try OpenSSLCommand(
            "cms -verify -binary -cades -inform DER -in signature -content content -CAfile root.pem -purpose any "
                + "-out seen", with: files
        ).isSuccess
    }
}
