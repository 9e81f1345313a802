import Glibc
import Problems

/// Which documents are signed, and where each result goes.
struct SigningFiles {
    /// More than any PDF an office sends; the machine's memory is the other limit.
    static let documentBytesMax = 2 << 30

    let pairs: [(input: String, output: OutputFile)]
    /// Several documents are told about one by one, and one refusal does not stop the others.
    let isMany: Bool

    /// No result may take the place of a document, nor of anything else in `others` that is read.
    init(_ operands: [String], into folder: String?, overwrites: Bool, beside others: [String]) throws(Problem) {
        guard let folder else {
            guard operands.count == 2 else { throw .inAndOut() }
            pairs = [(operands[0], OutputFile(path: operands[1], overwrites: overwrites))]
            isMany = false
            try Self.check(pairs, others)
            return
        }
        var pairs: [(input: String, output: OutputFile)] = []
        var names: Set<Substring> = []
        for input in operands {
            guard input != "-", let name = input.split(separator: "/").last else { throw .standardInputAmongMany() }
            guard names.insert(name).inserted else { throw .sameNameTwice(String(name)) }
            pairs.append((input, OutputFile(path: "\(folder)/\(name)", overwrites: overwrites)))
        }
        self.pairs = pairs
        isMany = true
        try Self.check(pairs, others)
    }

    private static func check(
        _ pairs: [(input: String, output: OutputFile)], _ others: [String]
    ) throws(Problem) {
        let read = Set((pairs.map(\.input) + others).filter { $0 != "-" }.compactMap(FileIdentity.init))
        for (_, output) in pairs where output.path != "-" {
            if let there = FileIdentity(output.path), read.contains(there) { throw .sameFile("OUT", "IN") }
            try output.checkFree()
        }
    }
}

/// One file, whatever names lead to it.
private struct FileIdentity: Hashable {
    private let device: UInt
    private let number: UInt

    /// Nil where nothing is.
    init?(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        device = UInt(status.st_dev)
        number = UInt(status.st_ino)
    }
}
