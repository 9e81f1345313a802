import Crypto
import TestSupport
import Testing

/// A signature of RFC 6979: appendix A.2.5 for P-256, A.2.6 for P-384.
struct ECDSAVector: Sendable, CustomTestStringConvertible {
    let kind: KeyKind
    let algorithm: DigestAlgorithm
    let message: String
    let r: String
    let s: String

    var testDescription: String { "\(kind.rawValue), \(algorithm.rawValue), \(message)" }

    var signature: [UInt8] { DERTree.sequence([.integer(.init(hex: r)), .integer(.init(hex: s))]).encoded }

    /// `SubjectPublicKeyInfo` around the published point.
    static func publicKeyInfo(_ kind: KeyKind) -> [UInt8] {
        let point = kind == .p256 ? pointP256 : pointP384
        let curve = kind == .p256 ? "06082a8648ce3d030107" : "06052b81040022"
        let algorithm = DERTree(tag: 0x06, content: .init(hex: "2a8648ce3d0201")).encoded + .init(hex: curve)
        return DERTree.sequence([
            DERTree(tag: 0x30, content: algorithm), DERTree(tag: 0x03, content: [0, 4] + .init(hex: point)),
        ]).encoded
    }

    private static let pointP256 = """
        60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6
        7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299
        """
    private static let pointP384 = """
        EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64DEF8F0EA9055866064A254515480BC13
        8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9F54CA84B3F1C9DB1288B231C3AE0D4FE7344FD2533264720
        """

    static let all = [
        ECDSAVector(
            kind: .p256, algorithm: .sha256, message: "sample",
            r: "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
            s: "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"),
        ECDSAVector(
            kind: .p256, algorithm: .sha384, message: "sample",
            r: "0EAFEA039B20E9B42309FB1D89E213057CBF973DC0CFC8F129EDDDC800EF7719",
            s: "4861F0491E6998B9455193E34E7B0D284DDD7149A74B95B9261F13ABDE940954"),
        ECDSAVector(
            kind: .p256, algorithm: .sha512, message: "sample",
            r: "8496A60B5E9B47C825488827E0495B0E3FA109EC4568FD3F8D1097678EB97F00",
            s: "2362AB1ADBE2B8ADF9CB9EDAB740EA6049C028114F2460F96554F61FAE3302FE"),
        ECDSAVector(
            kind: .p256, algorithm: .sha256, message: "test",
            r: "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
            s: "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"),
        ECDSAVector(
            kind: .p256, algorithm: .sha384, message: "test",
            r: "83910E8B48BB0C74244EBDF7F07A1C5413D61472BD941EF3920E623FBCCEBEB6",
            s: "8DDBEC54CF8CD5874883841D712142A56A8D0F218F5003CB0296B6B509619F2C"),
        ECDSAVector(
            kind: .p256, algorithm: .sha512, message: "test",
            r: "461D93F31B6540894788FD206C07CFA0CC35F46FA3C91816FFF1040AD1581A04",
            s: "39AF9F15DE0DB8D97E72719C74820D304CE5226E32DEDAE67519E840D1194E55"),
        ECDSAVector(
            kind: .p384, algorithm: .sha256, message: "sample",
            r: "21B13D1E013C7FA1392D03C5F99AF8B30C570C6F98D4EA8E354B63A21D3DAA33BDE1E888E63355D92FA2B3C36D8FB2CD",
            s: "F3AA443FB107745BF4BD77CB3891674632068A10CA67E3D45DB2266FA7D1FEEBEFDC63ECCD1AC42EC0CB8668A4FA0AB0"),
        ECDSAVector(
            kind: .p384, algorithm: .sha384, message: "sample",
            r: "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46",
            s: "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8"),
        ECDSAVector(
            kind: .p384, algorithm: .sha512, message: "sample",
            r: "ED0959D5880AB2D869AE7F6C2915C6D60F96507F9CB3E047C0046861DA4A799CFE30F35CC900056D7C99CD7882433709",
            s: "512C8CCEEE3890A84058CE1E22DBC2198F42323CE8ACA9135329F03C068E5112DC7CC3EF3446DEFCEB01A45C2667FDD5"),
        ECDSAVector(
            kind: .p384, algorithm: .sha256, message: "test",
            r: "6D6DEFAC9AB64DABAFE36C6BF510352A4CC27001263638E5B16D9BB51D451559F918EEDAF2293BE5B475CC8F0188636B",
            s: "2D46F3BECBCC523D5F1A1256BF0C9B024D879BA9E838144C8BA6BAEB4B53B47D51AB373F9845C0514EEFB14024787265"),
        ECDSAVector(
            kind: .p384, algorithm: .sha384, message: "test",
            r: "8203B63D3C853E8D77227FB377BCF7B7B772E97892A80F36AB775D509D7A5FEB0542A7F0812998DA8F1DD3CA3CF023DB",
            s: "DDD0760448D42D8A43AF45AF836FCE4DE8BE06B485E9B61B827C2F13173923E06A739F040649A667BF3B828246BAA5A5"),
        ECDSAVector(
            kind: .p384, algorithm: .sha512, message: "test",
            r: "A0D5D090C9980FAF3C2CE57B7AE951D31977DD11C775D314AF55F76C676447D06FB6495CD21B4B6E340FC236584FB277",
            s: "976984E59B4C77B0E8E4460DCA3D9F20E07B9BB1F63BEEFAF576F6B2E8B224634A2092CD3792E0159AD9CEE37659C736"),
    ]
}

@Suite("A published ECDSA signature") struct ECDSAVectorTests {
    @Test(arguments: ECDSAVector.all) func `verifies, and only over its message`(vector: ECDSAVector) throws {
        let key = try PublicKey(info: ECDSAVector.publicKeyInfo(vector.kind))
        #expect(key.kind == vector.kind)
        let digest = try Digest(vector.algorithm, of: Array(vector.message.utf8))
        let other = try Digest(vector.algorithm, of: Array((vector.message + "s").utf8))
        #expect(try key.verifies(vector.signature, over: digest, scheme: .ecdsa))
        #expect(try !key.verifies(vector.signature, over: other, scheme: .ecdsa))
    }
}
