import CLinux
import Channels
import Glibc

/// What the nursery forks: answers the requests of one client over one channel, and has nothing else.
struct Worker {
    let terms: WorkerTerms
    let memoryAtRest: MemoryUse
    let filter: SystemCallFilter
    let handler: Nursery.Handler

    /// The number of its own channel; it takes the place of the nursery's, which a worker must not have.
    private static let channelNumber = Nursery.channelNumber
    /// The standard three, its channel, and one message's documents.
    private static let openFilesMax = 4 + Frame.descriptorsMax

    /// The second, smaller set of walls. The first holds as well: the nursery's filter and Landlock are inherited.
    func lockIn(on number: Int32, nursery: pid_t) throws(WallsError) {
        guard CLinux_die_with_parent() == 0 else { throw .last("PR_SET_PDEATHSIG") }
        guard getppid() == nursery else { throw .system(operation: "getppid", code: ESRCH) }  // died a moment before
        guard dup2(number, Self.channelNumber) == Self.channelNumber else { throw .last("dup2") }
        guard CLinux_close_from(UInt32(Self.channelNumber) + 1) == 0 else { throw .last("close_range") }
        let seconds = Int(terms.lifetime.components.seconds)
        try ResourceLimits(
            openFiles: Self.openFilesMax, processorSeconds: seconds,
            memoryBytes: memoryAtRest.memoryBytes + terms.memoryMiBMax << 20,
            addressBytes: memoryAtRest.addressBytes + (terms.memoryMiBMax + terms.documentsMiBMax) << 20
        ).apply()
        // The alarm kills. It cannot be put off: the filter has no call that sets a timer, a handler or the signal mask.
        var alarm = itimerval(it_interval: timeval(), it_value: timeval(tv_sec: seconds, tv_usec: 0))
        guard unsafe setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &alarm, nil) == 0 else {
            throw .last("setitimer")
        }
        try filter.install()
    }

    /// Ends with the channel, or when it has answered as often as it may.
    func serve() throws -> Never {
        let channel = MessageChannel(Descriptor(owning: Self.channelNumber))
        for _ in 0..<terms.requestsMax {
            var request = try channel.receive(by: .never)
            guard request.kind == .request else { throw ChannelError.malformed }
            let documents = try request.descriptors.map { descriptor throws(MemoryFileError) in
                try MappedFile(descriptor)
            }
            let answer = handler(request.bytes, documents)
            request.wipe()  // it may have held a password
            try channel.send(Frame(.answer, bytes: answer), by: .never)
        }
        _exit(0)
    }
}
