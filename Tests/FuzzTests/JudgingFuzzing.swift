@testable import Documents
import Domain
import Foundation
@testable import PDF
import Verification

private func file(_ path: String) -> [UInt8] { Array(try! Data(contentsOf: URL(filePath: "fixtures/attacks/\(path)"))) }

private let task: VerificationTask = {
    let root = try! JudgingFuzzing.der(file("pki/root.pem"))
    return VerificationTask(
        now: Instant(secondsSince1970: 1_784_073_600), anchors: [TrustAnchor(name: "Contoh", certificate: root)],
        material: VerificationMaterial(revocationLists: [file("pki/root.crl"), file("pki/issuing.crl")]))
}()

/// A whole judgement of bytes that somebody made up, and everything that is done with it.
enum JudgingFuzzing {
    static func der(_ pem: [UInt8]) throws -> [UInt8] {
        let lines = String(decoding: pem, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("-") }
        return Array(Data(base64Encoded: lines.joined()) ?? Data())
    }

    static func judge(_ bytes: [UInt8], _ limits: ReadingLimits) {
        do throws(PDFError) {
            let judgement = try DocumentJudge.judge(PDFDocument.open(DocumentBytes(bytes), limits: limits), task)
            let verdict = judgement.verdict
            if verdict.indication == .passed {
                for signature in verdict.signatures where signature.kind == .signature {
                    precondition(signature.integrity == .intact && signature.anchor == "Contoh", "passed, and why?")
                    precondition(signature.worstChange != .forbidden, "passed, and changed")
                }
            }
            _ = (verdict.words, verdict.report(of: "surat").line)
            _ = (ESignVerdict.version1(verdict, file: "surat").line, ESignVerdict.version2(verdict, file: "surat").line)
            guard case .verified(let back) = DocumentAnswer(DocumentAnswer.verified(judgement).bytes) else {
                preconditionFailure("what a worker says is not understood")
            }
            precondition(back == judgement, "what a worker says arrives as something else")
            try extend(bytes, limits, verdict)
        } catch {}
    }

    /// What is put behind a document must leave what it says, and what was good before.
    private static func extend(_ bytes: [UInt8], _ limits: ReadingLimits, _ verdict: DocumentVerdict) throws(PDFError) {
        let identifier = [UInt8](repeating: 7, count: 16)
        let document = try PDFDocument.open(DocumentBytes(bytes), limits: limits)
        let kept = try DocumentJudge.extend(
            document, LongTermTask(task, choice: .all, coversTimestamps: true, identifier: identifier))
        precondition(kept.judgement.verdict == verdict, "two judgements of one document differ")
        guard let section = try StorePreparation(document, for: kept.request).section() else { return }
        precondition(section.originalBytes == bytes.count, "a section for another document")
        let after = try DocumentJudge.judge(
            PDFDocument.open(DocumentBytes(bytes + section.bytes), limits: limits), task
        ).verdict
        if verdict.indication == .passed { precondition(after.indication == .passed, "an extension broke a signature") }
    }
}
