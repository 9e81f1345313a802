import Crypto
import Foundation
import TestSupport

/// One person's folder, with an installation's pepper and the person's passphrase in it, and the built program at work there.
final class Desk: Sendable {
    static let passphrase = "kuda lumping 17"
    /// What every command that opens `key.sealed` is told.
    static let opening = ["--key", "key.sealed", "--pepper", "pepper", "--passphrase-file", "passphrase"]

    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try write(Self.passphrase + "\n", to: "passphrase")
        try writePepper("pepper")
    }

    func path(_ name: String) -> String { folder.path(name) }

    @discardableResult func teken(_ words: [String], input: String = "") throws -> ProgramRun {
        try ProgramRun.of(BuiltProduct.path("teken"), words, input: Array(input.utf8), in: folder.path(""))
    }

    @discardableResult func run(_ program: String, _ words: [String]) throws -> ProgramRun {
        try ProgramRun.of(program, words, in: folder.path(""), environment: ["TEKEN": BuiltProduct.path("teken")])
    }

    /// A few lines of shell in the folder, with the program as `$TEKEN`.
    @discardableResult func shell(_ script: String) throws -> ProgramRun {
        try run("bash", ["-c", script])
    }

    /// A file that only its owner can read.
    func write(_ text: String, to name: String) throws {
        try folder.write(Array(text.utf8), to: name)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path(name))
    }

    func writePepper(_ name: String) throws {
        let text = try PepperFile.text(Peppers(current: .random()))
        try write(String(decoding: unsafe text.withBytes { unsafe Array($0) }, as: UTF8.self), to: name)
    }

    /// A fixture's key sealed under the pepper as `NAME.sealed`, with its chain beside it as `NAME.pem`.
    func seal(
        _ signer: String, as name: String = "key", under passphrase: String = Desk.passphrase,
        pepper: String = "pepper",
        parameters: KDFParameters = .standard
    ) throws {
        var text = try folder.read(pepper)
        let sealed = try SealedKey.seal(
            Fixture.privateKey(signer), id: .fixture(1), owner: .fixture(2), under: .of(passphrase),
            peppers: PepperFile.read(Secret(wiping: &text)), parameters: parameters)
        try folder.write(sealed.bytes, to: "\(name).sealed")
        let certificates = ["pki/chain-\(signer).pem", "pki/\(signer).pem"].map(Fixture.path)
        guard let file = certificates.first(where: FileManager.default.fileExists) else { return }
        try FileManager.default.copyItem(atPath: file, toPath: path("\(name).pem"))
    }

    func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int
    }

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}

extension ProgramRun {
    /// Whether the program refused by this code and exit code, and gave no result.
    func refuses(_ code: String, exit: Int32) -> Bool {
        exitCode == exit && errors.hasSuffix("[\(code)]\n") && output.isEmpty
    }
}
