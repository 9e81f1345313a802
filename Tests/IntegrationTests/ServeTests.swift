import Foundation
import TestSupport
import Testing

@Suite("The service, through its port") struct ServeTests {
    /// Starts the server on a free port as `$SERVER`, with its address as `$URL`; it ends by itself after a minute.
    private static let start = """
        serve() {
            TEKEN_LISTEN=${LISTEN:-127.0.0.1:0} timeout -s KILL 60 $TEKEN serve --data data 2>log &
            SERVER=$!
            for _ in $(seq 200); do grep -q 'serving on' log && break; sleep 0.05; done
            URL=http://$(sed -n 's/.*serving on //p' log | head -n 1)
        }
        # The program itself, and not the one that watches its time.
        finish() { pkill -TERM -P $SERVER teken; wait $SERVER; }
        """

    @Test func `gives certificates, lists, answers and time at the addresses that certificates name`() throws {
        let walk = try AuthorityDesk()
        _ = try walk.issue("Budi Percobaan", ["--out", "budi.pem"])
        let run = try walk.desk.shell(
            Self.start + """

                set -e
                serve
                openssl x509 -in budi.pem -noout -ext authorityInfoAccess,crlDistributionPoints > names
                here() { sed -n "s|.*URI:http://127.0.0.1:8080\\(/$1/[^ ]*\\).*|\\1|p" names | head -n 1; }
                curl -sf "$URL$(here ca)" -o issuing.der
                openssl x509 -in issuing.der -inform DER -out issuing.pem
                curl -sf "$URL$(here crl)" -o list.der
                openssl crl -in list.der -inform DER -CAfile issuing.pem -noout 2>said; grep -q 'verify OK' said
                openssl ocsp -issuer issuing.pem -cert budi.pem -CAfile root.pem -url "$URL/ocsp" > answer 2>&1
                grep -q 'budi.pem: good' answer
                openssl ocsp -issuer issuing.pem -cert budi.pem -no_nonce -reqout request >answer 2>&1
                path=$(base64 -w0 request | sed 's|/|%2F|g; s|+|%2B|g; s|=|%3D|g')
                curl -sf "$URL/ocsp/$path" -o got
                openssl ocsp -issuer issuing.pem -cert budi.pem -no_nonce -respin got -CAfile root.pem 2>&1 | grep -q ': good'
                openssl ts -query -data letter.pdf -sha256 -cert -out query 2>said
                curl -sf -H 'Content-Type: application/timestamp-query' --data-binary @query "$URL/tsa" -o reply
                openssl ts -verify -queryfile query -in reply -CAfile root.pem -untrusted issuing.pem 2>&1 | grep -q OK
                test "$(curl -s -o page -w '%{http_code}' "$URL/nothing")" = 404
                test "$(curl -s "$URL/healthz")" = alive
                test "$(curl -s "$URL/readyz")" = ready
                finish
                """)
        #expect(run.isSuccess, "\(run.errors)")
        let log = String(decoding: try walk.desk.folder.read("log"), as: UTF8.self)
        #expect(log.contains("\"route\":\"ca.status\"") && log.contains("teken: ended; cut: 0 connections"))
        #expect(!log.contains("Budi"), "no person stands in the log")
    }

    @Test func `says revoked once it was started behind a revocation, and ends with its files read again`() throws {
        let walk = try AuthorityDesk()
        _ = try walk.issue("Ani Percobaan", ["--out", "ani.pem"])
        let run = try walk.desk.shell(
            Self.start + """

                set -e
                serial=$(openssl x509 -in ani.pem -noout -serial | cut -d= -f2)
                $TEKEN certificate revoke --data data "$serial" --reason cessation
                serve
                pkill -HUP -P $SERVER teken
                curl -sf "$URL/ca/$(openssl x509 -in ani.pem -noout -ext authorityInfoAccess \\
                    | sed -n 's|.*URI:.*/ca/||p')" -o issuing.der
                openssl x509 -in issuing.der -inform DER -out issuing.pem
                openssl ocsp -issuer issuing.pem -cert ani.pem -CAfile root.pem -url "$URL/ocsp" 2>&1 | grep -q ': revoked'
                finish
                """)
        #expect(run.isSuccess, "\(run.errors)")
    }

    @Test(
        arguments: [
            ("TEKEN_LISTEN=nowhere", "not_a_listener", 2), ("TEKEN_LISTEN=127.0.0.1:x", "not_a_listener", 2),
            ("TEKEN_LISTEN=1.2.3.4:0", "address_unusable", 3), ("TEKEN_PROXIES=10.0.0.0/99", "not_an_address_block", 2),
            ("TEKEN_TLS_KEY=passphrase", "setting_missing", 3),
            ("TEKEN_TLS_CERTIFICATE=root.pem", "setting_missing", 3),
            ("TEKEN_TLS_CERTIFICATE=root.pem TEKEN_TLS_KEY=passphrase", "tls_identity_unusable", 3),
        ] as [(String, String, Int32)])
    func `is not started with settings that cannot be honoured`(setting: String, code: String, exit: Int32) throws {
        let walk = try Self.founded.get()
        let run = try walk.desk.shell("env TEKEN_LISTEN=127.0.0.1:0 \(setting) timeout 20 $TEKEN serve --data data")
        #expect(run.refuses(code, exit: exit), "\(run.errors)")
    }

    private static let founded = Result { try AuthorityDesk() }
}
