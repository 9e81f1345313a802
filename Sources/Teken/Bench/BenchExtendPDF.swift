import Channels
import Crypto
import Documents
import Problems
import Signing
import Verification
import Workers

extension Command {
    private static let documents = Option(
        name: "--document", value: "FILE", help: "a signed document with a timestamp", isRequired: true,
        isRepeatable: true)

    static let benchExtendPDF = Command(
        name: ["bench", "extend-pdf"],
        summary: "giving signed documents their long-term data, held against hash, signatures and paths",
        operands: [], options: [documents, threads, pairs] + TrustOptions.forLongTerm,
        notes: [
            "Prints JSON, one object a line: B-T to B-LT with the material at hand, judged before and after, against what OpenSSL alone",
            "needs to check the document's signatures once. No authority is asked, since its own time would be all there is to see.",
        ]
    ) { arguments in
        let anchors = try TrustOptions.anchors(arguments)
        guard !anchors.isEmpty else { throw Problem.together("teken bench extend-pdf", needs: TrustOptions.trust.name) }
        let threadCount = try arguments.number(threads, in: 1...256) ?? 1
        let material = try TrustOptions.material(arguments)
        for path in arguments.values(documents) {
            let document = try DocumentFile.read(path)
            let desk = try Workshop.desk(arguments, workers: threadCount)
            let work = PDFExtension(desk, anchors: anchors, material: material, stamping: nil, now: WallClock.now)
            let checks = VerifyBench(
                desk: desk, document: document,
                task: VerificationTask(now: WallClock.now(), anchors: anchors, material: material),
                client: PDFBench.client)
            try report("extend-pdf \(document.count) bytes", .time, target: nil, arguments) {
                {
                    let extended = try work.extend(
                        document, to: .longTerm, client: PDFBench.client, deadline: Workshop.documentTimeMax)
                    precondition(extended.level == .longTerm, "the document reaches its level")
                }
            } limit: {
                try checks.floor()
            }
        }
    }
}
