import CLinux
import Channels
import Glibc

/// The kernel's own ban on files and the network, where the kernel has it; the list of system calls holds without it.
enum Landlock {
    /// Forbids everything this kernel can forbid, but reading and executing beneath `readable`. The version it found, 0 for
    /// none.
    static func enter(readable: [String] = []) throws(WallsError) -> Int {
        let version = Int(CLinux_landlock_version())
        guard version > 0 else { return 0 }
        var handled = CLinux_landlock_ruleset(
            files: files(version), network: version >= 4 ? 0b11 : 0, scopes: version >= 6 ? 0b11 : 0)
        // Fields a kernel does not know yet must not be handed to it.
        let known = MemoryLayout<UInt64>.size * (version >= 6 ? 3 : version >= 4 ? 2 : 1)
        let number = unsafe CLinux_landlock_ruleset_new(&handled, known)
        guard number >= 0 else { throw .last("landlock_create_ruleset") }
        let ruleset = Descriptor(owning: number)
        for path in readable { try allowReading(path, in: ruleset) }
        guard CLinux_landlock_enter(ruleset.number) == 0 else { throw .last("landlock_restrict_self") }
        return version
    }

    /// A path that is not there needs no permission.
    private static func allowReading(_ path: String, in ruleset: Descriptor) throws(WallsError) {
        let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return }
        let file = Descriptor(owning: number)
        var status = stat()
        guard unsafe fstat(file.number, &status) == 0 else { throw .last("fstat") }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        var rule = CLinux_landlock_path(
            allowed: isFolder ? execute | readFile | readFolder : readFile, parent: file.number)
        guard unsafe CLinux_landlock_allow(ruleset.number, &rule) == 0 else { throw .last("landlock_add_rule") }
    }

    private static let execute: UInt64 = 1 << 0
    private static let readFile: UInt64 = 1 << 2
    private static let readFolder: UInt64 = 1 << 3

    /// Every kind of access to files a version handles: 13 at first, then linking across folders, truncating, devices.
    private static func files(_ version: Int) -> UInt64 {
        let kinds: UInt64 =
            switch version {
            case 1: 13
            case 2: 14
            case 3, 4: 15
            default: 16
            }
        return (1 << kinds) - 1
    }
}
