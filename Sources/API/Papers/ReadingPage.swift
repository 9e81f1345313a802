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
        :root{color-scheme:light dark}
        body{font:1rem/1.6 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1rem;overflow-wrap:break-word}
        h1,h2{line-height:1.25}h2{margin-top:3rem;border-top:1px solid #8888;padding-top:1rem}
        code,pre{font:.9rem/1.5 ui-monospace,monospace}
        pre{padding:.75rem;overflow-x:auto;border:1px solid #8888;border-radius:.4rem}
        .table{overflow-x:auto}table{border-collapse:collapse;width:100%}
        th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #8884}
        .quiet{opacity:.75}nav li{margin:.2rem 0}a{color:#06c}
        @media (prefers-color-scheme:dark){body{background:#16181d;color:#e6e6e6}a{color:#7ab8ff}}
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
