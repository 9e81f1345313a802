import Channels
import Crypto
import Documents
import HTTP
import JSONInput
import Signing
import Verification

extension ESignAPI {
    private static let verificationTime = Duration.seconds(30)

    func verifyFirst(_ request: HTTPRequest) throws(ESignFailure) -> HTTPResponse {
        let form = SentForm(request)
        let document = try form.document("signed_file", "file")
        let password = try crypto { () throws(CryptoError) in DocumentPassword(try form.secret("password")) }
        return Self.json(ESignVerdict.version1(try verdict(document.file, password), file: document.name))
    }

    func verifySecond(_ request: HTTPRequest) throws(ESignFailure) -> HTTPResponse {
        let sent = try SentJSON(request)
        guard let file = sent.root["file"] else { throw .missing("file") }
        let document = try document(file, "file")
        let password = try crypto { () throws(CryptoError) in try sent.password("password") }
        return Self.json(ESignVerdict.version2(try verdict(document, password), file: "dokumen.pdf"))
    }

    private func verdict(
        _ document: MemoryFile, _ password: DocumentPassword?
    ) throws(ESignFailure) -> DocumentVerdict {
        do throws(DocumentError) {
            return try verification.verify(
                document, password: password, at: house.clock(), deadline: Self.verificationTime)
        } catch {
            throw ESignFailure(error)
        }
    }
}
