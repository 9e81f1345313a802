import CLinux
package import Channels
import Glibc

/// The process that workers are forked from: warmed up once, locked in, and then it does nothing but fork.
///
/// It never sees a document. It has one thread, so `fork` copies all of it.
package struct Nursery {
    package typealias Handler = (_ request: [UInt8], _ documents: [MappedFile]) -> [UInt8]

    /// Where the parent's channel is when the program starts.
    package static let channelNumber: Int32 = 3
    private static let deathsNumber: Int32 = 4
    /// How long the parent may take to finish a message it has begun, or to take an answer.
    private static let patience = Duration.seconds(5)

    private let channel: MessageChannel
    /// Can be read when a worker has died.
    private let deaths: Descriptor
    private let workerFilter: SystemCallFilter
    private let memoryAtRest: MemoryUse
    private let handler: Handler

    /// Warms up, locks in and forks workers until the parent's end of the channel closes.
    ///
    /// Files can be opened in `warmUp` and never again. `usesLandlock` is false only to show that the other walls hold alone.
    package static func run(
        usesLandlock: Bool = true, warmUp: () throws -> Void, handler: @escaping Handler
    ) -> Never {
        let channel = MessageChannel(Descriptor(owning: channelNumber))
        do {
            try warmUp()
            let filter = try SystemCallFilter.nursery()
            let nursery = Nursery(
                channel: channel, deaths: try watchDeaths(), workerFilter: try .worker(), memoryAtRest: try .now(),
                handler: handler)
            let landlock = try Walls.lockIn(
                behind: filter, limits: ResourceLimits(openFiles: openFilesMax), keeping: deathsNumber,
                usesLandlock: usesLandlock, blocking: SIGCHLD)
            try channel.send(Frame(.ready, bytes: [UInt8(landlock)]), by: .after(patience))
            try nursery.forkUntilClosed()
        } catch {
            complain(error, over: channel)
            _exit(1)
        }
    }

    private func forkUntilClosed() throws -> Never {
        while true {
            var entries = [channel.descriptor.number, deaths.number].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            guard unsafe poll(&entries, nfds_t(entries.count), -1) > 0 else { continue }  // interrupted
            if entries[1].revents != 0 { reap() }
            if entries[0].revents != 0 { try takeOrder() }
        }
    }

    /// One order, one answer. A closed channel is the end of this process, and with it of all its workers.
    private func takeOrder() throws {
        let order: Frame
        do throws(ChannelError) {
            order = try channel.receive(by: .after(Self.patience))
        } catch {
            guard error == .closed else { throw error }
            _exit(0)
        }
        guard order.kind == .fork, order.descriptors.count == 1 else { throw ChannelError.malformed }
        let terms = try WorkerTerms(order.bytes)
        let nursery = getpid()
        let process = CLinux_fork()
        if process == 0 { becomeWorker(of: nursery, on: order.descriptors[0].number, terms: terms) }
        // Nobody but `reap` collects the dead, so the number cannot mean another process yet.
        let number = process < 0 ? -1 : CLinux_process_descriptor(process)
        let answer =
            if number >= 0 {
                Frame(.forked, descriptors: [Descriptor(owning: number)])
            } else {
                // The machine is short of something. The workers there are go on; one that nobody can kill ends by itself,
                // because its channel closes.
                Frame(.failed, bytes: Array("\(WallsError.last("fork"))".utf8))
            }
        try channel.send(answer, by: .after(Self.patience))
    }

    private func becomeWorker(of nursery: pid_t, on number: Int32, terms: WorkerTerms) -> Never {
        do {
            let worker = Worker(terms: terms, memoryAtRest: memoryAtRest, filter: workerFilter, handler: handler)
            try worker.lockIn(on: number, nursery: nursery)
            try worker.serve()
        } catch {
            _exit(1)
        }
    }

    private func reap() {
        var notes = [UInt8](repeating: 0, count: 4_096)  // their contents do not matter, several deaths may make one
        _ = unsafe read(deaths.number, &notes, notes.count)
        while waitpid(-1, nil, WNOHANG) > 0 {}
    }

    /// At a fixed number, so that everything beyond it can be closed.
    private static func watchDeaths() throws(WallsError) -> Descriptor {
        let number = CLinux_watch_children()
        guard number >= 0 else { throw .last("signalfd") }
        if number == deathsNumber { return Descriptor(owning: number) }
        defer { close(number) }

        guard dup2(number, deathsNumber) == deathsNumber else { throw .last("dup2") }
        return Descriptor(owning: deathsNumber)
    }

    /// The standard three, channel and deaths, a worker's channel, its process descriptor, and room for a wrong message.
    private static let openFilesMax = 7 + Frame.descriptorsMax

    /// The parent tells the operator. When it does not listen there is nobody to tell.
    private static func complain(_ error: any Error, over channel: MessageChannel) {
        do throws(ChannelError) {
            try channel.send(Frame(.failed, bytes: Array("\(error)".utf8)), by: .after(patience))
        } catch {}
    }
}
