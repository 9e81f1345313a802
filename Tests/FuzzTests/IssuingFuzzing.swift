@testable import Crypto
import Domain
import Foundation

// What strangers send to an authority.

private let issuer = try! Certificate.all(pem: Array(Data(contentsOf: URL(filePath: "fixtures/pki/issuing.pem"))))[0]
private let hashes = try! IssuerHashes(of: issuer)
private let policies = [ObjectIdentifier("1.2.3.4")!]

/// A request for a certificate; the same bytes as a key, as a name, as a share on paper, as bytes that wait for a signature.
func issue(_ bytes: [UInt8]) throws(CryptoError) {
    do throws(CryptoError) {
        let request = try CertificationRequest(bytes)
        precondition(request.alternativeNames.count <= CertificationRequest.alternativeNamesMax)
        _ = try KeyQuality.judge(request.publicKeyInfo)
        _ = try request.subject()
    } catch {}
    _ = try KeyQuality.judge(bytes)
    do throws(CryptoError) {
        let name = try DistinguishedName(der: bytes)
        let (again, anew) = (try DistinguishedName(text: name.text), try DistinguishedName(der: name.der))
        precondition(again == name && anew == name, "a name's text or DER says something else")
    } catch {
        guard case .name = error else { preconditionFailure("a name is refused as a name") }
    }
    do throws(CryptoError) { _ = try DistinguishedName(text: String(decoding: bytes, as: UTF8.self)) } catch {}
    do throws(CryptoError) { _ = try OperatorShare(typed: secret(bytes)) } catch {}
    do throws(CryptoError) { _ = try VaultedKey(bytes: closed(bytes, VaultedKeyHeader.envelope)).examine() } catch {}
    _ = WeakKeyList(bytes)
    let prepared = try PreparedCertificate(toBeSigned: bytes)
    precondition(prepared.toBeSigned == bytes)
}

/// A question about certificates.
func answer(_ bytes: [UInt8]) {
    do throws(OCSPRequestDefect) {
        let request = try OCSPRequest(der: bytes)
        precondition((1...OCSPRequest.questionsMax).contains(request.questions.count))
        for question in request.questions { _ = hashes.areNamed(by: question) }
    } catch {}
    if let der = OCSPRequest.der(path: String(decoding: bytes, as: UTF8.self)) {
        precondition(der.count <= bytes.count)
    }
}

/// A query for a timestamp.
func stamp(_ bytes: [UInt8]) {
    do throws(TimestampQueryDefect) {
        _ = try TimestampQuery(der: bytes, policies: policies)
    } catch {
        precondition(!TimestampReply.refusal(error).isEmpty)
    }
}
