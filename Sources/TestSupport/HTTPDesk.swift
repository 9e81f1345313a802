import Channels
package import HTTP

/// Asks routes as the server does, without a socket: finds the route, and runs it.
package struct HTTPDesk: Sendable {
    package struct NoSuchRoute: Error {
        package let refusal: HTTPRefusal?
    }

    package let router: Router

    package init(_ routes: [Route]) {
        router = Router(routes)
    }

    package func ask(
        _ method: HTTPMethod, _ path: String, fields: HTTPFields = [:], peer: PeerAddress = .unix,
        body: HTTPBody = .none
    ) throws -> HTTPResponse {
        let target = try HTTPTarget(Array(path.utf8), host: nil, opaqueBelow: router.opaquePaths)
        switch router.match(method, target) {
        case .route(let route, let values):
            let head = HTTPRequestHead(method: method, target: target, fields: fields, peer: peer)
            return route.handler(HTTPRequest(head, body: body), values, .after(.seconds(30)))
        case .refused(let refusal): throw NoSuchRoute(refusal: refusal)
        case .options: throw NoSuchRoute(refusal: nil)
        }
    }
}

extension HTTPResponse {
    /// Everything that would be sent.
    package var content: [UInt8] {
        switch body {
        case .none: []
        case .bytes(let bytes): bytes
        case .pieces(let pieces):
            pieces.flatMap { piece in
                switch piece {
                case .bytes(let bytes): return bytes
                case .file(let file, let range):
                    var bytes = [UInt8](repeating: 0, count: range.count)
                    _ = file.read(into: &bytes, at: range.lowerBound)
                    return bytes
                }
            }
        }
    }
}

extension HTTPForm.Part {
    /// A part that is no file.
    package init(_ name: String, _ text: String) {
        self.init(name: name, content: .bytes(WipedBytes(Array(text.utf8))))
    }

    /// A part that is one.
    package init(_ name: String, file bytes: [UInt8], named fileName: String = "surat.pdf") throws {
        self.init(
            name: name, fileName: fileName, contentType: "application/pdf", content: .file(try MemoryFile(bytes)))
    }
}
