import Crypto
import Domain
import Foundation

/// Whose words the invented CRLs and answers are held against; the seeds speak of these two.
private let issuer = try! Certificate.all(pem: Array(Data(contentsOf: URL(filePath: "fixtures/pki/issuing.pem"))))[0]
private let person = try! Certificate.all(pem: Array(Data(contentsOf: URL(filePath: "fixtures/pki/signer-p256.pem"))))[
    0]
private let anchors = try! Certificate.all(pem: Array(Data(contentsOf: URL(filePath: "fixtures/pki/root.pem"))))

/// All that is asked of a signature in a PDF that somebody sends.
func readSignedData(_ bytes: [UInt8]) {
    for place in [ForeignSignedData.Place.document, .documentDigest, .timestamp] {
        do throws(SignedDataError) {
            judge(try ForeignSignedData(contents: bytes, place: place, besides: [person]), within: bytes)
        } catch {}
    }
    do throws(SignedDataError) {
        _ = try BareRSASignature(contents: bytes, signer: person)
    } catch {}
}

private func judge(_ read: ForeignSignedData, within bytes: [UInt8]) {
    precondition(bytes.starts(with: read.der), "what was read is not what stands there")
    precondition(read.certificates.count <= ForeignSignedData.certificatesMax)
    let verdict = read.checkContent()
    if case .holds = verdict {
        precondition(
            read.content != nil && read.signer != nil && read.algorithms != nil, "it holds, and nobody knows why")
    }
    for certificate in read.certificates.prefix(5) {
        do throws(CryptoError) {
            let facts = try certificate.facts()
            precondition(facts.policies.count <= CertificateFacts.listMax)
        } catch {}
        let outcome = CertificatePath.find(
            for: certificate, among: read.certificates, anchors: anchors, purpose: .signing)
        if case .found(let path) = outcome { precondition(path.last == anchors[0] && path.first == certificate) }
        _ = RevocationEvidence.of(certificate, issuer: issuer, in: read.revocations)
    }
}

/// The bytes as a CRL and as an answer. None that somebody made up may be of use, unless he has the key.
func readRevocation(_ bytes: [UInt8]) {
    let data = RevocationData(lists: [bytes], answers: [bytes])
    for evidence in RevocationEvidence.of(person, issuer: issuer, in: data) {
        precondition(!evidence.isUsable || evidence.signer != nil)
    }
}

func readTimestamp(_ bytes: [UInt8]) {
    do throws(SignedDataError) {
        let stamp = try ForeignTimestamp(token: bytes)
        _ = stamp.check()
        _ = stamp.stamps([1, 2, 3])
        precondition(stamp.imprint != nil || stamp.defects.contains(.imprintUnknown))
    } catch {}
}
