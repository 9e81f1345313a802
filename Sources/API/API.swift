package import ClientGate
import Crypto
import Domain
package import HTTP
package import Registry
package import Signing
import Store

/// Our own HTTP API under `/teken/v1`. Every route is declared once, as an `Operation`; what is told about it is made of the same value.
package struct API: Sendable {
    let house: SigningHouse
    let registry: Registry
    let gate: ClientGate
    let verification: PDFVerification
    let settings: APISettings
    let jobs: JobDesk
    private let doorman: Doorman

    package init(
        _ house: SigningHouse, registry: Registry, gate: ClientGate, verification: PDFVerification, jobs: JobDesk,
        settings: APISettings = APISettings()
    ) {
        self.house = house
        self.registry = registry
        self.gate = gate
        self.verification = verification
        self.jobs = jobs
        self.settings = settings
        doorman = Doorman(gate)
    }

    package var routes: [Route] { operations.map(route) }

    /// Everything, the papers about it among them.
    var operations: [Operation] {
        let acts =
            [
                tokens, verdicts, sessionOpening, sessionEnding, sealVerdicts, sealSessionOpening, hashSigning,
                documentSigning, jobStandings, results, verifications,
                receipts, certificates,
            ] + people + personActs + programs + programActs
        // The papers tell of themselves, too, and do not hold what they are.
        let all = acts + papers(document: "") { _ in "" }
        return acts + papers(document: OpenAPIDocument(all).json.line) { ReadingPage(all, from: $0).text }
    }

    private func route(_ operation: Operation) -> Route {
        var rules = operation.rules
        if let scope = operation.scope {
            rules.doorman = { head in
                doorman.refusal(of: head, for: scope).map { Refusal($0).answer(at: house.clock()) }
            }
        }
        return Route("api.\(operation.name)", operation.method, operation.path, rules: rules) { request, path, _ in
            var answer: HTTPResponse
            switch operation.work {
            case .open(let handler): return handler(request)
            case .program(let scope, let handler):
                do throws(Refusal) {
                    let admission = try admitted(request.head, for: scope)
                    try operation.check(request, path)
                    answer = try handler(
                        Call(request: request, path: path, client: admission.client, scopes: admission.scopes))
                } catch {
                    answer = error.answer(at: house.clock())
                }
            }
            answer.fields.set("Cache-Control", "no-store")
            return answer
        }
    }

    private func admitted(
        _ head: HTTPRequestHead, for scope: ClientScopes
    ) throws(Refusal) -> ClientGate.Admission {
        do throws(GateRefusal) { return try gate.admit(head, for: scope) } catch { throw Refusal(error) }
    }
}

extension Operation {
    /// What every operation asks of a request alike.
    fileprivate func check(_ request: HTTPRequest, _ path: PathParameters) throws(Refusal) {
        try check(request.target.query)
        for field in pathFields {
            guard case .text(let form) = field.schema, !form.fits(path[field.name]) else { continue }
            throw .unusable(field.name, form.words.indonesian, form.words.english)
        }
        guard !bodies.isEmpty else { return }
        if case .none = request.body { throw .bodyMissing }
        // A kind of form is not yet the kind that is taken.
        let types = bodies.map(\.type)
        guard let type = request.fields["Content-Type"].flatMap(MediaType.init), types.contains(type.essence) else {
            throw Refusal(.unsupportedMediaType(accepted: types))
        }
    }
}

extension Operation {
    /// A name that is not declared is not repeated, because it may be anything; nor is any value.
    private func check(_ query: [HTTPTarget.Parameter]) throws(Refusal) {
        for parameter in query {
            guard let field = queryFields.first(where: { $0.name == parameter.name }) else { throw .queryNotTaken }
            guard query.count(where: { $0.name == parameter.name }) == 1 else {
                throw .unusable(field.name, "hanya boleh sekali", "it may occur once only")
            }
            if let words = field.schema.defect(ofQuery: parameter.value) {
                throw .unusable(field.name, words.indonesian, words.english)
            }
        }
    }
}

extension API {
    func service<Value: ~Copyable>(_ body: () throws(ServiceError) -> Value) throws(Refusal) -> Value {
        do throws(ServiceError) { return try body() } catch { throw Refusal(error) }
    }

    func crypto<Value: ~Copyable>(_ body: () throws(CryptoError) -> Value) throws(Refusal) -> Value {
        do throws(CryptoError) { return try body() } catch { throw Refusal(error) }
    }

    static func json(_ body: JSON, status: Int = 200) -> HTTPResponse {
        .text(body.line, type: "application/json", status: status, mayBeCompressed: false)
    }
}
