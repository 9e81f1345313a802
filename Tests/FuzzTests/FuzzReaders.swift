// Everybody who parses what strangers send. This part of the tests is built twice: as a test of its own, with inputs from a few
// distortions of sound ones, and by `tools/fuzz` under libFuzzer, which invents inputs for hours.
@testable import Appearance
@testable import Crypto
import Domain
import Foundation

private let peppers = try! Peppers(current: .random())
private let password = try! secret(Array("Contoh#2026".utf8))  // of fixtures/pkcs12

let readerCount: UInt8 = 29

/// The first byte chooses who reads the rest. Whatever it is, the answer is a value or a typed error.
func readInput(_ input: [UInt8]) {
    guard let reader = input.first else { return }
    let bytes = Array(input.dropFirst())
    do throws(CryptoError) {
        switch reader % readerCount {
        case 0: _ = try SealedKey(bytes: bytes).examine()
        case 1: _ = try SealedKey(bytes: closed(bytes, SealedKeyHeader.envelope)).examine(under: peppers)
        case 2: _ = try SealedKey(bytes: closed(bytes, SealedKeyHeader.envelope)).rotated(to: peppers)
        case 3: _ = try PepperFile.read(secret(bytes))
        case 4: _ = try Passphrase(utf8: secret(bytes))
        case 5: _ = try Certificate(der: bytes).publicKey()
        case 6: _ = try Certificate.all(pem: bytes)
        case 7: _ = try PKCS12(bytes, password: password)
        case 8: _ = SignedDataOutline(of: bytes)?.attributesContain([1, 2, 3])
        case 9: try stampAndKey(bytes)
        case 10: composeAppearance(bytes, isPicture: true)
        case 11: composeAppearance(bytes, isPicture: false)
        case 12: readAndPrepare(bytes)
        case 13: readAndPrepare(InventedPDF.bytes(from: bytes))
        case 14: undoFilters(bytes)
        case 15: readMessage(bytes)
        case 16: findTag(bytes)
        case 17: readSignedData(bytes)
        case 18: readRevocation(bytes)
        case 19: readTimestamp(bytes)
        case 20: JudgingFuzzing.judge(bytes, smallLimits)
        case 21: try issue(bytes)
        case 22: answer(bytes)
        case 23: stamp(bytes)
        case 24: readForm(bytes)
        case 25: readQuery(bytes)
        case 26: readHead(bytes)
        case 27: readJSON(bytes)
        default: readAndPrepare(Array("%PDF-1.7\n1 0 obj".utf8) + bytes)
        }
    } catch {}
}

private let composer = try! AppearanceComposer(
    regular: Array(Data(contentsOf: URL(filePath: "/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf"))),
    bold: Array(Data(contentsOf: URL(filePath: "/usr/share/fonts/truetype/liberation2/LiberationSans-Bold.ttf"))))

private func composeAppearance(_ bytes: [UInt8], isPicture: Bool) {
    let text = isPicture ? "" : String(decoding: bytes, as: UTF8.self)
    let specification = AppearanceSpecification(
        width: 300, height: 300, picture: isPicture ? .image(bytes) : .qr(text),
        lines: [AppearanceLine(text), AppearanceLine(text, style: .bold)])
    do throws(AppearanceError) { _ = try composer.compose(specification) } catch {}
}

/// Damage is told from a newer version by a checksum, which would stop every invented input at the door.
func closed(_ bytes: [UInt8], _ envelope: KeyEnvelope) throws(CryptoError) -> [UInt8] {
    try envelope.closed(envelope.mark + [envelope.version] + bytes)
}

func secret(_ bytes: [UInt8]) throws(CryptoError) -> Secret {
    var bytes = bytes
    return try Secret(wiping: &bytes)
}

private func stampAndKey(_ bytes: [UInt8]) throws(CryptoError) {
    let request = try TimestampRequest(over: Digest(.sha256, of: []), policy: nil)
    do throws(CryptoError) {
        _ = try request.accept(
            bytes, requirements: TimestampRequirements(anchors: []), now: Instant(secondsSince1970: 1_780_315_200))
    } catch {}
    _ = try PrivateKey(pkcs8: secret(bytes))
}
