import Crypto
import Domain
import Problems

/// A sealed key as a file on this machine.
struct SealedKeyFile {
    let path: String
    let sealed: SealedKey
    let description: SealedKeyDescription

    /// Reads and examines it, so that a wrong file is named before anybody types a passphrase.
    init(_ path: String) throws {
        self.path = path
        sealed = SealedKey(bytes: try InputFile.bytes(path, most: SealedKey.bytesMax))
        description = try sealed.examine()
    }

    /// Opens it for its owner, or the one insisted on, and stores the new seal where the old one was too cheap.
    func open(
        _ arguments: borrowing CommandArguments, with passphrase: borrowing Passphrase, peppers: borrowing Peppers
    ) throws -> PrivateKey {
        let opened = try sealed.open(
            id: description.id, owner: arguments.ownerID() ?? description.owner, with: passphrase, peppers: peppers,
            policy: .standard)
        if let renewed = opened.renewed {
            do {
                try store(renewed)
                Console.note("teken: \(path) was sealed anew, to today's standard")
            } catch {
                // The key is open and as safe as it was: whoever may only read its file can sign all the same.
                Console.note("teken: \(path) stays sealed below today's standard [\(Problem(facing: error).code)]")
            }
        }
        return opened.takeKey()
    }

    /// Replaces the file, whole or not at all; not when somebody else did since it was read, whose change would be undone.
    func store(_ new: SealedKey) throws {
        guard try InputFile.bytes(path, most: SealedKey.bytesMax) == sealed.bytes else {
            throw Problem.changedMeanwhile(path)
        }
        try OutputFile(path: path, isPrivate: true, overwrites: true).write(new.bytes)
    }
}
