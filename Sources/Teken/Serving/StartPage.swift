import Crypto
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
        var page = HTTPResponse.text(html(at: address), type: "text/html; charset=utf-8")
        for (name, value) in [
            ("Cache-Control", "no-cache"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
            (
                "Content-Security-Policy",
                "default-src 'none'; style-src 'sha256-\(Self.styleDigest)'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            ),
        ] { page.fields.append(name, value) }
        return page
    }

    private func html(at address: String) -> String {
        """
        <!doctype html>
        <html lang="id">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Teken · \(Self.escaped(organisation))</title>
        <style>\(Self.style)</style>
        </head>
        <body>
        <header>
        <p class="mark">Teken</p>
        <h1>\(Self.escaped(organisation))</h1>
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
        <dt><code>/ca/…</code>, <code>/crl/…</code>, <code>/ocsp</code>, <code>/tsa</code></dt>
        <dd>Sertifikat, daftar pencabutan, status dan cap waktu. <span lang="en">Certificates, revocation lists, status and timestamps.</span></dd>
        <dt><a href="/healthz">/healthz</a>, <a href="/readyz">/readyz</a></dt>
        <dd>Keadaan layanan. <span lang="en">The state of the service.</span></dd>
        </dl>
        </section>
        </main>
        </body>
        </html>
        """
    }

    private func trial(at address: String) -> String {
        let rows = people.map {
            "<tr><td><code>\($0.nik)</code></td><td>\(Self.escaped($0.name))</td><td>\(Self.escaped($0.state.indonesian))"
                + "<br><span lang=\"en\">\(Self.escaped($0.state.english))</span></td></tr>"
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
              -F file=@surat.pdf \(Self.escaped(address))/api/sign/pdf</code></pre>
            <h2>Periksa · <span lang="en">Check it</span></h2>
            <pre tabindex="0"><code>curl -u demo:demo -F signed_file=@signed.pdf \\
              \(Self.escaped(address))/api/sign/verify</code></pre>
            </section>
            <section>
            <h2>Orang dalam uji coba · <span lang="en">People in this trial</span></h2>
            <p>Passphrase: <code>\(Self.escaped(Trial.passphrase))</code>. Aplikasi · <span lang="en">program</span>:
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

    private static let style = """
        :root { color-scheme: light dark; --ink: #1c2430; --soft: #5a6675; --paper: #fbfaf7; --line: #dcd8cf; --accent: #0b5f59; --note: #fff4d6 }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8e6e1; --soft: #a3acb8; --paper: #14181d; --line: #333a43; --accent: #6cc8bf; --note: #3a3218 } }
        * { box-sizing: border-box }
        body { margin: 0 auto; max-width: 46rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif }
        header { border-bottom: 1px solid var(--line); margin-bottom: 1.5rem }
        .mark { color: var(--accent); font-weight: 700; letter-spacing: .04em; margin: 0 }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: .2rem 0 .6rem }
        h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
        span[lang=en] { color: var(--soft) }
        a { color: var(--accent) }
        code, pre { font: .875rem/1.55 ui-monospace, monospace }
        pre { background: color-mix(in srgb, var(--ink) 7%, transparent); border-radius: .5rem; overflow-x: auto; padding: .9rem 1rem }
        .notice { background: var(--note); border-radius: .5rem; padding: .1rem 1rem }
        .wide { overflow-x: auto }
        table { border-collapse: collapse; width: 100% }
        th, td { border-bottom: 1px solid var(--line); padding: .5rem .75rem .5rem 0; text-align: left; vertical-align: top }
        dt { margin-top: .8rem } dd { margin: 0 }
        """

    /// So that the page says itself which style it has, and no other is taken.
    private static let styleDigest: String = {
        guard let digest = try? HashFunction.sha256.digest(of: Array(style.utf8)) else { return "" }
        return Base64.text(digest.bytes)
    }()

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { out, character in
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            default: out.append(character)
            }
        }
    }
}
