import Glibc

/// Turns this process into a foreign program that reads one document: what it may do is what reading takes, and no more.
package enum ConfinedExecution {
    /// Programs, libraries and fonts; everything else does not exist for it where the kernel has Landlock.
    static let readable = [
        "/usr", "/bin", "/lib", "/lib32", "/lib64", "/libx32", "/etc/fonts", "/etc/ld.so.cache",
        "/var/cache/fontconfig",
    ]

    private static let openFilesMax = 64

    /// Executes a program given by its absolute path, with an empty environment; returns only by throwing.
    package static func become(
        _ program: String, _ arguments: [String], processorSeconds: Int = 30, memoryMiBMax: Int = 1_024,
        usesLandlock: Bool = true
    ) throws(WallsError) -> Never {
        precondition(program.hasPrefix("/"), "a confined program is given by its absolute path")
        let limits = ResourceLimits(
            openFiles: openFilesMax, processorSeconds: processorSeconds, addressBytes: memoryMiBMax << 20)
        _ = try Walls.lockIn(
            behind: .program(), limits: limits, keeping: STDERR_FILENO, usesLandlock: usesLandlock, readable: readable)
        var words: [UnsafeMutablePointer<CChar>?] = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
        unsafe execve(program, &words, &environment)
        throw .last("execve")
    }
}
