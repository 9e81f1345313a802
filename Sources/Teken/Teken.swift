import Crypto
import Glibc
import Problems

/// The program `teken`: the room that sees all the others, chooses and wires them.
@main enum Teken {
    static let version = "0.1.0"

    static let commands: [Command] = [
        .pepperMake, .keyMake, .keyImport, .keyChangePassphrase, .keyRotatePepper, .keyInfo, .sign, .prepare, .embed,
        .inspect, .verify, .extend, .signCMS, .signHash,
        .initialise, .authorityShow, .authorityRenew, .authorityChain, .authorityRootList, .authorityAcceptClock,
        .certificateIssue, .certificateRevoke, .certificateHold, .certificateRelease, .certificateShow,
        .adminInstitutionAdd, .adminInstitutionList, .adminInstitutionRules, .adminPersonAdd, .adminPersonList,
        .adminPersonShow,
        .adminPersonVerdict, .adminPersonAdmit, .adminPersonEnrol, .adminPersonRenew, .adminPersonReset,
        .adminPersonRevoke, .adminPersonSuspend, .adminPersonRelease, .adminPersonUnblock, .adminPersonErase,
        .adminClientAdd, .adminClientList, .adminClientScopes, .adminClientAddresses, .adminClientSecret,
        .adminClientDisable, .adminClientEnable, .adminClientWebhook, .adminOutboxList, .adminOutboxRetry,
        .adminSealCreate, .adminSealList, .adminSealShow, .adminSealEnrol, .adminSealOwner, .adminSealActivate,
        .adminSealSuspend, .adminSealResume, .adminSealRevoke, .passphraseSuggest, .trial,
        .revocationsPublish, .revocationsWrite, .revocationsApply, .answerStatus, .answerTimestamp,
        .serve, .doctor, .storeCreate, .auditVerify, .auditHead, .auditSeal, .auditProof, .auditExport, .backup,
        .restore,
        .benchSignHash, .benchSignCMS, .benchSignPDF, .benchVerifyPDF, .benchExtendPDF, .benchUnlock, .benchCommit,
        .benchIssue, .benchOCSP, .benchTimestamp, .benchCRL,
    ]

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        // A limit on the size of files is then an error of one write, and not a death that leaves half a file behind.
        signal(SIGXFSZ, SIG_IGN)
        do {
            try ProcessHardening.apply()
            try OpenSSLRuntime.require()
            try run(arguments)
        } catch {
            let problem = Problem(facing: error)
            Console.report(problem)
            problem.exitCode.leave()
        }
        ExitCode.success.leave()
    }

    private static func run(_ arguments: [String]) throws {
        switch arguments.first {
        case nil, "help", "--help", "-h": return try Console.say(CommandHelp.overview(of: commands))
        case "--version", "version": return try Console.say("teken \(version)")
        case .some: break
        }
        guard let command = commands.first(where: { arguments.starts(with: $0.name) }) else {
            throw Problem.unknownCommand(arguments.prefix(2).filter { !$0.hasPrefix("-") }, among: commands)
        }
        let rest = Array(arguments.dropFirst(command.name.count))
        if rest.contains("--help") || rest.contains("-h") { return try Console.say(CommandHelp.page(for: command)) }
        try command.run(CommandArguments(rest, for: command))
    }
}
