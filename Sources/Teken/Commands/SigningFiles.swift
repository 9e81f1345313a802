import Glibc

/// Which documents are signed, and where each result goes.
struct SigningFiles {
    /// More than any PDF an office sends; the machine's memory is the other limit.
    static let documentBytesMax = 2 << 30

    let pairs: [(input: String, output: OutputFile)]
    /// Several documents are told about one by one, and one refusal does not stop the others.
    let isMany: Bool

    init(_ operands: [String], into folder: String?, overwrites: Bool) throws(Problem) {
        guard let folder else {
            guard operands.count == 2 else { throw .inAndOut() }
            pairs = [(operands[0], OutputFile(path: operands[1], overwrites: overwrites))]
            isMany = false
            try Self.check(pairs)
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
        try Self.check(pairs)
    }

    private static func check(_ pairs: [(input: String, output: OutputFile)]) throws(Problem) {
        for (input, output) in pairs {
            if input != "-", CommandArguments.isSameFile(input, output.path) { throw .sameFile("OUT", "IN") }
            try output.checkFree()
        }
    }
}
