import Crypto
import TestSupport

/// The one `SignerInfo` of a CMS signature, found by a reader that is not ours.
struct SignerParts {
    let signedAttributes: [UInt8]
    let messageDigest: [UInt8]
    let signature: [UInt8]
    /// The value of the first unsigned attribute, such as a timestamp token.
    let firstUnsignedValue: [UInt8]?

    init(of signature: CMSSignature) throws {
        // ContentInfo, [0], SignedData, whose last element is SET OF SignerInfo (RFC 5652 §5.1, §5.3).
        guard let info = DERTree(signature.der), let signers = info[1][0].children.last, signers.children.count == 1,
            let signer = signers.children.first
        else { throw JudgeRefusal(words: "no signer") }
        var attributes = signer[3]
        attributes.tag = 0x31
        signedAttributes = attributes.encoded
        let messageDigestType = [UInt8](hex: "2a864886f70d010904")
        guard let digest = attributes.children.first(where: { $0[0].content == messageDigestType }) else {
            throw JudgeRefusal(words: "no message digest")
        }
        messageDigest = digest[1][0].content
        self.signature = signer[5].content
        firstUnsignedValue = signer.children.count > 6 ? signer[6][0][1][0].encoded : nil
    }
}
