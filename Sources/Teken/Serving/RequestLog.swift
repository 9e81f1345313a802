import Domain
import HTTP
import HTTPServer

/// One line of JSON for each request and each thing that befell the server. Neither addresses nor people stand in it.
enum RequestLog {
    static func observer(_ write: @escaping @Sendable (String) -> Void) -> ServerObserver {
        var observer = ServerObserver()
        observer.finished = { write(line(of: $0)) }
        observer.cut = { reason in write(event("connection cut", "\(reason)")) }
        observer.log = { words in write(event("libmicrohttpd", words)) }
        return observer
    }

    static func event(_ name: String, _ words: String) -> String {
        JSON.members([("at", .text("\(WallClock.now())")), ("event", .text(name)), ("words", .text(words))]).line
    }

    private static func line(of record: RequestRecord) -> String {
        JSON.members([
            ("at", .text("\(WallClock.now())")), ("request", .text("\(record.identifier)")),
            ("route", record.route.map(JSON.text) ?? .null),
            ("method", record.method.map { .text($0.rawValue) } ?? .null),
            ("status", .integer(record.status)), ("in", .integer(record.bodyBytes)),
            ("out", .integer(record.answerBytes)), ("whole", .boolean(record.isComplete)),
            (
                "us",
                .members([
                    ("read", .integer(record.reading.microseconds)), ("queued", .integer(record.queued.microseconds)),
                    ("handled", .integer(record.handling.microseconds)),
                    ("sent", .integer(record.sending.microseconds)),
                ])
            ),
        ]).line
    }
}

extension Duration {
    fileprivate var microseconds: Int {
        Int(clamping: components.seconds) * 1_000_000 + Int(components.attoseconds / 1_000_000_000_000)
    }
}
