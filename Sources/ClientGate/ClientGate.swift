package import Crypto
package import Domain
package import HTTP
package import Store

/// Where programs show who they are, and find out what they may do.
package struct ClientGate: Sendable {
    package static let tokenTime = Duration.seconds(3_600)

    let store: Store
    let keys: InstallationKeys
    let clock: @Sendable () -> Instant
    /// Nil where everybody may ask as often as there is room.
    let pace: ClientPace?

    package init(
        store: Store, keys: InstallationKeys, pace: ClientPace? = nil, clock: @escaping @Sendable () -> Instant
    ) {
        self.pace = pace
        self.store = store
        self.keys = keys
        self.clock = clock
    }

    /// A program that was let in, and what it may do now: a token may stand for less than its program has.
    package struct Admission: Sendable {
        package let client: ClientRecord
        package let scopes: ClientScopes
    }

    /// Who sends this request, if it may ask for what `scope` names.
    package func admit(
        _ head: HTTPRequestHead, for scope: ClientScopes = []
    ) throws(GateRefusal) -> Admission {
        let admission = try admit(head, for: scope, among: book)
        if let wait = pace?.wait(for: admission.client.id) { throw .tooFast(wait) }
        return admission
    }

    func admit(
        _ head: HTTPRequestHead, for scope: ClientScopes, among book: ClientBook
    ) throws(GateRefusal) -> Admission {
        let admission = try admit(identify(head, book), from: head)
        guard admission.scopes.isSuperset(of: scope) else { throw .scope(scope.subtracting(admission.scopes)) }
        return admission
    }

    /// The same for a program that shows its name and secret elsewhere than in the head, as RFC 6749 §2.3.1 lets it.
    package func admit(
        named name: String, _ secret: [UInt8], from head: HTTPRequestHead
    ) throws(GateRefusal) -> Admission {
        try admit(identify(named: name, secret), from: head)
    }

    /// Whoever it is must be allowed to call at all, and from there.
    private func admit(_ admission: Admission, from head: HTTPRequestHead) throws(GateRefusal) -> Admission {
        let client = admission.client
        switch client.state {
        case .enabled: break
        case .disabled: throw .disabled
        case .suspended: throw .suspended
        }
        let blocks = client.addresses.split(separator: " ").compactMap { AddressBlock(String($0)) }
        guard client.addresses.isEmpty || blocks.contains(where: { $0.contains(head.peer) }) else { throw .address }
        return admission
    }

    private func identify(_ head: HTTPRequestHead, _ book: ClientBook) throws(GateRefusal) -> Admission {
        let fields = head.fields.values("Authorization")
        guard let field = fields.first, fields.count == 1 else {
            throw fields.isEmpty ? .noCredentials : .wrongCredentials
        }
        switch Credentials(field) {
        case .basic(let name, let secret): return try identify(named: name, secret, book)
        case .bearer(let token): return try identify(token, book)
        case nil: throw .wrongCredentials
        }
    }

    /// The program of that name, if this is its secret.
    package func identify(named name: String, _ secret: [UInt8]) throws(GateRefusal) -> Admission {
        try identify(named: name, secret, book)
    }

    private func identify(
        named name: String, _ secret: [UInt8], _ book: ClientBook
    ) throws(GateRefusal) -> Admission {
        let client = try book.named(name)
        guard let client, try Self.crypto({ () throws(CryptoError) in try client.isSecret(secret, keys) }) else {
            throw .wrongCredentials
        }
        return Admission(client: client, scopes: client.scopes)
    }

    private func identify(_ text: String, _ book: ClientBook) throws(GateRefusal) -> Admission {
        guard let token = AccessToken(text) else { throw .wrongCredentials }
        let client = try book.ofID(token.client)
        guard let client, try Self.crypto({ () throws(CryptoError) in try token.isMade(for: client, keys) }) else {
            throw .wrongCredentials
        }
        guard clock() < token.deadline else { throw .tokenExpired }
        return Admission(client: client, scopes: token.scopes.intersection(client.scopes))
    }

    /// A token that stands for a program for a while, in place of its secret.
    package func token(
        for admission: Admission, scopes: ClientScopes
    ) throws(GateRefusal) -> (text: String, scopes: ClientScopes) {
        let granted = scopes.isEmpty ? admission.scopes : scopes
        guard admission.scopes.isSuperset(of: granted) else { throw .scope(granted.subtracting(admission.scopes)) }
        let text = try Self.crypto { () throws(CryptoError) in
            try AccessToken.make(
                for: admission.client, scopes: granted, until: clock() + Self.tokenTime, keys)
        }
        return (text, granted)
    }

    /// The programs as they are on record now.
    private var book: ClientBook {
        ClientBook { (name) throws(GateRefusal) in
            try store.read { (snapshot: Snapshot<GateRefusal>) throws(GateRefusal) in try snapshot.client(named: name) }
        } ofID: { (id) throws(GateRefusal) in
            try store.read { (snapshot: Snapshot<GateRefusal>) throws(GateRefusal) in try snapshot.client(id) }
        }
    }

    private static func crypto<Value>(_ body: () throws(CryptoError) -> Value) throws(GateRefusal) -> Value {
        do throws(CryptoError) { return try body() } catch { throw .crypto(error) }
    }
}

/// Where programs are looked up.
struct ClientBook {
    let named: (String) throws(GateRefusal) -> ClientRecord?
    let ofID: (ID<Client>) throws(GateRefusal) -> ClientRecord?
}
