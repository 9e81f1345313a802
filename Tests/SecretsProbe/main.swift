// Opens a sealed key, signs, closes it, and says at each step how often its secrets stand in this process's memory.
//
// usage: SecretsProbe FOLDER, with the files needles, passphrase, pepper, key.sealed and chain.pem in it.
// A line of needles is NAME and the bytes in hexadecimal, each masked with 0xA5.
//        SecretsProbe FOLDER hardening, crash or crash-unprotected: see HardeningReport.
import Crypto
import Domain
import Glibc

func bytes(_ name: String) -> [UInt8] {
    let descriptor = unsafe open("\(CommandLine.arguments[1])/\(name)", O_RDONLY)
    precondition(descriptor >= 0, "the probe needs \(name)")
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    let count = unsafe read(descriptor, &buffer, buffer.count)
    return Array(buffer.prefix(max(0, count)))
}

func secret(_ name: String) throws -> Secret {
    let descriptor = unsafe open("\(CommandLine.arguments[1])/\(name)", O_RDONLY)
    precondition(descriptor >= 0, "the probe needs \(name)")
    defer { close(descriptor) }
    var buffer = try Secret(zeros: 4_096)
    let count = unsafe buffer.withMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
    return try buffer.slice(from: 0, count: max(0, count))
}

if CommandLine.arguments.count > 2 { try HardeningReport.run(CommandLine.arguments[2]) }

let needles = String(decoding: bytes("needles"), as: UTF8.self).split(separator: "\n").map { line in
    let parts = line.split(separator: " ")
    return MemoryScan.Needle(name: String(parts[0]), masked: Hexadecimal.bytes(String(parts[1])) ?? [])
}
let scan = MemoryScan(needles: needles)

func report(_ moment: String) {
    let counts = scan.count().sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    print("\(moment): \(counts.joined(separator: " "))")
}

func openKey(reportingWhileHeld: Bool) throws -> PrivateKey {
    let sealed = SealedKey(bytes: bytes("key.sealed"))
    let description = try sealed.examine()
    let passphrase = try Passphrase(utf8: secret("passphrase"))
    let peppers = try PepperFile.read(secret("pepper"))
    if reportingWhileHeld { report("passphrase-held") }
    return try sealed.open(
        id: description.id, owner: description.owner, with: passphrase, peppers: peppers, policy: description.parameters
    ).takeKey()
}

func signOnce(reportingWhileHeld: Bool, times: Int) throws {
    let identity = try SigningIdentity(
        key: openKey(reportingWhileHeld: reportingWhileHeld), certificates: Certificate.all(pem: bytes("chain.pem")))
    var signing = try CAdESSigning(
        as: identity, scheme: SignatureScheme(usualFor: identity.key.kind), digest: .sha256,
        now: Instant(secondsSince1970: Int64(time(nil))))
    for number in 0..<times { _ = try signing.sign(Digest(.sha256, of: [UInt8(number)])) }
    if reportingWhileHeld { report("key-open") }
}

func wrongPassphrase() throws {
    let sealed = SealedKey(bytes: bytes("key.sealed"))
    let description = try sealed.examine()
    do throws(CryptoError) {
        _ = try sealed.open(
            id: description.id, owner: description.owner, with: Passphrase(utf8: secretOrStop("wrong")),
            peppers: PepperFile.read(secretOrStop("pepper")), policy: description.parameters)
    } catch {
        precondition(error == .sealedKey(.refused), "a wrong passphrase is refused")
    }
}

func changePassphrase() throws {
    let description = try SealedKey(bytes: bytes("key.sealed")).examine()
    _ = try SealedKey.seal(
        openKey(reportingWhileHeld: false), id: description.id, owner: description.owner,
        under: Passphrase(utf8: secret("wrong")), peppers: PepperFile.read(secret("pepper")),
        parameters: description.parameters)
}

/// Writing a key out is where OpenSSL frees copies it did not clean: the scan comes before anything else reuses them.
func export() throws {
    do {
        let key = try openKey(reportingWhileHeld: false)
        _ = try key.pkcs8()
    }
    report("after-export")
}

func secretOrStop(_ name: String) -> Secret {
    do { return try secret(name) } catch { preconditionFailure("\(error)") }
}

try ProcessHardening.apply()
report("before")
try signOnce(reportingWhileHeld: true, times: 1)
report("after-signature")
try signOnce(reportingWhileHeld: false, times: 50)
report("after-session")
try wrongPassphrase()
report("after-refusal")
try changePassphrase()
report("after-change")
try export()
