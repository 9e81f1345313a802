import Appearance
import Channels
import Crypto
import Glibc
import Walls

/// Warms up what every document needs, locks itself in, and serves.
struct Service {
    private static let fontBytesMax = 32 << 20

    let fonts: SandboxArguments.FontFiles

    func run() -> Never {
        var clerk: DocumentClerk?
        Nursery.run(
            warmUp: {
                // Protected documents are opened with OpenSSL, which reads files and locks memory when it starts.
                try OpenSSLRuntime.require()
                let composer = try AppearanceComposer(
                    regular: Self.bytes(of: fonts.regular), bold: Self.bytes(of: fonts.bold))
                try Rehearsal.run(with: DocumentClerk(composer: composer))
                clerk = DocumentClerk(composer: composer)
            },
            handler: { request, documents in clerk?.answer(request, documents) ?? [] })
    }

    private static func bytes(of path: String) throws(MemoryFileError) -> [UInt8] {
        try MappedFile(MemoryFile(path: path, bytesMax: fontBytesMax).descriptor).bytes()
    }
}

/// poppler's program that prints where each word of a document stands.
enum TextPositionsProgram {
    private static let path = "/usr/bin/pdftotext"

    static func become() -> Never {
        do throws(WallsError) {
            try ConfinedExecution.become(path, ["-bbox", "-cropbox", "-", "-"])
        } catch {
            _exit(programNotStarted)
        }
    }
}
