import Appearance
import Crypto
import Documents
import Domain
import PDF
import Problems
import Workers

/// Signing in separate steps, for a key that lives elsewhere: the document waits as a file, with an empty hole.
extension Command {
    private static let room = Option(
        name: "--contents-bytes", value: "N", help: "how many bytes the signature may come to; 16384 if not given")
    private static let digestOut = Option(
        name: "--digest-out", value: "OUT", help: "write the digest's bytes, as they are")

    private static let roomUsual = 16_384
    private static let roomBounds = 512...1_048_576

    static let prepare = Command(
        name: ["prepare"], summary: "prepare a PDF for a signature that is made elsewhere, and tell its digest",
        operands: [Operand(name: "IN"), Operand(name: "OUT")],
        options: [room, digestOut] + SignatureOptions.all + LookOptions.all + [.digest]
            + SecretSource.documentPassword.options + Workshop.limits + [.force],
        notes: [
            "Sign the digest as CAdES (teken sign-hash is not enough: the signature must be CMS), then: teken embed OUT CMS SIGNED"
        ]
    ) { arguments in
        let out = OutputFile(path: arguments.operands[1], overwrites: arguments.has(.force))
        try out.checkFree()
        let digestFile = arguments.value(digestOut).map { OutputFile(path: $0, overwrites: arguments.has(.force)) }
        try digestFile?.checkFree()
        if out.path == "-", digestFile?.path == "-" { throw Problem.sameFile(digestOut.name, "OUT") }
        let algorithm = try arguments.digestAlgorithm()
        var task = try SignatureOptions.task(
            arguments, signer: "", picture: LookOptions.picture(arguments), now: WallClock.now(),
            identifier: Randomness.bytes(16))
        if task.request.signerName == "" { task.request.signerName = nil }
        task.password = try documentPassword(arguments)
        task.request.contentsBytes = try arguments.number(room, in: roomBounds) ?? roomUsual
        task.request.digestName = algorithm.rawValue.filter { $0 != "-" }
        let document = try DocumentFile.read(arguments.operands[0])
        let prepared = try Workshop.desk(arguments, workers: 1).prepare(
            document, for: task, digest: algorithm, client: nil, deadline: Workshop.documentTime(arguments))
        try out.write(prepared.waiting)
        do throws(Problem) {
            try digestFile?.write(prepared.digest.bytes)
        } catch {
            out.takeBack()
            throw error
        }
        let words = "\(algorithm.rawValue) \(Hexadecimal.text(prepared.digest.bytes))"
        // Behind a document or bare bytes a line of words would spoil them.
        if out.path == "-" || digestFile?.path == "-" { Console.note(words) } else { try Console.say(words) }
    }

    static let embed = Command(
        name: ["embed"], summary: "put a signature that was made elsewhere into the document prepared for it",
        operands: [Operand(name: "IN"), Operand(name: "FILE"), Operand(name: "OUT")],
        options: [.digest] + SecretSource.documentPassword.options + Workshop.limits + [.force],
        notes: ["FILE is the signature as CMS in DER. It is checked to be one over this document before it goes in."]
    ) { arguments in
        let out = OutputFile(path: arguments.operands[2], overwrites: arguments.has(.force))
        try out.checkFree()
        let prepared = try Workshop.desk(arguments, workers: 1).resume(
            DocumentFile.read(arguments.operands[0]), password: documentPassword(arguments),
            digest: arguments.digestAlgorithm(), client: nil, deadline: Workshop.documentTime(arguments))
        let cms = try InputFile.bytes(arguments.operands[1], most: roomBounds.upperBound)
        let signature = try CMSSignature(foreign: cms, over: prepared.digest)
        try out.write(prepared.embed(signature))
    }
}
