import ClientGate
import Crypto
import Domain
import HTTP
import Problems
import Store

extension API {
    private static let formType = "application/x-www-form-urlencoded"

    var tokens: Operation {
        Operation(
            name: "makeToken", method: .post, path: "/teken/v1/token", tag: "token",
            summary: Bilingual("Minta token untuk aplikasi.", "Get a token for the application."),
            words: "Client credentials of RFC 6749, section 4.4. The application's name and secret come in the field "
                + "Authorization (Basic) or as client_id and client_secret in the form, not both. Refusals have the shape of section 5.2.",
            bodies: [
                Operation.Body(
                    type: Self.formType,
                    schema: .object([
                        .init("grant_type", .text(.words(["client_credentials"]))),
                        .optional(
                            "scope", .orEmpty(.plain(charactersMax: 200)),
                            "words separated by spaces; all that the application may do if missing"),
                        .optional("client_id", .orEmpty(.plain(charactersMax: 200))),
                        .optional("client_secret", .orEmpty(.secret(charactersMax: 1_024))),
                    ]))
            ],
            rules: RouteRules(bodies: [.bytes([Self.formType])], bodyBytesMax: 8 << 10),
            answers: [
                .json(
                    200, "The token.",
                    .object([
                        .init("access_token", .text(.plain(charactersMax: 400))),
                        .init("token_type", .text(.words(["Bearer"]))),
                        .init("expires_in", .integer(1...86_400), "seconds"),
                        .init("scope", .text(.plain(charactersMax: 200))),
                    ])),
                .json(400, "The request cannot be granted.", Self.tokenError),
                .json(401, "The application is not known, or its secret is wrong.", Self.tokenError),
                .json(503, "Not now.", Self.tokenError),
            ],
            example: ["-d grant_type=client_credentials"],
            work: .open { request in token(for: request) })
    }

    private static let tokenError = Schema.named(
        "TokenError",
        .object([
            .init(
                "error",
                .text(
                    .words([
                        "invalid_request", "invalid_client", "invalid_scope", "unauthorized_client",
                        "unsupported_grant_type", "server_error", "temporarily_unavailable",
                    ]))),
            .init("error_description", .text(.plain(charactersMax: 2_000)), "in English"),
            .init("code", .text(.plain(charactersMax: 60)), "more precisely, as elsewhere in this API"),
        ]))

    private func token(for request: HTTPRequest) -> HTTPResponse {
        var answer: HTTPResponse
        do throws(TokenRefusal) { answer = try granted(TokenRequest(request), request.head) } catch {
            answer = error.answer
        }
        // RFC 6749 §5.1; HTTP/1.0 caches are still around.
        answer.fields.set("Cache-Control", "no-store")
        answer.fields.set("Pragma", "no-cache")
        return answer
    }

    private func granted(_ asked: TokenRequest, _ head: HTTPRequestHead) throws(TokenRefusal) -> HTTPResponse {
        do throws(GateRefusal) {
            let admission =
                switch asked.client {
                case .head: try gate.admit(head)
                case .form(let name, let secret): try gate.admit(named: name, secret, from: head)
                }
            let token = try gate.token(for: admission, scopes: asked.scopes)
            return Self.json([
                "access_token": .text(token.text), "token_type": .text("Bearer"),
                "expires_in": .integer(Int(ClientGate.tokenTime.components.seconds)),
                "scope": .text(token.scopes.words),
            ])
        } catch {
            throw TokenRefusal(error)
        }
    }
}

/// What a request for a token says.
private struct TokenRequest {
    enum Shown {
        case head
        case form(name: String, secret: [UInt8])
    }

    let client: Shown
    let scopes: ClientScopes

    init(_ request: HTTPRequest) throws(TokenRefusal) {
        guard request.target.query.isEmpty else { throw .invalid("parameters come in the body, never in the address") }
        guard case .bytes(let bytes) = request.body else { throw .invalid("the body is a form") }
        let form: HTTPForm
        do throws(BodyDefect) { form = try URLEncodedForm.parse(bytes, partsMax: 16) } catch {
            throw .invalid("the form cannot be read")
        }
        // Without a value it is as if it was not sent, and nothing may come twice (RFC 6749 §3.2).
        var sent: [String: [UInt8]] = [:]
        for part in form.parts where part.content.count > 0 {
            guard case .bytes(let value) = part.content, sent.updateValue(value.copy(), forKey: part.name) == nil else {
                throw .invalid("a parameter came twice")
            }
        }
        let text = { (name: String) in sent[name].flatMap { String(validating: $0, as: UTF8.self) } }
        guard sent["grant_type"] != nil else { throw .invalid("grant_type is missing") }
        guard text("grant_type") == "client_credentials" else { throw .otherGrant }
        guard let scopes = ClientScopes(words: text("scope") ?? "") else { throw .unknownScope }
        self.scopes = scopes
        let authorization = request.fields.values("Authorization")
        switch (authorization.first, text("client_id"), sent["client_secret"]) {
        case (let field?, nil, nil):
            // A token that could get another one would never end.
            guard field.lowercased().hasPrefix("basic ") else { throw TokenRefusal(.wrongCredentials) }
            client = .head
        case (nil, let name?, let secret?): client = .form(name: name, secret: secret)
        case (nil, nil, nil): throw TokenRefusal(.noCredentials)
        case (nil, _, _): throw .invalid("client_id and client_secret come together")
        case (_?, _, _): throw .invalid("the application shows itself in one way only")
        }
    }
}

/// Why there is no token, in the shape of RFC 6749 §5.2.
private struct TokenRefusal: Error {
    let status: Int
    let error: String
    let words: String
    let code: String
    var fields = HTTPFields()

    private init(_ status: Int, _ error: String, _ words: String, code: String) {
        (self.status, self.error, self.words, self.code) = (status, error, words, code)
    }

    init(_ refusal: GateRefusal) {
        let (status, error) =
            switch refusal {
            case .noCredentials, .wrongCredentials, .tokenExpired: (401, "invalid_client")
            case .disabled, .suspended, .address: (400, "unauthorized_client")
            case .scope: (400, "invalid_scope")
            case .tooFast, .store: (503, "temporarily_unavailable")
            case .crypto: (500, "server_error")
            }
        self.init(status, error, refusal.problem.what.english, code: refusal.problem.code)
        if status == 401 || status == 503 { fields = refusal.fields }
    }

    static func invalid(_ words: String) -> TokenRefusal {
        TokenRefusal(400, "invalid_request", words, code: "token_request_unusable")
    }

    static let otherGrant = TokenRefusal(
        400, "unsupported_grant_type", "grant_type is client_credentials", code: "grant_type_unknown")
    static let unknownScope = TokenRefusal(400, "invalid_scope", "there is no such scope", code: "scope_unknown")

    var answer: HTTPResponse {
        let body: JSON = ["error": .text(error), "error_description": .text(words), "code": .text(code)]
        var answer = HTTPResponse.text(body.line, type: "application/json", status: status, mayBeCompressed: false)
        for field in fields.all { answer.fields.set(field.name, field.value) }
        return answer
    }
}
