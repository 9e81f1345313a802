import Appearance
import Channels
import Crypto
import FoundationEssentials
import Glibc
import Problems

extension Command {
    private static let sizes = Option(
        name: "--sizes", value: "BYTES,BYTES",
        help: "sizes of the documents; 10 kB, 300 kB, 20 MB and 200 MB if not given")
    private static let documents = Option(
        name: "--document", value: "FILE", help: "a document of your own instead", isRepeatable: true)
    private static let invisible = Option(name: "--invisible", help: "without an appearance")

    private static let letterBytes = 250_000...350_000
    private static let largeBytesMin = 100_000_000
    private static let sizesUsual = [10_000, 300_000, 20_000_000, 200_000_000]

    static let benchSignPDF = Command(
        name: ["bench", "sign-pdf"],
        summary: "signing documents in an open session, held against hash, signature and copy",
        operands: [], options: SignerOptions.all + [sizes, documents, invisible, threads, pairs],
        notes: [
            "Prints JSON: per size the rate against the floor (SHA-256 of the file, one signature, one copy), the time against one",
            "SHA-256, then the microseconds of each step and the peak memory of all processes together while signing.",
        ]
    ) { arguments in
        let identity = try SignerOptions.identity(arguments)
        let folder = try TemporaryFolder()
        var paths = arguments.values(documents)
        if paths.isEmpty { paths = try samples(arguments, in: folder) }
        let look = arguments.has(invisible) ? nil : PDFBench.usualLook
        let threadCount = try arguments.number(threads, in: 1...256) ?? ProcessInfo.processInfo.activeProcessorCount
        for path in paths {
            let bench = PDFBench(
                desk: try Workshop.desk(arguments, workers: threadCount), document: try DocumentFile.read(path),
                look: look)
            // First, while nothing but one document lies in memory.
            let peak = try memory(of: bench, identity)
            let name = "sign-pdf \(bench.document.count) bytes, \(identity.key.kind.rawValue)"
            // What was promised: a letter's rate, and a large file's time. The other sizes are told beside them.
            let isLetter = letterBytes ~= bench.document.count
            try report(name, .rate, target: isLetter ? 0.60 : nil, arguments) {
                try bench.signing(as: identity)
            } limit: {
                try bench.floor(identity.key)
            }
            let isLarge = bench.document.count >= largeBytesMin
            try report("\(name), time against SHA-256 alone", .time, target: isLarge ? 2.0 : nil, arguments) {
                try bench.signing(as: identity)
            } limit: {
                try bench.hashing()
            }
            try Console.say(
                json(bench.stages(as: identity, path: path, rounds: 9), bytes: bench.document.count, peakKiB: peak))
        }
    }

    private static func memory(of bench: PDFBench, _ identity: borrowing SigningIdentity) throws -> Int {
        let work = try bench.signing(as: identity)
        return try PeakMemory.kibibytes { for _ in 0..<5 { try work() } }
    }

    private static func samples(_ arguments: borrowing CommandArguments, in folder: borrowing TemporaryFolder) throws
        -> [String]
    {
        var wanted = sizesUsual
        if let text = arguments.value(sizes) {
            wanted = text.split(separator: ",").compactMap { Int($0) }
            guard !wanted.isEmpty, wanted.allSatisfy({ 1_000...1_000_000_000 ~= $0 }) else {
                throw Problem.numberOutOfBounds(sizes.name, 1_000...1_000_000_000)
            }
        }
        return try wanted.map { size in
            let path = "\(folder.path)/\(size).pdf"
            try OutputFile(path: path).write(SampleDocument.bytes(of: size))
            return path
        }
    }

    private static func json(_ stages: PDFBench.Stages, bytes: Int, peakKiB: Int) -> String {
        let parts = [
            ("load", stages.load), ("hashAlone", stages.hashAlone), ("prepareAndHash", stages.prepare),
            ("sign", stages.sign), ("embed", stages.embed),
        ]
        let microseconds = parts.map { "\"\($0.0)\":\(Int(($0.1 * 1e6).rounded()))" }
        return "{\"stagesMicroseconds\":{\(microseconds.joined(separator: ","))},\"bytes\":\(bytes),"
            + "\"peakKiBOfAllProcesses\":\(peakKiB)}"
    }
}

/// A folder of its own for what a benchmark makes, gone when the benchmark is.
struct TemporaryFolder: ~Copyable {
    let path: String

    init(in folder: String? = nil) throws(Problem) {
        let place = folder ?? ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(place)/teken-bench.XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw .cannotWrite(place, errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
