import Foundation
import TestSupport
import TestTraits
import Testing

@Suite("A trial, served", .waiting) struct TrialServiceTests {
    /// Founded once; each test serves a copy of its own.
    private static let founded = Result {
        let desk = try Desk()
        let run = try desk.shell("$TEKEN trial --data trial")
        guard run.isSuccess else { throw Unexpected(words: run.errors) }
        return desk
    }

    private static let start = """
        cp -r 'ORIGINAL' data
        cp -r '\(Fixture.repository.path)/fixtures/letter' '\(Fixture.repository.path)/docs/examples' .
        cp letter/nota-dinas.pdf letter.pdf
        export TEKEN_CLIENT=demo:demo SIGNER_NIK=9999990101900001 SIGNER_PASSPHRASE='Contoh#2026'
        serve
        export TEKEN_URL=$url

        """

    private func run(_ commands: String) throws -> (run: ProgramRun, desk: Desk) {
        let desk = try Desk()
        let start = Desk.service + Self.start.replacing("ORIGINAL", with: try Self.founded.get().folder.path("trial"))
        return (try desk.shell(start + commands), desk)
    }

    @Test func `does with curl what the first page says`() throws {
        let readme = try String(contentsOf: Fixture.repository.appending(path: "README.md"), encoding: .utf8)
        let blocks = readme.matches(of: #/```sh\n((?s:.*?))```/#).map { String($0.1) }
        let block = try #require(blocks.first { $0.contains("curl") })
        let commands = block.replacing("url=http://127.0.0.1:8080\n", with: "")
        let (run, _) = try run("mkdir fixtures; mv letter fixtures/\n\(commands)\nfinish\n")
        #expect(run.isSuccess, "\(run.errors)")
        #expect(run.output.contains("\"status_code\":1111,\"status\":\"ISSUE\""))
        #expect(run.output.contains("Signature is Valid") && run.output.contains("Total document signed"))
        #expect(run.output.contains("\"summary\":\"VALID\"") && run.output.contains("\"signer_name\":\"Siti Contoh\""))
        #expect(run.output.contains("\"status_code\":2025"))
    }

    @Test func `does with curl what the page about our own API says`() throws {
        let page = try String(contentsOf: Fixture.repository.appending(path: "docs/api.md"), encoding: .utf8)
        let blocks = page.matches(of: #/```sh\n((?s:.*?))```/#).map { String($0.1) }
        let commands = blocks.joined(separator: "echo\n").replacing("https://teken.contoh.id", with: "$url")
            .replacing("curl ", with: "curl -s --fail-with-body ").replacing("-u surat", with: "-u demo:demo")
            .replacing("-u pengelola", with: "-u demo-admin:demo-admin")
        let (run, _) = try run("cp letter.pdf surat.pdf\n\(commands)\npdfsig -nocert bertanda.pdf\nfinish\n")
        #expect(run.isSuccess && blocks.count == 6, "\(run.output)\(run.errors)")
        #expect(run.output.contains("\"token_type\":\"Bearer\"") && run.output.contains("\"can_sign\":true"))
        #expect(run.output.contains("Signature is Valid") && run.output.contains("Total document signed"))
        #expect(run.output.contains("\"nik\":\"999999******0021\"") && run.output.contains("\"verification\":\"NEW\""))
    }

    /// `TEKEN_EXAMPLES` asks for more than is made up each time.
    @Test func `answers on our own API nothing that it does not tell of, whatever is asked`() throws {
        let judges = PythonJudge.folder.path
        let count = ProcessInfo.processInfo.environment["TEKEN_EXAMPLES"] ?? "8"
        let (run, desk) = try run(
            """
            export PYTHONPATH='\(judges)'
            code=0
            '\(PythonJudge.python())' -m schemathesis.cli --config-file '\(judges)/schemathesis.toml' run "$url/openapi.json" \
                --max-examples \(count) --no-color || code=$?
            finish
            exit $code
            """)
        print(run.output.suffix(400))
        #expect(run.isSuccess, "\(run.output)\(run.errors)")
        let log = String(decoding: try desk.folder.read("log"), as: UTF8.self)
        #expect(!log.contains("\"status\":500") && log.contains("\"route\":\"api.signDocuments\""))
    }

    @Test(arguments: [
        "examples/sign.sh", "php examples/sign.php", "node examples/sign.mjs", "python3 examples/sign.py",
    ])
    func `is spoken to by programs in their own languages`(program: String) throws {
        let (run, desk) = try run(
            """
            \(program) letter.pdf signed.pdf
            pdfsig -nocert signed.pdf
            code=0; SIGNER_PASSPHRASE=Salah#2026 \(program) letter.pdf refused.pdf 2>refusal || code=$?
            test $code = 1
            cat refusal
            finish
            """)
        #expect(run.isSuccess, "\(run.errors)\(run.output)")
        #expect(
            run.output.contains("ISSUE") && run.output.contains("Signature is Valid") && run.output.contains("VALID"))
        #expect(run.output.contains("Passphrase anda salah") && run.output.contains("2031"))
        #expect(!desk.has("refused.pdf"))
    }

    @Test func `tells of everybody in it why he can or cannot sign`() throws {
        let (run, _) = try run(
            """
            for n in 01 02 03 04 05 06 07 08 09 10 11 12 13; do
                curl -s -u demo:demo "$url/api/user/status/99999901019000$n" | grep -o '"status":"[A-Z_]*"'
            done
            finish
            """)
        #expect(
            run.output.matches(of: /"status":"([A-Z_]+)"/).map { String($0.1) } == [
                "ISSUE", "NO_CERTIFICATE", "NEW", "WAITING_FOR_VERIFICATION", "EXPIRED", "RENEW", "SUSPEND", "REVOKE",
                "WAITING_FOR_VERIFICATION", "SUSPEND", "NO_CERTIFICATE", "NOT_REGISTERED", "ISSUE",
            ])
    }

    @Test func `names everybody in it beside the server, with numbers masked`() throws {
        let (run, _) = try run(
            """
            $TEKEN admin person list --data data
            $TEKEN admin person list --data data --institution 'Dinas Kesehatan Contoh' --json
            finish
            """)
        let lines = run.output.split(separator: "\n")
        #expect(run.isSuccess && lines.count == 16, "\(run.errors)")
        #expect(lines.contains { $0.contains("Siti Contoh, NIK 999999******0001") && $0.contains(", can sign; id ") })
        #expect(lines.last?.contains("\"name\":\"Slamet Contoh\",\"nik\":\"999999******0012\"") == true)
        #expect(!run.output.contains("99999901019"))
    }

    @Test func `keeps secrets and people out of its log`() throws {
        let (run, desk) = try run(
            """
            examples/sign.sh letter.pdf signed.pdf >/dev/null
            curl -s -u demo:demo "$url/api/sign/pdf?nik=9999990101900001&passphrase=Contoh%232026&tampilan=invisible" \
                -F file=@letter.pdf -o /dev/null
            curl -s -u demo:salah "$url/api/user/status/9999990101900001" >/dev/null
            finish
            """)
        #expect(run.isSuccess, "\(run.errors)")
        let log = String(decoding: try desk.folder.read("log"), as: UTF8.self)
        #expect(log.contains("\"route\":\"esign.v1.sign\""))
        for secret in ["99999901019", "Contoh#", "Contoh%23", "Siti", "ZGVtbzpkZW1v", "demo:"] {
            #expect(!log.contains(secret), "\(secret)")
        }
    }

    @Test func `gives the same document after a kill to who asks for it again`() throws {
        let (run, _) = try run(
            """
            sign() {
                curl -s --fail-with-body -u demo:demo -H 'Idempotency-Key: surat-1' -F nik=$SIGNER_NIK \
                    -F "passphrase=$SIGNER_PASSPHRASE" -F tampilan=invisible -F file=@letter.pdf "$url/api/sign/pdf" -o "$1"
            }
            sign first.pdf
            pkill -KILL -P $SERVER teken; wait $SERVER || true
            serve
            sign second.pdf
            cmp first.pdf second.pdf
            finish
            $TEKEN audit verify --data data
            test "$($TEKEN audit export --data data | grep -c 'document.signed')" = 1
            """)
        #expect(run.isSuccess, "\(run.errors)\(run.output)")
    }

    @Test func `is well, as its doctor says beside it`() throws {
        let (run, _) = try run("$TEKEN doctor --data data --json; finish")
        #expect(run.isSuccess, "\(run.errors)")
        #expect(run.output.matches(of: /"state":"well"/).count == 6, "\(run.output)")
    }

    @Test func `shows who is in it on its first page, and takes nothing from elsewhere`() throws {
        let (run, _) = try run(
            "curl -s -i \"$url/\"; curl -s -H 'Host: <script>alert(1)' \"$url/\"; echo \"reached at $url\"; finish")
        #expect(run.output.contains("HTTP/1.1 200") && run.output.contains("9999990101900001"))
        #expect(run.output.contains("default-src 'none'; style-src 'sha256-"))
        #expect(!run.output.contains("<script") && !run.output.contains("src="))
        let url = try #require(run.output.firstMatch(of: /reached at (\S+)/)?.1)
        #expect(run.output.contains("\(url)/api/sign/pdf"))
    }

    @Test func `answers what the server itself refuses in the shape that programs know`() throws {
        let (run, _) = try run(
            """
            head -c 70000000 /dev/zero > huge
            curl -s -u demo:demo -F nik=1 -F file=@huge "$url/api/sign/pdf" -w ' %{http_code}\n'
            curl -s -u demo:demo -X DELETE "$url/api/sign/pdf" -w ' %{http_code}\n'
            curl -s -u demo:demo "$url/api/nothing" -w ' %{http_code}\n'
            # A stranger's body is not even read.
            head -c 40000000 /dev/zero > large
            curl -s -u demo:salah -F nik=1 -F file=@large "$url/api/sign/pdf" -w ' %{http_code} %{size_upload}\n'
            finish
            """)
        let lines = run.output.split(separator: "\n")
        #expect(run.isSuccess && lines.count == 4, "\(run.output)\(run.errors)")
        for (line, status) in zip(lines, [413, 405, 404]) {
            #expect(
                line.contains("\"status_code\":\(status)") && line.contains("\"error\":")
                    && line.hasSuffix(" \(status)"))
        }
        let stranger = try #require(lines.last)
        #expect(stranger.contains("\"error\":\"Unauthorized\""))
        let read = try #require(stranger.split(separator: " ").last.flatMap { Int($0) })
        #expect(read < 20_000_000, "\(read)")
    }

    @Test func `seals what its owner has activated it for, until that is revoked`() throws {
        let (run, _) = try run(
            #"""
            ask() { curl -s -u demo:demo "$url/api/v2/$1" -H 'Content-Type: application/json' -d "$2"; echo; }
            seal="\"idSubscriber\": \"segel-contoh\""
            activation="$seal, \"totp\": \"$(cat data/seal.activation)\""
            ask seal/get/activation "{$seal}"
            ask seal/get/activation "{$activation}"
            made=$(ask seal/get/totp "{$activation, \"data\": \"2\"}")
            code=$(echo "$made" | sed 's/.*"totp":"\([^"]*\)".*/\1/')
            printf '{"idSubscriber":"segel-contoh","totp":"%s","signatureProperties":[{"tampilan":"INVISIBLE"}],"file":["%s"]}' \
                "$code" "$(base64 -w0 letter.pdf)" > order.json
            ask seal/pdf @order.json | python3 -c \
                'import base64, json, sys; sys.stdout.buffer.write(base64.b64decode(json.load(sys.stdin)["file"][0]))' > sealed.pdf
            pdfsig sealed.pdf | grep -e 'Signature is Valid' -e 'Common Name'
            curl -s -u demo:demo -F signed_file=@sealed.pdf "$url/api/sign/verify"; echo
            ask seal/revoke/activation "{$activation}"
            ask seal/pdf @order.json
            ask seal/get/totp "{$activation, \"data\": 1}"
            own=$(ask sign/get/totp "{\"nik\": \"$SIGNER_NIK\", \"data\": 1, \"passphrase\": \"$SIGNER_PASSPHRASE\"}")
            sed -i "s/\"idSubscriber\":\"segel-contoh\"/\"nik\":\"$SIGNER_NIK\"/; s/$code/$(echo "$own" | sed 's/.*"totp":"\([^"]*\)".*/\1/')/" order.json
            ask sign/pdf @order.json | cut -c 1-20
            finish
            $TEKEN audit verify --data data
            """#)
        #expect(run.isSuccess, "\(run.errors)\(run.output)")
        #expect(run.output.contains("\"code\":\"activation_needs_owner\""))
        #expect(run.output.contains("\"message\":\"TOTP Aktivasi masih berlaku\""))
        #expect(run.output.contains("Signature is Valid") && run.output.contains("Segel Elektronik Kota Contoh"))
        #expect(run.output.contains("\"summary\":\"VALID\""))
        #expect(run.output.contains("\"message\":\"TOTP Aktivasi berhasil dicabut\""))
        #expect(run.output.matches(of: /"status_code":2034/).count == 2, "\(run.output)")
        #expect(run.output.contains("{\"time\":"), "\(run.output)")
    }

    @Test func `tells a program where its operator wants it that accepted work has ended`() throws {
        let ear = try ScriptedServer { _, _ in "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n" }
        let (run, _) = try run(
            """
            finish
            $TEKEN admin client webhook demo --data data --url '\(ear.url)/ujung' --secret-out secret
            serve
            url=$url/teken/v1
            answer=$(curl -s -u demo:demo "$url/signatures/documents" -F document=@letter.pdf \
                -F 'order={"nik": "9999990101900001", "passphrase": "Contoh#2026", "later": true}')
            job=$(printf %s "$answer" | sed 's/.*"job":"\\([0-9a-f]*\\)".*/\\1/')
            for _ in $(seq 1200); do $TEKEN admin outbox list --data data --json | grep -q sent && break; sleep 0.05; done
            $TEKEN admin outbox list --data data
            curl -s -u demo:demo "$url/jobs/$job" > standing
            curl -s -u demo:demo -o signed.pdf "$url/results/$(sed 's/.*"result":"\\([0-9a-f]*\\)".*/\\1/' standing)"
            finish
            cat standing secret
            pdfsig -nocert signed.pdf
            $TEKEN admin client webhook demo --data data --none
            """)
        #expect(run.isSuccess, "\(run.output)\(run.errors)")
        let heard = try #require(ear.heads.first)
        #expect(ear.heads.count == 1 && heard.hasPrefix("POST /ujung ") && heard.contains("webhook-signature: v1,"))
        #expect(heard.contains(#""type":"job.ended""#) && heard.contains(#""state":"done""#))
        #expect(run.output.contains(#""state":"done""#) && run.output.contains("Signature is Valid"))
        #expect(run.output.contains("sent, 1 tries") && run.output.contains("whsec_"))
    }

    @Test func `shows what its program is told, and takes nothing for its own that is not`() throws {
        let (run, _) = try run(
            """
            finish
            # Below the ports that connections are given.
            LISTEN=127.0.0.1:$((10000 + RANDOM % 20000))
            $TEKEN admin client webhook demo --data data --url "http://$LISTEN/inbox" --secret-out secret
            serve
            curl -s "$url/inbox" | grep -c 'Belum ada pesan'
            curl -s -u demo:demo "$url/teken/v1/signatures/documents" -F document=@letter.pdf \
                -F 'order={"nik": "9999990101900001", "passphrase": "Contoh#2026", "later": true}'
            for _ in $(seq 1200); do curl -s "$url/inbox" | grep -q '<strong>diterima<' && break; sleep 0.05; done
            curl -s "$url/inbox"
            curl -s -o forged -w '%{http_code}\n' "$url/inbox" -H 'Content-Type: application/json' -H 'webhook-id: a' \
                -H "webhook-timestamp: $(date +%s)" -H 'webhook-signature: v1,AAAA' -d '{"type":"job.ended"}'
            finish
            """)
        #expect(run.isSuccess, "\(run.output)\(run.errors)")
        #expect(run.output.contains("job.ended") && run.output.contains(">taken<") && run.output.hasSuffix("404\n"))
    }

    @Test func `tells a program that asks too often to wait, in the shape of either API`() throws {
        let (run, _) = try run(
            """
            finish
            export TEKEN_CLIENT_RATE=1
            serve
            for path in teken/v1/clients/self api/user/status/9999990101900001; do
                curl -s -i -u demo:demo $(printf "$url/$path %.0s" $(seq 40))
            done
            finish
            """)
        #expect(run.isSuccess, "\(run.output)\(run.errors)")
        #expect(run.output.contains("HTTP/1.1 200") && run.output.contains("HTTP/1.1 429"))
        #expect(run.output.contains("Retry-After: 1") && run.output.contains("\"code\":\"client_too_fast\""))
        #expect(run.output.contains("\"error\":\"Too Many Requests\""))
    }

    @Test func `is never served to the world`() throws {
        let desk = try Desk()
        let original = try Self.founded.get().folder.path("trial")
        let run = try desk.shell(
            "cp -r '\(original)' data; TEKEN_LISTEN=0.0.0.0:0 timeout 300 $TEKEN serve --data data")
        #expect(run.refuses("trial_beyond_loopback", exit: 2), "\(run.errors)")
    }
}
