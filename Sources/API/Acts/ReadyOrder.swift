import Documents
import Signing
import Store
import Synchronization

/// An order for signed documents with what signs them in hand, which is good for one signing.
final class ReadyOrder: Sendable {
    enum Hand: ~Copyable, Sendable {
        case signer(UnlockedSigner)
        case session(SessionToken)
    }

    private let hand: Mutex<Hand?>
    private let orders: [SigningHouse.DocumentOrder]
    private let isPartial: Bool

    init(_ hand: consuming Hand, _ orders: [SigningHouse.DocumentOrder], isPartial: Bool) {
        self.hand = Mutex(hand)
        self.orders = orders
        self.isPartial = isPartial
    }

    private static let telling: SigningHouse.Telling = { Refusal($0).remembered }

    func signed(
        _ house: SigningHouse, for client: ClientRecord, keeping: Bool, of request: RepeatableRequest?
    ) throws(Refusal) -> [DocumentsAnswer.Outcome] {
        let telling = isPartial ? Self.telling : nil
        do throws(ServiceError) {
            switch taken() {
            case .signer(let signer):
                return try house.signEach(
                    orders, as: signer, for: client, keeping: keeping, of: request, telling: telling
                ).map(DocumentsAnswer.Outcome.init)
            case .session(let token):
                return try house.signEach(
                    orders, in: token, for: client, keeping: keeping, of: request, telling: telling
                ).map(DocumentsAnswer.Outcome.init)
            }
        } catch {
            throw Refusal(error)
        }
    }

    /// Nothing is signed with it: the try that was counted for the passphrase is taken back.
    func giveUp(_ house: SigningHouse) throws(Refusal) {
        guard case .signer(let signer) = taken() else { return }
        do throws(ServiceError) { try house.acknowledge(signer) } catch { throw Refusal(error) }
    }

    private func taken() -> Hand {
        guard let hand = hand.withLock({ $0.take() }) else { preconditionFailure("a hand is taken once") }
        return hand
    }
}
