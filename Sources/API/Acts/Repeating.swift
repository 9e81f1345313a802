import Domain
import HTTP
import Problems
import Signing
import Store

extension API {
    /// A wrong passphrase is told again only for as long as it takes to send the same request anew: whoever types another one has
    /// not repeated himself.
    private static let toldBriefly: Set = ["wrong_passphrase", "passphrase_blocked"]

    /// Does what was asked, or tells again what came of the same request before.
    func once(
        _ call: Call, asking: [[UInt8]], again: (RememberedAnswer) throws(Refusal) -> HTTPResponse,
        first: (RepeatableRequest?) throws(Refusal) -> HTTPResponse
    ) throws(Refusal) -> HTTPResponse {
        let keys = call.request.fields.values("Idempotency-Key")
        guard keys.count <= 1 else { throw Refusal(ServiceRefusal.repeatKeyUnusable) }
        let begun = try service { () throws(ServiceError) in
            try house.begin(keys.first, asking: asking, for: call.client)
        }
        switch begun {
        case .answered(.words(let words)) where Refusal.isRemembered(words): throw Refusal(remembered: words)
        case .answered(let answer): return try again(answer)
        case .new(let request):
            do throws(Refusal) { return try first(request) } catch {
                try service { () throws(ServiceError) in
                    if error.isTransient {
                        try house.forget(request)
                    } else {
                        try house.remember(
                            error.remembered, briefly: Self.toldBriefly.contains(error.problem.code), of: request)
                    }
                }
                throw error
            }
        }
    }

    /// The same for an act whose answer is something new in a few words, which are told again as they are. The act keeps them itself,
    /// in its own commit.
    func once(
        _ call: Call, asking: [[UInt8]], first: (RepeatableRequest?) throws(Refusal) -> JSON
    ) throws(Refusal) -> HTTPResponse {
        try once(call, asking: asking) { answer throws(Refusal) in
            guard case .words(let told) = answer else { throw Refusal(ServiceRefusal.repeatKeyOfOther) }
            return HTTPResponse(status: 201, fields: ["Content-Type": "application/json"], body: .bytes(told))
        } first: { request throws(Refusal) in
            Self.json(try first(request), status: 201)
        }
    }
}
