import Crypto
import HTTP

/// A page for people: one file that loads nothing, runs nothing and is shown by nobody else.
enum PlainPage {
    /// `body` is HTML; `title` and `heading` are texts.
    static func response(_ title: String, heading: String, body: String) -> HTTPResponse {
        let html = """
            <!doctype html>
            <html lang="id">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Teken · \(escaped(title))</title>
            <style>\(style)</style>
            </head>
            <body>
            <header>
            <p class="mark">Teken</p>
            <h1>\(escaped(heading))</h1>
            \(body)
            </body>
            </html>
            """
        var page = HTTPResponse.text(html, type: "text/html; charset=utf-8")
        for (name, value) in [
            ("Cache-Control", "no-cache"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
            (
                "Content-Security-Policy",
                "default-src 'none'; style-src 'sha256-\(styleDigest)'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            ),
        ] { page.fields.append(name, value) }
        return page
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
        dt { margin-top: .8rem } dd { margin: 0 } dd code { overflow-wrap: anywhere }
        """

    /// So that the page says itself which style it has, and no other is taken.
    private static let styleDigest: String = {
        guard let digest = try? HashFunction.sha256.digest(of: Array(style.utf8)) else { return "" }
        return Base64.text(digest.bytes)
    }()

    static func escaped(_ text: String) -> String {
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
