import Channels
import Documents
import Glibc
import Problems
import Workers

/// The sandbox as this machine has it: our own program beside this one, and the fonts of Debian's packages.
enum Workshop {
    static let workerMemory = Command.Option(
        name: "--worker-memory", value: "MIB", help: "how much memory reading one document may take; 512 if not given")

    private static let fonts = "/usr/share/fonts/truetype/liberation2/"
    private static let program = "teken-pdf"

    static let documentTime = Command.Option(
        name: "--document-time", value: "SECONDS", help: "how long reading one document may take; 60 if not given")

    static let limits = [workerMemory, documentTime]

    /// What one document may take, waiting for a free worker included. No worker is given longer.
    static let documentTimeMax = Duration.seconds(60)

    static func documentTime(_ arguments: borrowing CommandArguments) throws(Problem) -> Duration {
        try arguments.number(documentTime, in: 1...60).map { .seconds($0) } ?? documentTimeMax
    }

    static func desk(
        _ arguments: borrowing CommandArguments, workers: Int
    ) throws -> DocumentDesk {
        var limits = PoolLimits()
        limits.workersMax = workers + limits.sparesMax
        limits.terms.memoryMiBMax = try arguments.number(workerMemory, in: 64...65_536) ?? limits.terms.memoryMiBMax
        let path = try besideThisProgram()
        do throws(WorkerError) {
            let pool = try WorkerPool(
                program: path,
                arguments: [
                    "--font", fonts + "LiberationSans-Regular.ttf", "--bold-font", fonts + "LiberationSans-Bold.ttf",
                ], limits: limits)
            return DocumentDesk(
                pool: pool, textPositions: ConfinedProgram(launcher: path, arguments: ["text-positions"]))
        } catch {
            throw DocumentError.worker(error)
        }
    }

    private static func besideThisProgram() throws(Problem) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0, let slash = buffer[..<count].lastIndex(of: CChar(UInt8(ascii: "/"))) else {
            throw .sandboxMissing(program)
        }
        let path = String(decoding: buffer[...slash].map { UInt8(bitPattern: $0) }, as: UTF8.self) + program
        guard unsafe access(path, X_OK) == 0 else { throw .sandboxMissing(path) }
        return path
    }
}
