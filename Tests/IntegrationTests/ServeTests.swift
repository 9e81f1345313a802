import Foundation
import TestSupport
import TestTraits
import Testing

@Suite("The service, through its port", .waiting) struct ServeTests {
    @Test func `gives certificates, lists, answers and time at the addresses that certificates name`() throws {
        let walk = try AuthorityDesk()
        _ = try walk.issue("Budi Percobaan", ["--out", "budi.pem"])
        let run = try walk.desk.shell(
            Desk.service + """
                serve
                openssl x509 -in budi.pem -noout -ext authorityInfoAccess,crlDistributionPoints > names
                here() { sed -n "s|.*URI:http://127.0.0.1:8080\\(/$1/[^ ]*\\).*|\\1|p" names | head -n 1; }
                curl -sf "$url$(here ca)" -o issuing.der
                openssl x509 -in issuing.der -inform DER -out issuing.pem
                curl -sf "$url$(here crl)" -o list.der
                openssl crl -in list.der -inform DER -CAfile issuing.pem -noout 2>said; grep -q 'verify OK' said
                openssl ocsp -issuer issuing.pem -cert budi.pem -CAfile root.pem -url "$url/ocsp" > answer 2>&1
                grep -q 'budi.pem: good' answer
                openssl ocsp -issuer issuing.pem -cert budi.pem -no_nonce -reqout request >answer 2>&1
                path=$(base64 -w0 request | sed 's|/|%2F|g; s|+|%2B|g; s|=|%3D|g')
                curl -sf "$url/ocsp/$path" -o got
                openssl ocsp -issuer issuing.pem -cert budi.pem -no_nonce -respin got -CAfile root.pem 2>&1 | grep -q ': good'
                openssl ts -query -data letter.pdf -sha256 -cert -out query 2>said
                curl -sf -H 'Content-Type: application/timestamp-query' --data-binary @query "$url/tsa" -o reply
                openssl ts -verify -queryfile query -in reply -CAfile root.pem -untrusted issuing.pem 2>&1 | grep -q OK
                test "$(curl -s -o page -w '%{http_code}' "$url/nothing")" = 404
                test "$(curl -s "$url/healthz")" = alive
                test "$(curl -s "$url/readyz")" = ready
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
            Desk.service + """
                serial=$(openssl x509 -in ani.pem -noout -serial | cut -d= -f2)
                $TEKEN certificate revoke --data data "$serial" --reason cessation
                serve
                pkill -HUP -P $SERVER teken
                curl -sf "$url/ca/$(openssl x509 -in ani.pem -noout -ext authorityInfoAccess \\
                    | sed -n 's|.*URI:.*/ca/||p')" -o issuing.der
                openssl x509 -in issuing.der -inform DER -out issuing.pem
                openssl ocsp -issuer issuing.pem -cert ani.pem -CAfile root.pem -url "$url/ocsp" 2>&1 | grep -q ': revoked'
                finish
                """)
        #expect(run.isSuccess, "\(run.errors)")
    }

    @Test func `shows its figures to those who may see them, and to others an address like any that is not there`()
        throws
    {
        let walk = try AuthorityDesk()
        let run = try walk.desk.shell(
            Desk.service + """
                export TEKEN_PROXIES=127.0.0.1
                serve
                curl -sf "$url/healthz" "$url/healthz" >said
                curl -s -X BREW "$url/healthz" >said
                curl -s -H 'Content-Type: application/ocsp-request' --data-binary 12345 "$url/ocsp" -o said
                curl -sf -D head "$url/metrics" -o metrics
                grep -qi '^content-type: text/plain; version=0.0.4' head
                for method in GET POST OPTIONS; do
                    for path in metrics nothing; do
                        curl -s -X $method -D - -H 'X-Forwarded-For: 203.0.113.9' "$url/$path" \\
                            | grep -vi '^date:\\|^x-request-id:' > $path-$method
                    done
                    cmp metrics-$method nothing-$method
                    grep -q 'HTTP/1.1 404' metrics-$method
                done
                finish
                """)
        #expect(run.isSuccess, "\(run.errors)")
        let text = String(decoding: try walk.desk.folder.read("metrics"), as: UTF8.self)
        let metrics = try CollectedMetric.all(text)
        func requests(_ route: String, _ method: String, _ status: String) -> Double? {
            metrics.value("teken_http_requests_total", ["route": route, "method": method, "status": status])
        }
        #expect(requests("health", "GET", "2xx") == 2 && requests("ca.status", "POST", "2xx") == 1)
        #expect(requests("none", "other", "4xx") == 1)
        #expect(metrics.value("teken_http_refusals_total", ["code": "method_not_allowed"]) == 1)
        #expect(metrics.value("teken_http_received_bytes_total") == 5)
        #expect((metrics.value("teken_http_sent_bytes_total") ?? 0) > 14)
        #expect(metrics.value("teken_http_handled_seconds_count", ["route": "health"]) == 2)
        #expect(metrics.value("teken_http_queued_seconds_count", ["route": "ca.status"]) == 1)
        // The request that fetches them is one of them.
        #expect((metrics.value("teken_http_connections") ?? 0) >= 1)
        #expect(metrics.value("teken_http_lane_running", ["lane": "quick"]) == 1)
        #expect(metrics.value("teken_http_lane_waiting", ["lane": "passphrase"]) == 0)
        let now = Date().timeIntervalSince1970
        #expect(abs((metrics.value("process_start_time_seconds") ?? 0) - now) < 1200)
        #expect((metrics.value("process_resident_memory_bytes") ?? 0) > 1_000_000)
        #expect((metrics.value("process_open_fds") ?? 0) > 3)
        // Root and issuing key have a list each, good for a year and a day.
        #expect(metrics.values("teken_authority_list_age_seconds").allSatisfy { 0...1200 ~= $0 })
        #expect(metrics.values("teken_authority_list_left_seconds").count == 2)
        #expect(metrics.values("teken_authority_list_left_seconds").allSatisfy { 86_000...(366 * 86_400) ~= $0 })
        let roles = Set(metrics.flatMap(\.samples).compactMap { $0.labels["role"] })
        #expect(roles.isSuperset(of: ["root", "issuing", "status", "timestamp"]))
        #expect(metrics.values("teken_authority_certificate_left_seconds").allSatisfy { $0 > 300 * 86_400 })
    }

    @Test(
        arguments: [
            ("TEKEN_LISTEN=nowhere", "not_a_listener", 2), ("TEKEN_LISTEN=127.0.0.1:x", "not_a_listener", 2),
            ("TEKEN_LISTEN=1.2.3.4:0", "address_unusable", 3), ("TEKEN_PROXIES=10.0.0.0/99", "not_an_address_block", 2),
            ("TEKEN_OBSERVERS=127.0.0.1,localhost", "not_an_address_block", 2),
            ("TEKEN_TLS_KEY=passphrase", "setting_missing", 3), ("TEKEN_CLIENT_RATE=0", "number_out_of_bounds", 2),
            ("TEKEN_TLS_CERTIFICATE=root.pem", "setting_missing", 3),
            ("TEKEN_TLS_CERTIFICATE=root.pem TEKEN_TLS_KEY=passphrase", "tls_identity_unusable", 3),
        ] as [(String, String, Int32)])
    func `is not started with settings that cannot be honoured`(setting: String, code: String, exit: Int32) throws {
        let walk = try Self.founded.get()
        // One process writes, so each has data of its own.
        let run = try walk.desk.shell(
            """
            own=$(mktemp -d data.XXXXXX) && cp -r data/. "$own"
            TEKEN_LISTEN=127.0.0.1:0 env \(setting) timeout 300 $TEKEN serve --data "$own"
            """)
        #expect(run.refuses(code, exit: exit), "\(run.errors)")
    }

    private static let founded = Result { try AuthorityDesk() }
}
