import Crypto
import TestSupport

/// Certificates made for one test by the `openssl` command, each with a section of extensions of its own.
struct TrialAuthority {
    private(set) var files: [String: [UInt8]] = [:]

    /// A certificate for a new key; by itself where no issuer is named. `extensions` are lines of openssl's
    /// configuration.
    mutating func issue(
        _ name: String, subject: String? = nil, by issuer: String? = nil, key: String = "ec:P-256",
        _ extensions: String...
    ) throws {
        let parts = key.split(separator: ":").map(String.init)
        let algorithm =
            parts[0] == "ec" ? "-algorithm EC -pkeyopt ec_paramgen_curve:" : "-algorithm RSA -pkeyopt rsa_keygen_bits:"
        let encoding = parts.count > 2 ? " -pkeyopt ec_param_enc:\(parts[2])" : ""
        files[name + ".key"] = try OpenSSLCommand("genpkey -quiet \(algorithm)\(parts[1])\(encoding) -out key").file(
            "key")
        try certify(name, subject: subject, by: issuer, extensions)
    }

    /// A certificate anew for a key that is there.
    mutating func certify(
        _ name: String, subject: String? = nil, by issuer: String? = nil, days: Int = 30, _ extensions: [String]
    ) throws {
        var given = files
        given["extensions"] = Array((["[all]"] + extensions).joined(separator: "\n").utf8)
        given["key"] = files[name + ".key"]
        var words = [
            "req", "-x509", "-new", "-config", "configuration", "-key", "key", "-subj",
            subject ?? "/O=Instansi/CN=\(name)", "-days", "\(days)", "-out", "made",
        ]
        given["configuration"] = Array(
            (["[req]", "distinguished_name = name", "x509_extensions = all", "[name]", "[all]"] + extensions)
                .joined(separator: "\n").utf8)
        if let issuer { words += ["-CA", issuer + ".pem", "-CAkey", issuer + ".key"] }
        files[name + ".pem"] = try OpenSSLCommand(words: words, with: given).file("made")
    }

    func certificate(_ name: String) throws -> Certificate {
        try Certificate.all(pem: files[name + ".pem"] ?? [])[0]
    }

    /// One command beside all these files.
    func run(_ line: String, with more: [String: [UInt8]] = [:]) throws -> OpenSSLCommand {
        try OpenSSLCommand(line, with: files.merging(more) { $1 })
    }
}

/// Lines of openssl's configuration.
enum Extensions {
    static let authority =
        "basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign, cRLSign\nsubjectKeyIdentifier = hash"
    static let person = "basicConstraints = critical, CA:FALSE\nkeyUsage = critical, digitalSignature"
    static let timestamps = person + "\nextendedKeyUsage = critical, timeStamping"
    static let answers = person + "\nextendedKeyUsage = OCSPSigning\nnoCheck = ignored"
}
