import CLinux
import CSeccomp
import Channels
import Glibc

/// The system calls a process may still make, compiled: putting it up is one call, cheap enough for each worker.
package struct SystemCallFilter: Sendable {
    /// What happens to a call that is not on the list.
    enum Otherwise {
        /// The whole process dies: our own code never makes such a call, so somebody else's does.
        case kill
        /// The call fails, for a foreign program that tries one thing and does another.
        case refuse
    }

    /// Instructions of eight bytes, as seccomp(2) takes them.
    private let program: [UInt8]
    private static let programBytesMax = 4_096 * 8  // BPF_MAXINSNS

    init(_ calls: [AllowedCall], otherwise: Otherwise) throws(WallsError) {
        let action =
            switch otherwise {
            case .kill: CSeccomp_kill()
            case .refuse: CSeccomp_refuse(UInt16(EPERM))
            }
        guard let filter = unsafe seccomp_init(action) else { throw .system(operation: "seccomp_init", code: ENOMEM) }
        defer { unsafe seccomp_release(filter) }

        // Calls in the manner of another architecture (32 bits, x32) have other numbers; none of them is ours.
        try Self.check(
            unsafe seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, CSeccomp_kill()), "seccomp_attr_set")
        for call in calls {
            let number = unsafe seccomp_syscall_resolve_name(call.name)
            guard number != CSeccomp_unknown_call() else { throw .unknownCall(call.name) }
            let status = unsafe seccomp_rule_add_array(
                filter, CSeccomp_allow(), number, UInt32(call.conditions.count), call.conditions)
            // -EDOM: the call exists, on other architectures only.
            guard status == 0 || status == -EDOM else { throw .system(operation: call.name, code: -status) }
        }
        program = try unsafe Self.export(filter)
    }

    /// From here on, and for everything the process forks or executes. Cannot be undone; filters add up.
    package func install() throws(WallsError) {
        guard unsafe CLinux_install_filter(program, UInt16(program.count / 8)) == 0 else { throw .last("seccomp") }
    }

    /// libseccomp 2.5 writes a program to a file only.
    private static func export(_ filter: scmp_filter_ctx) throws(WallsError) -> [UInt8] {
        let number = unsafe CLinux_new_memory_file("teken-filter")
        guard number >= 0 else { throw .last("memfd_create") }
        let file = Descriptor(owning: number)
        try check(unsafe seccomp_export_bpf(filter, file.number), "seccomp_export_bpf")
        var program = [UInt8](repeating: 0, count: programBytesMax)
        let count = unsafe pread(file.number, &program, program.count, 0)
        guard count > 0, count % 8 == 0 else { throw .last("pread") }
        return Array(program.prefix(count))
    }

    private static func check(_ status: Int32, _ operation: String) throws(WallsError) {
        guard status == 0 else { throw .system(operation: operation, code: -status) }
    }
}

/// One system call, under conditions that must all hold. Several entries of one name are alternatives.
struct AllowedCall: Sendable {
    let name: String
    let conditions: [scmp_arg_cmp]

    init(_ name: String, _ conditions: scmp_arg_cmp...) {
        self.name = name
        self.conditions = conditions
    }
}

extension scmp_arg_cmp {
    /// Argument `index` is exactly this.
    static func argument(_ index: UInt32, is value: UInt64) -> scmp_arg_cmp {
        scmp_arg_cmp(arg: index, op: SCMP_CMP_EQ, datum_a: value, datum_b: 0)
    }

    /// Of argument `index`, all bits outside of these are zero.
    static func argument(_ index: UInt32, hasOnly bits: UInt64) -> scmp_arg_cmp {
        scmp_arg_cmp(arg: index, op: SCMP_CMP_MASKED_EQ, datum_a: ~bits, datum_b: 0)
    }

    /// Of argument `index`, the bits outside of these have this value.
    static func argument(_ index: UInt32, without bits: UInt64, is value: UInt64) -> scmp_arg_cmp {
        scmp_arg_cmp(arg: index, op: SCMP_CMP_MASKED_EQ, datum_a: 0xFFFF_FFFF & ~bits, datum_b: value)
    }
}
