import Crypto
import FoundationEssentials
import Problems

extension Command {
    static let threads = Option(
        name: "--threads", value: "N", help: "how many threads at once; all cores if not given")
    static let pairs = Option(
        name: "--pairs", value: "N", help: "how many pairs of slices, ours and the limit's; 12 if not given")
    private static let kind = Option(name: "--kind", value: "KIND", help: "the key's kind; rsa-2048 if not given")
    private static let certificates = Option(
        name: "--certificates", value: "PEM", help: "a certificate for the key, then its issuers", isRequired: true)

    private static let how = [
        "Prints JSON, one object a line: figure, limit measured in the same run, median of the ratios of neighbouring slices."
    ]

    static let benchSignHash = Command(
        name: ["bench", "sign-hash"], summary: "signing digests, held against the bare key operation",
        operands: [], options: [kind, threads, pairs], notes: how
    ) { arguments in
        let key = try PrivateKey.generate(arguments.value(kind).map(KeyKind.init(named:)) ?? .rsa2048)
        let digest = try Digest(.sha256, of: Array("teken".utf8))
        try report("sign-hash \(key.kind.rawValue)", .rate, target: 0.97, arguments) {
            try BenchWork.signing(key, digest)
        } limit: {
            try BenchWork.bareSigning(key, digest)
        }
        try report("sign-hash and check \(key.kind.rawValue)", .rate, target: 0.90, arguments) {
            try BenchWork.checkedSigning(key, digest)
        } limit: {
            try BenchWork.bareSigning(key, digest)
        }
    }

    static let benchSignCMS = Command(
        name: ["bench", "sign-cms"], summary: "CAdES signatures with their check, held against the bare key operation",
        operands: [],
        options: [.key, .pepper, certificates, .owner, threads, pairs] + SecretSource.passphrase.options, notes: how
    ) { arguments in
        let file = try SealedKeyFile(arguments.required(.key))
        let peppers = try arguments.peppers()
        let key = try file.open(arguments, with: SecretSource.passphrase.passphrase(arguments), peppers: peppers)
        let chain = try CertificateFile.read(arguments.required(certificates))
        let identity = try SigningIdentity(key: key, certificates: chain)
        let digest = try Digest(.sha256, of: Array("teken".utf8))
        try report("sign-cms \(identity.key.kind.rawValue)", .rate, target: 0.85, arguments) {
            try BenchWork.cadesSigning(identity, digest)
        } limit: {
            try BenchWork.bareSigning(identity.key, digest)
        }
    }

    static let benchUnlock = Command(
        name: ["bench", "unlock"],
        summary: "opening a sealed key, held against bare Argon2id; refusals, held against opening",
        operands: [], options: [kind, .profile, threads, pairs], notes: how
    ) { arguments in
        let key = try PrivateKey.generate(arguments.value(kind).map(KeyKind.init(named:)) ?? .rsa2048)
        let parameters = try arguments.kdfParameters()
        try report("unlock \(key.kind.rawValue), \(parameters.words)", .time, target: 1.02, arguments) {
            try BenchWork.unlocking(key, parameters)
        } limit: {
            { BareOperation.argon2id(parameters) }
        }
        for wrong in BenchWork.Wrong.allCases {
            try report("refuse wrong \(wrong.rawValue), against a right unlock", .time, target: 1.02, arguments) {
                try BenchWork.unlocking(key, parameters, wrong: wrong)
            } limit: {
                try BenchWork.unlocking(key, parameters)
            }
        }
    }

    static func report(
        _ name: String, _ comparison: BenchReport.Comparison, target: Double?, _ arguments: borrowing CommandArguments,
        subject: @Sendable () throws -> PairedMeasurement.Work, limit: @Sendable () throws -> PairedMeasurement.Work
    ) throws {
        let threadCount = try arguments.number(threads, in: 1...256) ?? ProcessInfo.processInfo.activeProcessorCount
        let measurement = try PairedMeasurement.run(
            pairs: arguments.number(pairs, in: 1...1_000) ?? 12, sliceTime: .milliseconds(500), threads: threadCount,
            subject: subject, limit: limit)
        try Console.say(
            BenchReport(
                name: name, threads: threadCount, comparison: comparison, target: target, measurement: measurement
            ).json)
    }
}
