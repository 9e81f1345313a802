import Crypto
import FoundationEssentials
import HTTP
import HTTPServer
import Problems

/// What an installation's settings say about where it serves. One that cannot be honoured is refused by its name.
struct ServerConfiguration {
    private static let pemBytesMax = 1 << 20

    private let told: Settings

    init(_ settings: Settings) {
        told = settings
    }

    func listeners() throws -> [Listener] {
        let identity = try identity()
        return try addresses().map { address in
            switch address {
            case .tcp: Listener(address, tls: identity)
            case .unix: Listener(address)  // nobody is between its two ends
            }
        }
    }

    /// Who the server is over TLS; nil where it speaks plainly. Read again for each reload.
    func identity() throws -> TLSIdentity? {
        guard let certificate = told[.tlsCertificate] else {
            if told[.tlsKey] != nil { throw Problem.settingMissing(Settings.Name.tlsCertificate.rawValue) }
            return nil
        }
        guard let key = told[.tlsKey] else { throw Problem.settingMissing(Settings.Name.tlsKey.rawValue) }
        let secret = try InputFile.secret(key, most: Self.pemBytesMax, isPrivate: true)
        return TLSIdentity(
            certificates: try InputFile.bytes(certificate, most: Self.pemBytesMax),
            key: unsafe secret.withBytes { unsafe WipedBytes(copying: $0) },
            clientAuthorities: try told[.tlsClients].map { try InputFile.bytes($0, most: Self.pemBytesMax) })
    }

    func proxies() throws(Problem) -> TrustedProxies { TrustedProxies(try blocks(.proxies, usually: "")) }

    /// Who may fetch the metrics: this machine, if nobody said otherwise.
    func observers() throws(Problem) -> [AddressBlock] { try blocks(.observers, usually: "127.0.0.0/8,::1,unix") }

    private func blocks(_ name: Settings.Name, usually: String) throws(Problem) -> [AddressBlock] {
        var blocks: [AddressBlock] = []
        for word in (told[name] ?? usually).split(separator: ",") {
            guard let block = AddressBlock(word.filter { $0 != " " }) else { throw .notAnAddressBlock(name.rawValue) }
            blocks.append(block)
        }
        return blocks
    }

    private func addresses() throws(Problem) -> [Listener.Address] {
        var addresses: [Listener.Address] = []
        for word in (told[.listen] ?? "127.0.0.1:8080").split(separator: ",") {
            guard let address = Self.address(word.filter { $0 != " " }) else {
                throw .notAListener(Settings.Name.listen.rawValue)
            }
            addresses.append(address)
        }
        guard !addresses.isEmpty else { throw .notAListener(Settings.Name.listen.rawValue) }
        // Everybody knows the passphrase of everybody in it.
        guard try !told.isTrial() || addresses.allSatisfy(\.isOfThisMachine) else { throw .trialBeyondLoopback }
        return addresses
    }

    /// `127.0.0.1:8080`, `[::1]:8080`, or `unix:/run/teken.sock`, which its owner's group may use.
    static func address(_ text: String) -> Listener.Address? {
        if text.hasPrefix("unix:/") { return .unix(path: String(text.dropFirst(5)), mode: 0o660) }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        let host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { return .tcp(String(host.dropFirst().dropLast()), port: port) }
        return host.isEmpty || host.contains(":") ? nil : .tcp(String(host), port: port)
    }
}

extension Listener.Address {
    fileprivate var isOfThisMachine: Bool {
        switch self {
        case .unix: true
        case .tcp(let host, _): host == "127.0.0.1" || host == "::1"
        }
    }
}
