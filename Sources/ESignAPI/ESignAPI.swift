import Channels
package import ClientGate
import Crypto
import Documents
package import Domain
package import HTTP
package import Signing
package import Store

/// The HTTP API that office applications were written for, versions 1 and 2: they change an address and credentials, and nothing else.
package struct ESignAPI: Sendable {
    let house: SigningHouse
    let gate: ClientGate
    private let doorman: Doorman
    let verification: PDFVerification
    let registration: Registration
    let settings: ESignSettings

    /// How somebody new becomes known: the person's data, by a program.
    package typealias Registration = @Sendable (PersonData, ClientRecord) -> RegistrationOutcome

    package init(
        _ house: SigningHouse, gate: ClientGate, verification: PDFVerification,
        settings: ESignSettings = ESignSettings(),
        registration: @escaping Registration
    ) {
        self.house = house
        self.gate = gate
        doorman = Doorman(gate)
        self.verification = verification
        self.settings = settings
        self.registration = registration
    }

    package var routes: [Route] { firstVersion + secondVersion }

    private var firstVersion: [Route] {
        [
            route("v1.sign", .post, "/api/sign/pdf", .sign, forms(.passphrase)) {
                request, _, client throws(ESignFailure) in
                try signFirst(request, client)
            },
            route("v1.download", .get, "/api/sign/download/{id}", .sign) { request, path, client throws(ESignFailure) in
                // Whoever only asks how long it is must not use it up.
                guard request.head.method != .head else { return HTTPResponse(status: 405, fields: ["Allow": "GET"]) }
                return try download(path["id"], for: client)
            },
            route("v1.verify", .post, "/api/sign/verify", .verify, forms(.quick)) {
                request, _, _ throws(ESignFailure) in
                try verifyFirst(request)
            },
            route("v1.status", .get, "/api/user/status/{nik}", .status) { _, path, client throws(ESignFailure) in
                try status(of: PersonName(nik: path["nik"]), for: client, unregistered: settings.unregisteredNumber)
            },
            route("v1.profile", .get, "/api/user/profile/{nik}", .status) { _, path, client throws(ESignFailure) in
                try profile(of: PersonName(nik: path["nik"]), for: client)
            },
            route("v1.register", .post, "/api/user/registrasi", .register, forms(.quick)) {
                request, _, client throws(ESignFailure) in
                try registerFirst(request, client)
            },
            route("v1.keystore", .post, "/api/user/keystore", .register, forms(.quick)) {
                request, _, client throws(ESignFailure) in
                throw try keystoreRefusal(request, client)
            },
            chainRoute("v1.chain", "/api/user/certificate/chain/{id}"),
        ]
    }

    private var secondVersion: [Route] {
        [
            route("v2.sign", .post, "/api/v2/sign/pdf", .sign, json(.passphrase)) {
                request, _, client throws(ESignFailure) in
                try signSecond(request, client)
            },
            route("v2.sign.code", .post, "/api/v2/sign/get/totp", .sign, small(.passphrase)) {
                request, _, client throws(ESignFailure) in
                try personCode(request, client)
            },
            route("v2.seal", .post, "/api/v2/seal/pdf", .seal, json(.quick)) {
                request, _, client throws(ESignFailure) in
                try sealSecond(request, client)
            },
            route("v2.seal.code", .post, "/api/v2/seal/get/totp", .seal, small) {
                request, _, client throws(ESignFailure) in
                try sealCode(request, client)
            },
            route("v2.seal.activation", .post, "/api/v2/seal/get/activation", .seal, small) {
                request, _, client throws(ESignFailure) in
                try activation(request, client)
            },
            route("v2.seal.revocation", .post, "/api/v2/seal/revoke/activation", .seal, small) {
                request, _, client throws(ESignFailure) in
                try endActivation(request, client)
            },
            route("v2.verify", .post, "/api/v2/verify/pdf", .verify, json(.quick)) {
                request, _, _ throws(ESignFailure) in
                try verifySecond(request)
            },
            statusRoute("v2.status", "/api/v2/user/check/status"),
            statusRoute("v2.status.alias", "/api/v2/user/check-status"),
            registrationRoute("v2.register", "/api/v2/user/registration"),
            registrationRoute("v2.register.alias", "/api/v2/user/register"),
            chainRoute("v2.chain", "/api/v2/user/certificate/chain/{id}"),
        ]
    }

    private func statusRoute(_ name: String, _ path: String) -> Route {
        route(name, .post, path, .status, small) { request, _, client throws(ESignFailure) in
            try statusSecond(request, client)
        }
    }

    private func registrationRoute(_ name: String, _ path: String) -> Route {
        route(name, .post, path, .register, small) { request, _, client throws(ESignFailure) in
            try registerSecond(request, client)
        }
    }

    private func chainRoute(_ name: String, _ path: String) -> Route {
        route(name, .get, path, .certificates) { _, path, client throws(ESignFailure) in
            try chain(of: path["id"], for: client)
        }
    }

    // MARK: What a route takes

    private func forms(_ lane: Lane) -> RouteRules {
        var rules = RouteRules(
            lane: lane, deadline: .seconds(60), bodies: [.form], bodyBytesMax: settings.documentBytesMax + (16 << 20))
        rules.form.partBytesMax = settings.documentBytesMax
        return rules
    }

    private func json(_ lane: Lane) -> RouteRules {
        RouteRules(
            lane: lane, deadline: .seconds(120), bodies: [.bytes(["application/json", "*"])],
            bodyBytesMax: settings.requestBytesMax)
    }

    private var small: RouteRules { small(.quick) }

    private func small(_ lane: Lane) -> RouteRules {
        RouteRules(lane: lane, bodies: [.bytes(["application/json", "*"])], bodyBytesMax: 256 << 10)
    }

    // MARK: The way of every request

    private typealias Handler =
        @Sendable (HTTPRequest, PathParameters, ClientRecord) throws(ESignFailure) -> HTTPResponse

    private func route(
        _ name: String, _ method: HTTPMethod, _ path: String, _ scope: ClientScopes, _ rules: RouteRules = RouteRules(),
        _ handler: @escaping Handler
    ) -> Route {
        var rules = rules
        rules.doorman = { head in
            doorman.refusal(of: head, for: scope).map { GateAnswer.page($0, head, at: house.clock()) }
        }
        return Route("esign.\(name)", method, path, toleratesTrailingSlash: true, rules: rules) {
            request, parameters, _ in
            let client: ClientRecord
            do throws(GateRefusal) {
                client = try gate.admit(request.head, for: scope).client
            } catch {
                return GateAnswer.page(error, request.head, at: house.clock())
            }
            var answer: HTTPResponse
            do throws(ESignFailure) { answer = try handler(request, parameters, client) } catch {
                answer = error.answer
            }
            answer.fields.set("Cache-Control", "no-store")
            return answer
        }
    }

    func service<Value: ~Copyable>(_ body: () throws(ServiceError) -> Value) throws(ESignFailure) -> Value {
        do throws(ServiceError) { return try body() } catch { throw ESignFailure(error) }
    }

    func crypto<Value: ~Copyable>(_ body: () throws(CryptoError) -> Value) throws(ESignFailure) -> Value {
        do throws(CryptoError) { return try body() } catch { throw ESignFailure(error) }
    }
}
