import Appearance
import Channels
import Crypto
import Documents
import Domain
import PDF
import Signing
import Workers

/// Signing a whole document in an open session, held against what no signer can do without.
struct PDFBench: Sendable {
    /// Seconds that the steps of one signature took, in the order they are taken.
    struct Stages {
        var load = 0.0
        var hashAlone = 0.0
        var prepare = 0.0
        var sign = 0.0
        var embed = 0.0
    }

    static let client = ClientKey("bench")

    let desk: DocumentDesk
    let document: MemoryFile
    let look: AppearanceSpecification?

    /// A visible signature: QR code and four lines, as a letter has it.
    static let usualLook = AppearanceSpecification(
        width: 240, height: 80, picture: .qr("https://contoh.id/verifikasi/0123456789"),
        lines: [
            AppearanceLine("Plt. Kepala Bagian Percobaan"), AppearanceLine("Siti Contoh", style: .bold),
            AppearanceLine("Dokumen telah disetujui"), AppearanceLine("Jakarta, 20 November 2026 13.30 WIB"),
        ])

    func task() throws -> SignatureTask {
        var request = SignatureRequest(
            date: CivilTime(WallClock.now(), in: .wib).pdfDate, contentsBytes: 0, identifier: try Randomness.bytes(16))
        request.reason = "Dokumen telah disetujui"
        request.signerName = "Siti Contoh"
        if look != nil {
            request.place = SignatureRequest.Place(
                page: .last, box: Rectangle(x: 300, y: 60, width: 240, height: 80), origin: .bottomLeft)
        }
        var task = SignatureTask(request)
        task.look = look
        return task
    }

    func signing(as identity: borrowing SigningIdentity) throws -> BenchWork.Work {
        let signing = BenchWork.Held(
            try PDFSigning(
                desk, as: identity, scheme: SignatureScheme(usualFor: identity.key.kind), digest: .sha256,
                now: WallClock.now(), stamping: nil))
        return { [self] in
            let signed = try signing.value.sign(
                document, task(), client: Self.client, deadline: Workshop.documentTimeMax)
            precondition(
                signed.document.original.count == document.count, "the signed document begins with the original")
        }
    }

    /// SHA-256 of the file, one signature with the key, one copy of the file.
    func floor(_ key: borrowing PrivateKey) throws -> BenchWork.Work {
        let digest = try Digest(.sha256, of: [])
        let bare = BenchWork.Held(try BareOperation.Signing(with: key, over: digest))
        let mapped = try MappedFile(document.descriptor)
        return {
            var hashing = try Hashing(.sha256)
            try unsafe mapped.withBytes { bytes in try unsafe hashing.update(bytes) }
            _ = try hashing.finish()
            bare.value.run()
            let copy = mapped.bytes()
            precondition(copy.count == mapped.count, "a copy is as long as what it is of")
        }
    }

    /// One SHA-256 of the file and nothing else.
    func hashing() throws -> BenchWork.Work {
        let mapped = try MappedFile(document.descriptor)
        return {
            var hashing = try Hashing(.sha256)
            try unsafe mapped.withBytes { bytes in try unsafe hashing.update(bytes) }
            _ = try hashing.finish()
        }
    }

    /// The median of each step over a few documents, taken one after the other.
    func stages(as identity: borrowing SigningIdentity, path: String, rounds: Int) throws -> Stages {
        var signing = try CAdESSigning(
            as: identity, scheme: SignatureScheme(usualFor: identity.key.kind), digest: .sha256, now: WallClock.now())
        let room = try signing.bytesMax()
        var all: [Stages] = []
        let hash = try hashing()
        for _ in 0..<rounds {
            var stages = Stages()
            let loaded = try Self.timed(&stages.load) {
                try MemoryFile(path: path, bytesMax: SigningFiles.documentBytesMax)
            }
            try Self.timed(&stages.hashAlone) { try hash() }
            var task = try task()
            task.request.contentsBytes = room
            let clock = ContinuousClock()
            let start = clock.now
            let prepared = try desk.prepare(
                loaded, for: task, digest: .sha256, client: Self.client, deadline: Workshop.documentTimeMax)
            stages.prepare = (clock.now - start).inSeconds
            let signature = try Self.timed(&stages.sign) { try signing.sign(prepared.digest) }
            let signed = clock.now
            _ = try prepared.embed(signature)
            stages.embed = (clock.now - signed).inSeconds
            all.append(stages)
        }
        func median(_ part: KeyPath<Stages, Double>) -> Double {
            all.map { $0[keyPath: part] }.sorted()[all.count / 2]
        }
        return Stages(
            load: median(\.load), hashAlone: median(\.hashAlone), prepare: median(\.prepare), sign: median(\.sign),
            embed: median(\.embed))
    }

    private static func timed<Result>(_ seconds: inout Double, _ body: () throws -> Result) rethrows -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        let result = try body()
        seconds = (clock.now - start).inSeconds
        return result
    }
}
