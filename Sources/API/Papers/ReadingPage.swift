import Domain
import HTTP

/// What people are told of this API: one page, made of the operations themselves, without scripts and without anything from elsewhere.
struct ReadingPage {
    private let operations: [Operation]
    private let origin: String

    /// Examples reach the API as the reader has.
    init(_ operations: [Operation], from origin: String) {
        (self.operations, self.origin) = (operations, origin)
    }

    static let style = """
        :root{color-scheme:light dark;--ink:#1c2430;--soft:#5a6675;--paper:#fbfaf7;--line:#dcd8cf;--accent:#0b5f59}
        @media (prefers-color-scheme:dark){:root{--ink:#e8e6e1;--soft:#a3acb8;--paper:#14181d;--line:#333a43;--accent:#6cc8bf}}
        *{box-sizing:border-box}
        body{font:1rem/1.6 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:2rem 1.25rem 4rem;background:var(--paper);color:var(--ink);overflow-wrap:break-word}
        h1{font-size:1.9rem;line-height:1.2;margin:0 0 .6rem}
        h2{font-size:1.25rem;line-height:1.3;margin:3rem 0 .5rem;border-top:1px solid var(--line);padding-top:1.5rem}
        p{margin:.5rem 0}a{color:var(--accent)}.quiet{color:var(--soft)}
        nav ul{padding-left:1.2rem}nav li{margin:.15rem 0}
        code,pre{font:.875rem/1.55 ui-monospace,monospace}
        pre{background:color-mix(in srgb,var(--ink) 7%,transparent);border-radius:.5rem;overflow-x:auto;padding:.9rem 1rem}
        .table{overflow-x:auto;margin:1rem 0}table{border-collapse:collapse;width:100%}
        td{text-align:left;vertical-align:top;padding:.35rem .8rem .35rem 0;border-bottom:1px solid var(--line)}
        td:first-child{width:34%}td:nth-child(2){width:4.5rem;color:var(--accent);font-size:.85rem;padding-top:.5rem}td:last-child{padding-right:0}
        summary{cursor:pointer;color:var(--accent)}
        """

    var text: String {
        let page: HTML = """
            <!DOCTYPE html>
            <html lang="id">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>API Teken</title>
            <style>\(HTML(trusted: Self.style))</style>
            </head>
            <body>
            <h1>API Teken</h1>
            <p>Tanda tangan elektronik lewat HTTP. Setiap permintaan menyebut aplikasinya: nama dan rahasia (Basic), atau token (Bearer). \
            Rahasia dan data pribadi tidak pernah di alamat. Untuk program: <a href="/openapi.json">openapi.json</a>.</p>
            <p class="quiet" lang="en">Electronic signatures over HTTP. Every request names its application: name and secret (Basic), \
            or a token (Bearer). No secret and no personal data stand in an address.</p>
            <nav><ul>
            \(operations.map(Self.line))</ul></nav>
            <main>
            \(operations.map(section))</main>
            </body>
            </html>

            """
        return page.text
    }

    private static func line(_ operation: Operation) -> HTML {
        "<li><a href=\"#\(operation.name)\">\(operation.summary.indonesian)</a></li>\n"
    }

    private func section(_ operation: Operation) -> HTML {
        """
        <section id="\(operation.name)">
        <h2>\(operation.summary.indonesian)</h2>
        <p><code>\(operation.method.rawValue) \(operation.path)</code></p>
        <p class="quiet" lang="en">\(operation.summary.english) \(operation.words)</p>
        \(Self.scope(operation))\(Self.table(operation))<pre><code>\(curl(operation))</code></pre>
        \(Self.answers(operation))</section>

        """
    }

    private static func scope(_ operation: Operation) -> HTML {
        guard let scope = operation.scope else { return "" }
        return "<p>Izin aplikasi: <code>\(scope.words)</code></p>\n"
    }

    /// What is sent, and what it is.
    private static func table(_ operation: Operation) -> HTML {
        var rows = operation.pathFields.map { row($0.name, "alamat", $0.words) }
        rows += operation.queryFields.map { row("?\($0.name)=", "", $0.words) }
        if operation.isRepeatable {
            rows.append(row("Idempotency-Key", "kepala", "the same request with the same key is done once; use a UUID"))
        }
        // Bodies say the same in several types; the first is the one of the example.
        for member in operation.bodies.first?.schema?.members ?? [] {
            rows += Self.rows(of: member, at: member.name)
        }
        for file in operation.bodies.first?.files ?? [] { rows.append(row(file.name, "berkas", file.words)) }
        guard !rows.isEmpty else { return "" }
        return "<div class=\"table\"><table>\n\(rows)</table></div>\n"
    }

    private static func rows(of member: Schema.Member, at path: String) -> [HTML] {
        [row(path, member.isRequired ? "wajib" : "", member.words)]
            + member.schema.inner.flatMap { rows(of: $0, at: "\(path).\($0.name)") }
    }

    private static func row(_ name: String, _ need: String, _ words: String) -> HTML {
        "<tr><td><code>\(name)</code></td><td>\(need)</td><td lang=\"en\">\(words)</td></tr>\n"
    }

    private func curl(_ operation: Operation) -> String {
        var words = ["curl"]
        switch operation.work {
        case .open where operation.method == .get: break
        case .open, .program: words.append("-u APLIKASI")  // asks for the secret, which then stands in no history
        }
        return (words + operation.example + ["'\(origin)\(operation.path)'"]).joined(separator: " \\\n  ")
    }

    private static func answers(_ operation: Operation) -> HTML {
        let good = operation.answers.filter { $0.status < 400 }.map { row("\($0.status)", "", $0.words) }
        let bad = operation.refused.map { status -> HTML in
            let words = RefusalWords.of(status)
            return "<tr><td><code>\(String(status))</code></td><td></td><td>\(words.indonesian)</td></tr>\n"
        }
        return
            "<details><summary>Jawaban</summary><div class=\"table\"><table>\n\(good)\(bad)</table></div></details>\n"
    }
}

extension Schema {
    /// The members of what this is, or of what it is a list of.
    fileprivate var inner: [Member] {
        switch self {
        case .object(let members, _): members
        case .named(_, let schema): schema.inner
        case .list(let element, _): element.inner
        case .text, .integer, .number, .boolean, .either, .null, .anything: []
        }
    }
}
