// A hostile worker, and a confined program's launcher: what the tests of the walls are made with.
//
// usage: WallsProbe nursery [no-landlock] [no-start|thread]   what teken-pdf does, with a handler that does as it is told
//        WallsProbe always WORD…                                  the same, and whatever it is asked it does this
//        WallsProbe barren                                        a nursery that never succeeds in forking
//        WallsProbe attempt NAME                                  the attempt in the open, to show that it is a real one
//        WallsProbe filtered NAME                                 the same behind the list of system calls alone
//        WallsProbe confined [no-landlock] PROGRAM ARGUMENT…      becomes a foreign program behind its walls
import CAttempts
import CLinux
import Channels
import Glibc
import Walls

func startThread() throws {
    var thread = pthread_t()
    guard
        unsafe pthread_create(
            &thread, nil,
            { _ in
                while true { poll(nil, 0, -1) }
            }, nil) == 0
    else { throw WallsError.unknownCall("no thread") }
}

let words = Array(CommandLine.arguments.dropFirst())

switch words.first {
case "nursery":
    Nursery.run(
        usesLandlock: !words.contains("no-landlock"),
        warmUp: {
            if words.contains("no-start") { throw WallsError.unknownCall("as the test wants") }
            if words.contains("thread") { try startThread() }
        },
        handler: Hostility.handler())
case "always":
    let request = Array(words.dropFirst().joined(separator: " ").utf8)
    let handler = Hostility.handler()
    Nursery.run(warmUp: {}, handler: { _, documents in handler(request, documents) })
case "barren":
    let channel = MessageChannel(Descriptor(owning: Nursery.channelNumber))
    var answer = Frame(.ready, bytes: [0])
    while (try? channel.send(answer, by: .never)) != nil, (try? channel.receive(by: .never)) != nil {
        answer = Frame(.failed)
    }
case "attempt":
    print(unsafe CAttempts_run(words[1], Int(getppid())))
case "filtered":
    guard let filter = try? SystemCallFilter.worker(), CLinux_forbid_new_privileges() == 0 else { exit(1) }
    let parent = Int(getppid())
    guard (try? filter.install()) != nil else { exit(1) }
    let result = unsafe CAttempts_run(words[1], parent)
    _ = unsafe write(1, "came through\n", 13)  // and not `print`, which asks what kind of file it writes to
    _exit(result == 0 ? 0 : 2)
case "confined":
    let rest = words.dropFirst().drop { $0 == "no-landlock" }
    do {
        try ConfinedExecution.become(
            rest[rest.startIndex], Array(rest.dropFirst()), processorSeconds: 2,
            usesLandlock: rest.count + 1 == words.count)
    } catch {
        exit(programNotStarted)
    }
default: exit(64)
}
