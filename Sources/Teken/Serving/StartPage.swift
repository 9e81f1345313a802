import Domain
import HTTP

/// The page at `/`: what is here, and where to go next. Of a trial it shows the people in it.
struct StartPage: Sendable {
    private let organisation: String
    private let people: [Trial.Person]

    /// `people` is empty unless all of them are invented.
    init(organisation: String, people: [Trial.Person]) {
        self.organisation = organisation
        self.people = people
    }

    var route: Route {
        Route("start", .get, "/") { request, _, _ in
            page(at: request.head.origin)
        }
    }

    private func page(at address: String) -> HTTPResponse {
        PlainPage.response(
            organisation, heading: organisation,
            body: """
                <p>Layanan tanda tangan elektronik jarak jauh ini sedang berjalan.<br>
                <span lang="en">This remote signing service is running.</span></p>
                </header>
                <main>
                \(people.isEmpty ? "" : trial(at: address))
                <section>
                <h2>Alamat · <span lang="en">Addresses</span></h2>
                <dl>
                <dt><code>/api/sign/pdf</code>, <code>/api/v2/sign/pdf</code> …</dt>
                <dd>API yang sudah dikenal aplikasi perkantoran. <span lang="en">The API that office applications already speak.</span></dd>
                <dt><a href="/docs">/docs</a>, <a href="/openapi.json">/openapi.json</a></dt>
                <dd>API kami sendiri, <code>/teken/v1</code>. <span lang="en">Our own API.</span></dd>
                \(people.isEmpty ? "" : Self.inbox)<dt><code>/ca/…</code>, <code>/crl/…</code>, <code>/ocsp</code>, <code>/tsa</code></dt>
                <dd>Sertifikat, daftar pencabutan, status dan cap waktu. <span lang="en">Certificates, revocation lists, status and timestamps.</span></dd>
                <dt><a href="/healthz">/healthz</a>, <a href="/readyz">/readyz</a></dt>
                <dd>Keadaan layanan. <span lang="en">The state of the service.</span></dd>
                </dl>
                </section>
                </main>
                """)
    }

    private static let inbox = """
        <dt><a href="/inbox">/inbox</a></dt>
        <dd>Semua yang diberitahukan kepada aplikasi <code>demo</code>. <span lang="en">All that the program <code>demo</code> is told.</span></dd>

        """

    private func trial(at address: String) -> String {
        let rows = people.map {
            "<tr><td><code>\($0.nik)</code></td><td>\(PlainPage.escaped($0.name))</td><td>\(PlainPage.escaped($0.state.indonesian))"
                + "<br><span lang=\"en\">\(PlainPage.escaped($0.state.english))</span></td></tr>"
        }.joined(separator: "\n")
        return """
            <section class="notice">
            <p><strong>Uji coba.</strong> Semua orang, instansi dan sertifikat di sini rekaan.
            <span lang="en"><strong>A trial.</strong> Everybody and everything in it is invented.</span></p>
            </section>
            <section>
            <h2>Tanda tangani sebuah PDF · <span lang="en">Sign a PDF</span></h2>
            <pre tabindex="0"><code>curl -u demo:demo -o signed.pdf \\
              -F nik=\(people[0].nik) -F 'passphrase=\(Trial.passphrase)' \\
              -F tampilan=visible -F linkQR=https://contoh.id/periksa \\
              -F page=1 -F xAxis=60 -F yAxis=60 -F width=80 -F height=80 \\
              -F file=@surat.pdf \(PlainPage.escaped(address))/api/sign/pdf</code></pre>
            <h2>Periksa · <span lang="en">Check it</span></h2>
            <pre tabindex="0"><code>curl -u demo:demo -F signed_file=@signed.pdf \\
              \(PlainPage.escaped(address))/api/sign/verify</code></pre>
            </section>
            <section>
            <h2>Orang dalam uji coba · <span lang="en">People in this trial</span></h2>
            <p>Passphrase: <code>\(PlainPage.escaped(Trial.passphrase))</code>. Aplikasi · <span lang="en">program</span>:
            <code>demo</code> / <code>demo</code>.</p>
            <div class="wide"><table>
            <thead><tr><th scope="col">NIK</th><th scope="col">Nama · <span lang="en">Name</span></th>
            <th scope="col">Keadaan · <span lang="en">State</span></th></tr></thead>
            <tbody>
            \(rows)
            </tbody>
            </table></div>
            </section>
            """
    }
}
