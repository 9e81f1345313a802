import Foundation
import TestSupport
import TestTraits
import Testing

/// An installation founded through the program, with a letter beside it.
final class AuthorityDesk: Sendable {
    let desk: Desk

    /// Small keys, so that nobody waits for large ones.
    init() throws {
        desk = try Desk.withLetter()
        try desk.write("kunci akar yang dibawa pergi\n", to: "root-passphrase")
        let run = try desk.shell(
            """
            export TEKEN_ROOT_KEY=p-384 TEKEN_ISSUING_KEY=p-256 TEKEN_TIMESTAMP_KEY=p-256
            $TEKEN init --data data --organisation 'Instansi Percobaan' --name 'Percobaan Teken' --root-key root.key \\
                --root-passphrase-file root-passphrase --record record.txt --clock-unchecked
            printf 'TEKEN_ISSUING_KEY=p-256\\nTEKEN_TIMESTAMP_KEY=p-256\\nTEKEN_SERVER_DOMAINS=contoh.id\\n' >> data/teken.conf
            $TEKEN authority chain --data data --root root.pem
            """)
        guard run.isSuccess else { throw Failure(words: run.errors) }
    }

    struct Failure: Error { let words: String }

    @discardableResult func teken(_ words: [String]) throws -> ProgramRun {
        try desk.teken(words + ["--data", "data"])
    }

    /// Issues to somebody whose key is made here, and gives the serial number.
    func issue(_ name: String = "Budi Percobaan", _ more: [String] = []) throws -> String {
        let run = try teken(
            [
                "certificate", "issue", "--subject", "CN=\(name),C=ID", "--kind", "p-256", "--passphrase-file",
                "passphrase",
            ]
                + more)
        guard run.isSuccess else { throw Failure(words: run.errors) }
        return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func sign(_ serial: String, to name: String, _ more: [String] = []) throws -> ProgramRun {
        try teken(
            ["sign", "letter.pdf", name, "--signer", serial, "--passphrase-file", "passphrase", "--force"] + more)
    }

    func verdict(of name: String) throws -> (exitCode: Int32, text: String) {
        let run = try desk.teken(["verify", "--trust", "Percobaan=root.pem", "--offline", "--json", name])
        return (run.exitCode, run.output)
    }
}

@Suite("An installation, through the program", .serialized, .waiting) struct AuthorityWalkTests {
    private static let founded = Result { try AuthorityDesk() }

    @Test func `issues, signs, revokes; what was signed before stays valid, and afterwards nothing is signed`() throws {
        let walk = try Self.founded.get()
        let serial = try walk.issue()
        let signed = try walk.sign(serial, to: "signed.pdf", ["--level", "B-LTA", "--offline"])
        #expect(signed.isSuccess && signed.errors.contains("level B-LTA"), "\(signed.errors)")
        #expect(try walk.verdict(of: "signed.pdf").exitCode == 0)
        let revoked = try walk.teken(["certificate", "revoke", serial, "--reason", "key-compromise"])
        #expect(revoked.isSuccess && revoked.errors.contains("revoked since"), "\(revoked.errors)")
        #expect(try walk.verdict(of: "signed.pdf").exitCode == 0)
        let again = try walk.sign(serial, to: "later.pdf")
        #expect(again.refuses("certificate_revoked", exit: 3), "\(again.errors)")
        #expect(!walk.desk.has("later.pdf"))
    }

    /// Words about status that last beyond the certificate are what an installation would set for letters that are read far from any
    /// network.
    @Test func `signs what pyHanko accepts without a network when the certificate has ended`() throws {
        let walk = try Self.founded.get()
        let longer = ["env", "TEKEN_LIST_HOURS=240", "TEKEN_ANSWER_HOURS=168"].joined(separator: " ")
        let serial = try walk.issue("Dewi Percobaan", ["--days", "1"])
        let names = ["lt.pdf", "lta.pdf"]
        for (name, level) in zip(names, ["B-LT", "B-LTA"]) {
            let run = try walk.desk.shell(
                """
                \(longer) $TEKEN revocations publish --data data
                \(longer) $TEKEN sign letter.pdf \(name) --data data --signer \(serial) --passphrase-file passphrase --force \
                    --level \(level) --offline
                """)
            #expect(run.isSuccess && run.errors.contains("level \(level)"), "\(run.errors)")
        }
        let later = Date.now.addingTimeInterval(2 * 86_400).ISO8601Format().replacing("Z", with: "+00:00")
        let told = try PythonJudge.run(
            "judge_long_term.py",
            ["--trust", walk.desk.path("root.pem"), "--at", later] + names.map(walk.desk.path))
        #expect(told.output.matches(of: /"indication": "PASSED"/).count == 2, "\(told.output)\(told.errors)")
        for name in names {
            let own = try walk.desk.teken(
                ["verify", "--trust", "Percobaan=root.pem", "--offline", "--at", later, "--json", name])
            #expect(own.isSuccess, "\(own.output)")
        }
    }

    @Test func `writes a signature into the log before the document leaves`() throws {
        let walk = try Self.founded.get()
        let serial = try walk.issue("Siti Percobaan")
        #expect(try walk.sign(serial, to: "logged.pdf").isSuccess)
        let digest = try walk.desk.run("sha256sum", ["logged.pdf"]).output.prefix(64)
        let log = try walk.teken(["audit", "export"])
        let line = log.output.split(separator: "\n").first { $0.contains("document.signed") && $0.contains(serial) }
        #expect(line?.contains(digest) == true, "\(log.output.suffix(600))")
        #expect(try walk.teken(["audit", "verify"]).isSuccess)
    }

    @Test func `stamps at B-T unless less is asked for`() throws {
        let walk = try Self.founded.get()
        let serial = try walk.issue("Tono Percobaan")
        #expect(try walk.sign(serial, to: "stamped.pdf").errors.contains("level B-T"))
        #expect(try walk.sign(serial, to: "plain.pdf", ["--level", "B-B"]).errors.contains("level B-B"))
        let extended = try walk.teken(["extend", "plain.pdf", "extended.pdf", "--force", "--offline"])
        #expect(extended.isSuccess && extended.errors.contains("B-B -> B-LTA"), "\(extended.errors)")
    }

    @Test func `answers openssl about status, stamps its query, and lists the revoked`() throws {
        let walk = try Self.founded.get()
        let serial = try walk.issue("Rina Percobaan", ["--out", "rina.pem"])
        _ = serial
        let run = try walk.desk.shell(
            """
            set -e
            $TEKEN authority chain --data data --force chain.pem
            openssl x509 -in chain.pem -out issuing.pem
            openssl ocsp -issuer issuing.pem -cert rina.pem -reqout question >/dev/null 2>&1
            $TEKEN ocsp --data data --force question answer
            openssl ocsp -issuer issuing.pem -cert rina.pem -no_nonce -respin answer -CAfile root.pem -verify_other issuing.pem
            openssl ts -query -data letter.pdf -sha256 -cert -out query 2>/dev/null
            $TEKEN timestamp --data data --force query reply
            openssl ts -verify -queryfile query -in reply -CAfile root.pem -untrusted issuing.pem 2>&1
            $TEKEN revocations publish --data data
            $TEKEN revocations write --data data --force list.crl
            openssl crl -inform DER -in list.crl -CAfile issuing.pem -noout 2>&1
            openssl verify -crl_check -CRLfile <(openssl crl -inform DER -in list.crl) -CAfile root.pem -untrusted issuing.pem rina.pem
            """)
        #expect(run.isSuccess, "\(run.output) \(run.errors)")
        #expect(run.output.contains("rina.pem: good") && run.output.contains("Verification: OK"))
        #expect(run.output.contains("verify OK") && run.output.contains("rina.pem: OK"))
        #expect(run.errors.contains("Response verify OK"))
    }

    @Test func `issues for a request whose sender has the key, once`() throws {
        let walk = try Self.founded.get()
        let made = try walk.desk.shell(
            "openssl req -new -newkey rsa:2048 -nodes -keyout server.key -subj '/C=ID/CN=www.contoh.id' "
                + "-addext subjectAltName=DNS:www.contoh.id -out server.csr 2>/dev/null")
        #expect(made.isSuccess)
        let words = [
            "certificate", "issue", "--certificate-profile", "server", "--request", "server.csr", "--request-id",
            "0190f0de-0000-4000-8000-00000000000a", "--out", "server.pem", "--force",
        ]
        let first = try walk.teken(words)
        #expect(first.isSuccess, "\(first.errors)")
        let serial = try walk.desk.shell("openssl x509 -in server.pem -noout -serial -ext subjectAltName").output
        #expect(serial.contains("www.contoh.id"))
        #expect(try walk.teken(words).isSuccess)
        #expect(try walk.desk.shell("openssl x509 -in server.pem -noout -serial -ext subjectAltName").output == serial)
    }

    @Test func `renews a person's certificate and its own keys`() throws {
        let walk = try Self.founded.get()
        let owner = "0190f0de-0000-4000-8000-0000000000b1"
        let old = try walk.issue("Wati Percobaan", ["--owner", owner])
        let new = try walk.issue("Wati Percobaan", ["--owner", owner, "--replaces", old])
        #expect(try walk.sign(old, to: "old.pdf").refuses("certificate_replaced", exit: 3))
        #expect(try walk.sign(new, to: "new.pdf").isSuccess)
        #expect(try walk.sign(owner, to: "new.pdf").isSuccess)
        #expect(try walk.teken(["authority", "renew", "status"]).isSuccess)
        #expect(try walk.teken(["authority", "renew", "timestamp"]).isSuccess)
        let issuing = ["--root-key", "root.key", "--root-passphrase-file", "root-passphrase"]
        #expect(try walk.teken(["authority", "renew", "issuing"] + issuing).isSuccess)
        #expect(try walk.teken(["authority", "root-list"] + issuing).isSuccess)
        #expect(try walk.teken(["authority", "show"]).output.contains("issuing (retired)"))
        #expect(try walk.sign(new, to: "new.pdf", ["--level", "B-LT", "--offline"]).isSuccess)
        #expect(try walk.verdict(of: "new.pdf").exitCode == 0)
    }

    @Test func `comes to one certificate for each request, wherever it is killed`() throws {
        let walk = try Self.founded.get()
        let run = try walk.desk.shell(
            """
            issue() {
                $TEKEN certificate issue --data data --public-key kill$1.pub --subject CN=Uji,C=ID --request-id \\
                    0190f0de-0000-4000-8000-0000000001$1 --out kill$1.pem --force
            }
            for n in {10..39}; do
                openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 2>/dev/null | openssl pkey -pubout -out kill$n.pub
                issue $n >/dev/null 2>&1 & victim=$!
                sleep 0.0$((RANDOM % 90 + 10)); kill -9 $victim 2>/dev/null; wait $victim 2>/dev/null
                [ -s kill$n.pem ] && { cp kill$n.pem early$n.pem; echo early; }
            done
            for n in {10..39}; do
                issue $n >/dev/null 2>&1 || echo "not issued: $n"
                if [ -f early$n.pem ]; then cmp early$n.pem kill$n.pem || echo "issued twice: $n"; fi
            done
            sqlite3 data/teken.db "SELECT 'rows ' || count(*) || ' ' || sum(state = 'intended') FROM certificate WHERE hex(request) LIKE '0190F0DE0000400080000000000001%'"
            """)
        #expect(
            run.output.contains("rows 30 0") && !run.output.contains("twice") && !run.output.contains("not issued"),
            "\(run.output)\(run.errors)")
        #expect(try walk.teken(["audit", "verify"]).isSuccess)
    }

    @Test func `seals the log's head, which then bears witness`() throws {
        let walk = try Self.founded.get()
        let sealed = try walk.teken(["audit", "seal"])
        #expect(sealed.isSuccess && sealed.output.contains("\ntimestamp "), "\(sealed.errors)")
        try walk.desk.write(sealed.output, to: "heads")
        let verified = try walk.teken(["audit", "verify", "--witness", "heads"])
        #expect(verified.isSuccess && !verified.output.contains("0 heads"), "\(verified.output)\(verified.errors)")
        #expect(verified.output.contains("signed by a key that was not named to us"))
        let keys = try walk.desk.shell(
            """
            sed -n 's/^key //p' heads | python3 -c 'import sys; sys.stdout.buffer.write(bytes.fromhex(sys.stdin.readline()))' |
                openssl pkey -pubin -inform DER -out audit-key.pem
            openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 | openssl pkey -pubout -out stranger.pem
            """)
        #expect(keys.isSuccess, "\(keys.errors)")
        let named = try walk.teken(["audit", "verify", "--witness", "heads", "--head-key", "audit-key.pem"])
        #expect(named.isSuccess && !named.output.contains("not named"), "\(named.output)\(named.errors)")
        let other = try walk.teken(["audit", "verify", "--witness", "heads", "--head-key", "stranger.pem"])
        #expect(other.exitCode == 10 && other.output.contains("not signed by a key that may"), "\(other.output)")
    }

    @Test func `leaves a root's file and a record that openssl reads`() throws {
        let walk = try Self.founded.get()
        let read = try walk.desk.shell(
            "openssl pkey -in root.key -passin file:root-passphrase -noout -text | head -n 1; "
                + "sed -n '/SIGNATURE/,$p' record.txt | head -n 1")
        #expect(read.output.contains("384 bit") && read.output.contains("BEGIN TEKEN CEREMONY SIGNATURE"))
        #expect(try walk.desk.mode("root.key") == 0o600 && walk.desk.mode("data/pepper") == 0o600)
    }

    private static let subject = ["certificate", "issue", "--public-key", "new.pub", "--subject"]

    @Test(
        arguments: [
            (subject + ["CN=Budi,C=MY"], "subject_not_certified"),
            (subject + ["O=Dinas,C=ID"], "subject_not_certified"),
            (subject + ["CN=Budi 9999990101900001,C=ID"], "subject_not_certified"),
            (subject + ["CN=Root CA Percobaan Teken,C=ID"], "subject_not_certified"),
            (subject + ["CN=Budi,C=ID", "--days", "731"], "lifetime_too_long"),
            (subject + ["CN=Budi,C=ID", "--certificate-profile", "timestamp"], "profile_not_for_others"),
            (
                subject + ["CN=x,C=ID", "--certificate-profile", "server", "--host", "www.example.org"],
                "names_not_certified"
            ),
            (subject + ["CN=Budi,C=ID", "--replaces", "00ff"], "certificate_unknown"),
            (["certificate", "revoke", "00ff", "--reason", "superseded"], "certificate_unknown"),
            (["certificate", "revoke", "xyz", "--reason", "superseded"], "not_a_serial"),
            (["revocations", "write", "x.crl", "--part", "99"], "list_unknown"),
        ] as [([String], String)])
    func `refuses by name`(words: [String], code: String) throws {
        let walk = try Self.founded.get()
        try walk.desk.shell(
            "[ -f new.pub ] || openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 | openssl pkey -pubout -out new.pub"
        )
        let run = try walk.teken(words)
        #expect(run.refuses(code, exit: 3), "\(run.errors)")
    }

    @Test func `refuses weak keys, keys that are used, and holds what is on hold`() throws {
        let walk = try Self.founded.get()
        let weak = try walk.desk.shell(
            "openssl genrsa -traditional 1024 2>/dev/null | openssl rsa -pubout -out weak.pub 2>/dev/null; "
                + "$TEKEN certificate issue --data data --public-key weak.pub --subject CN=Budi,C=ID")
        #expect(weak.refuses("key_not_certified", exit: 3), "\(weak.errors)")
        let serial = try walk.issue("Joko Percobaan", ["--out", "joko.pem"])
        _ = serial
        let reused = try walk.desk.shell(
            "openssl x509 -in joko.pem -noout -pubkey > joko.pub; "
                + "$TEKEN certificate issue --data data --public-key joko.pub --subject CN=Joko,C=ID")
        #expect(reused.refuses("key_reused", exit: 3), "\(reused.errors)")
        let held = try walk.issue("Dewi Percobaan")
        #expect(try walk.teken(["certificate", "hold", held]).isSuccess)
        #expect(try walk.sign(held, to: "held.pdf").refuses("certificate_on_hold", exit: 3))
        #expect(try walk.teken(["certificate", "release", held]).isSuccess)
        #expect(try walk.sign(held, to: "held.pdf").isSuccess)
        #expect(try walk.teken(["certificate", "release", held]).refuses("certificate_not_on_hold", exit: 3))
    }

    @Test func `founds once, and says what is missing`() throws {
        let walk = try Self.founded.get()
        let again = try walk.desk.shell(
            "$TEKEN init --data data --organisation Lain --root-key other.key --root-passphrase-file root-passphrase")
        #expect(again.exitCode != 0 && !walk.desk.has("other.key"), "\(again.errors)")
        let desk = try Desk()
        #expect(try desk.teken(["authority", "show", "--data", "none"]).exitCode != 0)
        try FileManager.default.createDirectory(atPath: desk.path("empty"), withIntermediateDirectories: true)
        #expect(try desk.teken(["authority", "show", "--data", "empty"]).exitCode != 0)
    }

    @Test func `has nobody at first, and says so`() throws {
        let walk = try Self.founded.get()
        let people = try walk.teken(["admin", "person", "list"])
        #expect(people.isSuccess && people.output.isEmpty && people.errors == "teken: nobody is registered yet\n")
        #expect(try walk.teken(["admin", "seal", "list", "--json"]).output == "[]\n")
        let nobody = try walk.teken(["admin", "person", "show", "--nik", "9999990101900001"])
        #expect(nobody.refuses("unknown_person", exit: 3), "\(nobody.errors)")
        #expect(try walk.teken(["admin", "seal", "show", "segel"]).refuses("unknown_seal", exit: 3))
    }

    @Test func `lets operators open the issuing key together, and nobody alone`() throws {
        let desk = try Desk()
        try desk.write("kunci akar yang dibawa pergi\n", to: "root-passphrase")
        let founded = try desk.shell(
            """
            mkdir shares; export TEKEN_ROOT_KEY=p-384 TEKEN_ISSUING_KEY=p-256 TEKEN_TIMESTAMP_KEY=p-256
            $TEKEN init --data data --organisation 'Instansi Percobaan' --root-key root.key --root-passphrase-file root-passphrase \\
                --record record.txt --clock-unchecked --shares 2/3 --shares-into shares
            """)
        #expect(founded.isSuccess, "\(founded.errors)")
        let issue = [
            "certificate", "issue", "--data", "data", "--subject", "CN=Budi,C=ID", "--kind", "p-256",
            "--passphrase-file", "passphrase",
        ]
        func shares(_ numbers: Int...) -> [String] { numbers.flatMap { ["--share-file", "shares/share-\($0)-of-3"] } }
        #expect(try desk.teken(issue).refuses("authority_key_closed", exit: 4))
        #expect(try desk.teken(issue + shares(1)).exitCode != 0)
        #expect(try desk.teken(issue + shares(2, 2)).exitCode != 0)
        let together = try desk.teken(issue + shares(1, 3))
        #expect(together.isSuccess, "\(together.errors)")
        // What must work when nobody is there does: answers and timestamps.
        let stamped = try desk.shell(
            "openssl ts -query -data passphrase -sha256 -out query 2>/dev/null && $TEKEN timestamp --data data query reply "
                + "&& openssl ts -reply -in reply -text | head -n 2")
        #expect(stamped.output.contains("Granted"), "\(stamped.output) \(stamped.errors)")
    }
}
