import Channels
import Crypto
import Documents
import PDF
import Workers

/// A document while it is being extended: what came in, and all that was put behind it.
struct ExtensionWork {
    private(set) var document: SignedDocument
    /// The same in one piece, as workers are given it.
    private(set) var latest: MemoryFile
    let password: DocumentPassword?
    let client: ClientKey?
    let deadline: Duration

    init(
        _ document: MemoryFile, password: DocumentPassword?, client: ClientKey?, deadline: Duration
    ) throws(SigningError) {
        do throws(DocumentError) { self.document = try SignedDocument(of: document) } catch { throw .document(error) }
        latest = document
        (self.password, self.client, self.deadline) = (password, client, deadline)
    }

    /// Goes on with a document that was just signed.
    init(
        _ signed: SignedDocument, password: DocumentPassword?, client: ClientKey?, deadline: Duration
    ) throws(SigningError) {
        document = signed
        do throws(DocumentError) { latest = try signed.memoryFile() } catch { throw .document(error) }
        (self.password, self.client, self.deadline) = (password, client, deadline)
    }

    mutating func append(_ section: [UInt8]) throws(SigningError) {
        document = document.followed(by: section)
        do throws(DocumentError) { latest = try document.memoryFile() } catch { throw .document(error) }
    }

    func prepareTimestamp(on desk: DocumentDesk, room: Int) throws(SigningError) -> PreparedDocument {
        var request = SignatureRequest(date: "", contentsBytes: room, identifier: try Self.identifier())
        request.role = .documentTimestamp
        var task = SignatureTask(request)
        task.password = password
        do throws(DocumentError) {
            return try desk.prepare(latest, for: task, digest: .sha256, client: client, deadline: deadline)
        } catch {
            throw .document(error)
        }
    }

    mutating func embed(_ token: TimestampToken, into prepared: consuming PreparedDocument) throws(SigningError) {
        let stamped: SignedDocument
        do throws(DocumentError) { stamped = try prepared.embed(token) } catch { throw .document(error) }
        try append(stamped.update)
    }

    static func identifier() throws(SigningError) -> [UInt8] {
        do throws(CryptoError) { return try Randomness.bytes(16) } catch { throw .crypto(error) }
    }
}
