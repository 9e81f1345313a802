import Foundation
import TestSupport
import TestTraits
import Testing

/// A trial made through the program, which tests may read and not change.
private final class TrialDesk: Sendable {
    let desk: Desk
    let run: ProgramRun

    init() throws {
        desk = try Desk()
        run = try desk.teken(["trial", "--data", "trial"])
    }

    /// A copy that a test may change.
    func copy() throws -> Desk {
        let copy = try Desk()
        try FileManager.default.copyItem(atPath: desk.path("trial"), toPath: copy.path("trial"))
        try copy.write("Contoh#2026\n", to: "passphrase")
        try copy.write("awan jingga di utara\n", to: "new-passphrase")
        return copy
    }
}

@Suite("A trial, through the program", .serialized, .waiting) struct TrialTests {
    private static let made = Result { try TrialDesk() }

    private static let people: [(nik: String, code: String?)] = [
        ("01", nil), ("02", "no_certificate"), ("03", "not_activated"), ("04", "waiting_verification"),
        ("05", "expired"), ("06", "on_renew"), ("07", "suspended"), ("08", "revoked"), ("09", "update_pending"),
        ("10", "role_request_pending"), ("11", "method_not_esign"), ("12", nil), ("13", nil), ("14", "no_certificate"),
        ("15", "no_certificate"),
    ]

    @Test func `has somebody in every state, and says who`() throws {
        let trial = try Self.made.get()
        #expect(trial.run.isSuccess, "\(trial.run.errors)")
        for person in Self.people {
            let nik = "99999901019000\(person.nik)"
            #expect(trial.run.output.contains(nik))
            try trial.desk.write(nik + "\n", to: "nik")
            let run = try trial.desk.teken(
                ["admin", "person", "verdict", "--data", "trial", "--nik-file", "nik", "--json"])
            let code = person.code.map { "\"\($0)\"" } ?? "null"
            #expect(run.isSuccess && run.output.contains("\"code\":\(code),"), "\(nik): \(run.output)\(run.errors)")
        }
        #expect(try trial.desk.mode("trial/teken.db") == 0o600)
        #expect(
            try String(contentsOfFile: trial.desk.path("trial/teken.conf"), encoding: .utf8)
                .hasPrefix("TEKEN_TRIAL=yes\n"))
    }

    @Test func `stays as it is where there is one, and takes no other's place`() throws {
        let trial = try Self.made.get()
        let before = try Data(contentsOf: URL(fileURLWithPath: trial.desk.path("trial/pepper")))
        let again = try trial.desk.teken(["trial", "--data", "trial"])
        #expect(again.isSuccess && again.errors.contains("is there already") && again.output == trial.run.output)
        #expect(try Data(contentsOf: URL(fileURLWithPath: trial.desk.path("trial/pepper"))) == before)
        let desk = try Desk()
        try FileManager.default.createDirectory(atPath: desk.path("full"), withIntermediateDirectories: true)
        try desk.write("", to: "full/something")
        #expect(try desk.teken(["trial", "--data", "full"]).refuses("not_a_trial", exit: 6))
        try desk.write("TEKEN_COUNTRY=ID\n", to: "full/teken.conf")
        #expect(try desk.teken(["trial", "--data", "full"]).refuses("not_a_trial", exit: 6))
        try desk.write("TEKEN_TRIAL=perhaps\n", to: "full/teken.conf")
        #expect(try desk.teken(["trial", "--data", "full"]).refuses("unknown_choice", exit: 2))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: desk.path("")).filter { $0.hasPrefix("full") }.count
                == 1)
    }

    @Test func `lets somebody be registered, enrolled, revoked, enrolled again and erased`() throws {
        let desk = try Self.made.get().copy()
        try desk.write("9999990101900050\n", to: "nik")
        let run = try desk.shell(
            """
            set -eu
            admin() { "$TEKEN" admin "$@" --data trial; }
            admin person add --institution 'Kota Contoh' --name 'Lestari Percobaan' --email lestari@contoh.example --nik-file nik
            admin person admit --nik-file nik
            admin person enrol --nik-file nik --passphrase-file new-passphrase
            admin person show --nik-file nik
            admin person suspend --nik-file nik
            admin person release --nik-file nik
            admin person renew --nik-file nik --approve --passphrase-file new-passphrase
            admin person reset --nik-file nik --passphrase-file new-passphrase
            admin person unblock --nik-file nik
            admin person revoke --nik-file nik --reason key-compromise
            admin person enrol --email lestari@contoh.example --passphrase-file new-passphrase
            admin person erase --nik-file nik
            admin person show --nik-file nik 2>&1 || echo "exit $?"
            "$TEKEN" audit verify --data trial
            """)
        #expect(run.isSuccess, "\(run.output)\(run.errors)")
        #expect(run.output.contains("Lestari Percobaan, NIK 999999******0050"))
        #expect(run.output.contains("can sign"))
        #expect(run.output.contains("[unknown_person]\nexit 3"))
        #expect(run.output.contains(": whole") || run.output.contains(", whole"))
        for name in try FileManager.default.contentsOfDirectory(atPath: desk.path("trial")) {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: desk.path("trial/\(name)")))
            #expect(
                bytes.range(of: Data("Lestari".utf8)) == nil && bytes.range(of: Data("9999990101900050".utf8)) == nil)
        }
    }

    @Test func `refuses by name what cannot be done with people`() throws {
        let desk = try Self.made.get().copy()
        func admin(_ words: [String]) throws -> ProgramRun {
            try desk.teken(["admin", "person"] + words + ["--data", "trial"])
        }
        let siti = ["--nik", "9999990101900001"]
        #expect(try admin(["show"]).refuses("argument_missing", exit: 2))
        #expect(try admin(["show", "--nik", "99x"]).refuses("nik_unusable", exit: 3))
        #expect(try admin(["show", "--email", "contoh"]).refuses("email_unusable", exit: 3))
        #expect(
            try admin(["show", "--email", "siti.contoh@contoh.example"] + siti).refuses("options_conflict", exit: 2))
        #expect(try admin(["verdict", "--nik", "9999990101900099"]).refuses("unknown_person", exit: 3))
        #expect(try admin(["release"] + siti).refuses("not_in_this_state", exit: 3))
        #expect(
            try admin(["enrol", "--passphrase-file", "new-passphrase"] + siti).refuses("not_in_this_state", exit: 3))
        #expect(try admin(["revoke", "--reason", "whim"] + siti).refuses("unknown_choice", exit: 2))
        let budi = ["--nik", "9999990101900002"]
        try desk.write("rahasia123\n", to: "weak")
        #expect(try admin(["enrol", "--passphrase-file", "weak"] + budi).refuses("passphrase_easily_guessed", exit: 3))
        #expect(
            try admin(["enrol", "--passphrase-file", "passphrase"] + budi)
                .refuses("passphrase_holds_own_data", exit: 3))
        let add = ["add", "--name", "Lestari Percobaan", "--email", "lestari@contoh.example"]
        #expect(try admin(add + ["--institution", "Kota Contoh"] + siti).refuses("nik_taken", exit: 3))
        #expect(try admin(add + ["--institution", "Desa"] + siti).refuses("unknown_institution", exit: 3))
        #expect(try admin(add + ["--institution", "Kota Contoh", "--nik", "123"]).refuses("nik_unusable", exit: 3))
        #expect(try admin(add + ["--institution", "Kota Contoh"]).refuses("argument_missing", exit: 2))
    }

    @Test func `lets institutions be entered, and have their rules`() throws {
        let desk = try Self.made.get().copy()
        let run = try desk.shell(
            """
            set -eu
            admin() { "$TEKEN" admin institution "$@" --data trial; }
            admin add 'Desa Contoh' --set demands-phone=no --set signs-while-renewing=yes
            admin rules 'Desa Contoh' --set verifies-automatically=no --json
            admin rules 'Desa Contoh'
            admin list
            admin add 'Desa Contoh' 2>&1 || echo "exit $?"
            admin rules 'Desa Contoh' --set demands-phones=no 2>&1 || echo "exit $?"
            admin rules 'Desa' 2>&1 || echo "exit $?"
            """)
        #expect(run.isSuccess, "\(run.output)\(run.errors)")
        #expect(run.output.contains(#""verifies-automatically":false"#))
        #expect(run.output.contains("Desa Contoh: renewal-needs-approval, signs-while-renewing\n"))
        for code in ["[institution_name_taken]\nexit 3", "[unknown_choice]\nexit 2", "[unknown_institution]\nexit 3"] {
            #expect(run.output.contains(code))
        }
    }

    @Test func `lets programs be entered, and their secrets be shown once`() throws {
        let desk = try Self.made.get().copy()
        try desk.write("rahasia yang sudah ada di tempat lain\n", to: "known")
        let run = try desk.shell(
            """
            set -eu
            admin() { "$TEKEN" admin client "$@" --data trial; }
            admin add surat --institution 'Kota Contoh' --scope sign --scope status --address 192.0.2.0/24 > shown 2>/dev/null
            admin secret surat --secret-out kept
            admin secret surat --secret-file known
            admin scopes surat --scope verify
            admin addresses surat --address 198.51.100.7 --address 2001:db8::/32
            admin disable surat
            admin list
            admin enable surat
            admin list --json
            for words in "add surat --all-institutions" "add x" "add x --all-institutions --scope fly" \
                "add x --all-institutions --address nowhere" "scopes none --scope sign" "scopes surat" \
                "add x --all-institutions --secret-file weak"; do
                echo pendek > weak; admin $words 2>&1 || echo "exit $?"
            done
            """)
        #expect(run.isSuccess, "\(run.output)\(run.errors)")
        let shown = try String(contentsOfFile: desk.path("shown"), encoding: .utf8)
        let kept = try String(contentsOfFile: desk.path("kept"), encoding: .utf8)
        #expect(shown.wholeMatch(of: /[0-9a-f]{64}\n/) != nil && kept.wholeMatch(of: /[0-9a-f]{64}/) != nil)
        #expect(try desk.mode("kept") == 0o600 && shown.prefix(64) != kept)
        #expect(run.output.contains("surat: disabled, Kota Contoh, may verify, from 198.51.100.7 2001:db8::/32\n"))
        #expect(run.output.contains(#""name":"surat","state":"enabled""#))
        for code in [
            "client_name_taken]\nexit 3", "argument_missing]\nexit 2", "unknown_choice]\nexit 2",
            "not_an_address_block]\nexit 2", "unknown_client]\nexit 3", "client_secret_too_short]\nexit 3",
        ] { #expect(run.output.contains(code), "\(code)") }
    }

    @Test func `refuses by name what cannot be told to programs`() throws {
        let desk = try Self.made.get().copy()
        let cases: [(words: String, code: String, exit: Int32)] = [
            ("client webhook demo --url ftp://x", "webhook_unusable", 2),
            ("client webhook demo --url http://a:b@contoh.id/", "webhook_unusable", 2),
            ("client webhook demo --url http://contoh.id --none", "options_conflict", 2),
            ("client webhook demo", "argument_missing", 2),
            ("client webhook demo-admin --none", "no_webhook", 3),
            ("client webhook tiada --url http://contoh.id", "unknown_client", 3),
            ("outbox retry x", "unknown_message", 3), ("outbox list --state lain", "unknown_choice", 2),
        ]
        for (words, code, exit) in cases {
            let run = try desk.teken(["admin"] + words.split(separator: " ").map(String.init) + ["--data", "trial"])
            #expect(run.refuses(code, exit: exit), "\(words): \(run.errors)")
        }
    }

    @Test func `shows who is responsible for its seal, and what it is activated for`() throws {
        let trial = try Self.made.get()
        let code = try String(contentsOfFile: trial.desk.path("trial/seal.activation"), encoding: .utf8)
        #expect(code.wholeMatch(of: /([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}/) != nil)
        #expect(trial.run.output.contains("seal: segel-contoh") && trial.run.output.contains(code))
        #expect(try trial.desk.mode("trial/seal.activation") == 0o600)
        let list = try trial.desk.teken(["admin", "seal", "list", "--data", "trial"]).output
        #expect(list.contains("segel-contoh: Segel Elektronik Kota Contoh, Kota Contoh; ACTIVE until"))
        #expect(list.contains("owner Endang Contoh, endang.contoh@contoh.example"))
        let shown = try trial.desk.teken(["admin", "seal", "show", "segel-contoh", "--data", "trial"]).output
        #expect(shown.contains("can seal / dapat menyegel") && shown.contains("activated for demo: 0 of 100000 used"))
        let json = try trial.desk.teken(["admin", "seal", "show", "segel-contoh", "--data", "trial", "--json"]).output
        #expect(
            json.contains(#""status":"ACTIVE","canSeal":true"#) && json.contains(#""client":"demo","count":100000"#))
        let elsewhere = ["admin", "seal", "list", "--data", "trial", "--institution", "Dinas Kesehatan Contoh"]
        #expect(try trial.desk.teken(elsewhere).output.isEmpty)
    }

    @Test func `lets a seal be entered, enrolled, activated, suspended, handed over and revoked`() throws {
        let desk = try Self.made.get().copy()
        try desk.write("layar putih di laut\n", to: "seal-passphrase")
        let run = try desk.shell(
            """
            set -eu
            admin() { "$TEKEN" admin seal "$@" --data trial; }
            admin create --institution 'Kota Contoh' --name 'Segel Percobaan' --subscriber segel-2 --email siti.contoh@contoh.example
            admin show segel-2
            admin enrol segel-2 --passphrase-file seal-passphrase
            admin activate segel-2 --client demo --documents 5 --days 2 --passphrase-file seal-passphrase > shown
            admin activate segel-2 --client demo --code-out kept --passphrase-file seal-passphrase
            admin show segel-2
            admin suspend segel-2
            admin show segel-2
            admin resume segel-2
            admin owner segel-2 --email budi.contoh@contoh.example --passphrase-file new-passphrase
            admin list
            admin activate segel-2 --client demo --passphrase-file seal-passphrase 2>&1 || echo "exit $?"
            admin enrol segel-2 --renew --passphrase-file seal-passphrase
            "$TEKEN" admin person erase --email budi.contoh@contoh.example --data trial 2>&1 || echo "exit $?"
            admin revoke segel-2 --reason cessation
            admin owner segel-2 --email siti.contoh@contoh.example
            "$TEKEN" admin person erase --email budi.contoh@contoh.example --data trial
            "$TEKEN" audit verify --data trial
            """)
        #expect(run.isSuccess, "\(run.output)\(run.errors)")
        let codes = try ["shown", "kept"].map { try String(contentsOfFile: desk.path($0), encoding: .utf8) }
        #expect(codes[0].wholeMatch(of: /[0-9A-Z-]{39}\n/) != nil && codes[1].wholeMatch(of: /[0-9A-Z-]{39}/) != nil)
        #expect(try desk.mode("kept") == 0o600)
        #expect(run.output.contains("cannot seal: The seal has no certificate. [seal_without_certificate]"))
        #expect(run.output.contains("activated for demo: 0 of 5 used") && run.output.contains("0 of 1000 used"))
        #expect(run.output.contains("[seal_suspended]") && run.output.contains("owner Budi Contoh"))
        #expect(run.output.contains("[wrong_passphrase]\nexit 4") && run.output.contains("[person_owns_seal]\nexit 3"))
        #expect(run.output.contains(": whole") || run.output.contains(", whole"))
        for code in codes {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: desk.path("trial/teken.db")))
            #expect(bytes.range(of: Data(code.prefix(39).utf8)) == nil)
        }
    }

    @Test func `refuses by name what cannot be done with seals`() throws {
        let desk = try Self.made.get().copy()
        func admin(_ words: [String]) throws -> ProgramRun {
            try desk.teken(["admin", "seal"] + words + ["--data", "trial"])
        }
        let create = [
            "create", "--institution", "Kota Contoh", "--name", "Segel", "--email", "siti.contoh@contoh.example",
        ]
        #expect(try admin(create + ["--subscriber", "segel-contoh"]).refuses("subscriber_taken", exit: 3))
        #expect(try admin(create + ["--subscriber", "9999990101900001"]).refuses("subscriber_unusable", exit: 3))
        #expect(try admin(create).refuses("argument_missing", exit: 2))
        let other = create.map { $0 == "Kota Contoh" ? "Dinas Kesehatan Contoh" : $0 }
        #expect(try admin(other + ["--subscriber", "segel-3"]).refuses("seal_owner_unsuited", exit: 3))
        #expect(try admin(["show", "segel-3"]).refuses("unknown_seal", exit: 3))
        #expect(try admin(["suspend", "segel 3"]).refuses("subscriber_unusable", exit: 3))
        #expect(try admin(["resume", "segel-contoh"]).refuses("seal_not_in_this_state", exit: 3))
        #expect(
            try admin(["enrol", "segel-contoh", "--passphrase-file", "new-passphrase"])
                .refuses("seal_not_in_this_state", exit: 3))
        #expect(try admin(["revoke", "segel-contoh", "--reason", "whim"]).refuses("unknown_choice", exit: 2))
        let activate = ["activate", "segel-contoh", "--passphrase-file", "passphrase", "--client"]
        #expect(try admin(activate + ["nobody"]).refuses("unknown_client", exit: 3))
        #expect(try admin(activate + ["demo", "--days", "366"]).refuses("activation_time_beyond", exit: 3))
        #expect(try admin(activate + ["demo", "--documents", "100001"]).refuses("activation_count_beyond", exit: 3))
        #expect(try admin(activate + ["demo", "--code-out", "nik/nowhere"]).exitCode != 0)
        try desk.teken(["admin", "client", "scopes", "demo", "--scope", "sign", "--data", "trial"])
        #expect(try admin(activate + ["demo"]).refuses("scope_missing", exit: 3))
        try desk.shell("echo TEKEN_ACTIVATION_DAYS=0 >> trial/teken.conf")
        #expect(try admin(activate + ["demo-admin"]).refuses("number_out_of_bounds", exit: 2))
    }
}
