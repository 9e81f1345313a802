package import Crypto
import FoundationEssentials

/// Certificates made for one test by the `openssl` command, each with a section of extensions of its own.
package struct TrialAuthority {
    package private(set) var files: [String: [UInt8]] = [:]

    package init() {}

    /// A certificate for a new key; by itself where no issuer is named. `extensions` are lines of openssl's
    /// configuration.
    package mutating func issue(
        _ name: String, subject: String? = nil, by issuer: String? = nil, key: String = "ec:P-256", days: Int = 30,
        _ extensions: String...
    ) throws {
        let parts = key.split(separator: ":").map(String.init)
        let algorithm =
            parts[0] == "ec" ? "-algorithm EC -pkeyopt ec_paramgen_curve:" : "-algorithm RSA -pkeyopt rsa_keygen_bits:"
        let encoding = parts.count > 2 ? " -pkeyopt ec_param_enc:\(parts[2])" : ""
        files[name + ".key"] = try OpenSSLCommand("genpkey -quiet \(algorithm)\(parts[1])\(encoding) -out key").file(
            "key")
        try certify(name, subject: subject, by: issuer, days: days, extensions)
    }

    /// A certificate anew for a key that is there.
    package mutating func certify(
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

    /// Takes somebody whom another authority certified for one of its own.
    package mutating func adopt(_ name: String, of other: TrialAuthority) {
        for file in [name + ".pem", name + ".key"] { files[file] = other.files[file] }
    }

    package func certificate(_ name: String) throws -> Certificate {
        try Certificate.all(pem: files[name + ".pem"] ?? [])[0]
    }

    /// A key with its certificate and those of these issuers.
    package func identity(_ name: String, with issuers: [String] = []) throws -> SigningIdentity {
        let key = try OpenSSLCommand(
            "pkcs8 -topk8 -nocrypt -in key -outform DER -out der", with: ["key": files[name + ".key"] ?? []])
        return try SigningIdentity(
            key: PrivateKey(pkcs8: .of(key.file("der"))), certificates: ([name] + issuers).map(certificate))
    }

    /// A list by this authority, DER, that has nothing on it or these certificates, and so many that nobody knows.
    ///
    /// `from` and `until` are as openssl has times, such as `20260101000000Z`.
    package func list(
        by name: String, revoking revoked: [String] = [], strangers: Int = 0, days: Int = 3, from: String? = nil,
        until: String? = nil
    ) throws -> [UInt8] {
        var rows = try revoked.map { other in
            let serial = try Hexadecimal.text(certificate(other).facts().serial).uppercased()
            return "R\t490101000000Z\t260102030405Z\t\(serial)\tunknown\t/CN=\(other)\n"
        }
        for number in 0..<strangers {
            let digits = String(number, radix: 16, uppercase: true)
            let serial = "7" + String(repeating: "0", count: 31 - digits.count) + digits
            rows.append("R\t490101000000Z\t260102030405Z\t\(serial)\tunknown\t/CN=asing\n")
        }
        let configuration = """
            [ca]
            default_ca = trial
            [trial]
            database = index
            default_md = sha256
            crlnumber = number
            default_crl_days = \(days)
            crl_extensions = extensions
            [extensions]
            authorityKeyIdentifier = keyid
            """
        let made = try run(
            "ca -gencrl -config configuration -cert \(name).pem -keyfile \(name).key -out list"
                + (from.map { " -crl_lastupdate \($0)" } ?? "") + (until.map { " -crl_nextupdate \($0)" } ?? ""),
            with: [
                "configuration": Array(configuration.utf8), "index": Array(rows.joined().utf8),
                "number": Array("01\n".utf8),
            ])
        return try OpenSSLCommand("crl -in list -outform DER -out der", with: ["list": made.file("list")]).file("der")
    }

    /// One command beside all these files.
    package func run(_ line: String, with more: [String: [UInt8]] = [:]) throws -> OpenSSLCommand {
        try OpenSSLCommand(line, with: files.merging(more) { $1 })
    }
}

/// Lines of openssl's configuration.
package enum Extensions {
    package static let authority =
        "basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign, cRLSign\nsubjectKeyIdentifier = hash"
    package static let person = "basicConstraints = critical, CA:FALSE\nkeyUsage = critical, digitalSignature"
    /// Some readers insist on the second use.
    package static let signer = person + ", nonRepudiation"
    package static let timestamps = person + "\nextendedKeyUsage = critical, timeStamping"
    package static let answers = person + "\nextendedKeyUsage = OCSPSigning\nnoCheck = ignored"
}
