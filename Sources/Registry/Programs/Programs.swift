package import Crypto
package import Domain
package import Store

extension Registry {
    /// A program that is about to be entered. Whether its blocks of addresses are written as such was found out before.
    package struct ProgramDraft: Sendable {
        package var name: String
        /// Nil where it may act for everybody's people.
        package var institution: ID<Institution>?
        package var scopes: ClientScopes
        package var addresses: String

        package init(
            _ name: String, institution: ID<Institution>?, scopes: ClientScopes = .usual, addresses: String = ""
        ) {
            (self.name, self.institution, self.scopes, self.addresses) = (name, institution, scopes, addresses)
        }
    }

    /// 256 random bits, as a text that a program can be configured with. It is shown once: the store keeps a code of it.
    package static func freshSecret() throws(RegistryError) -> Secret {
        try RegistryError.crypto { () throws(CryptoError) in
            let secret = try Secret.random(count: 32)
            var text = unsafe secret.withBytes { bytes in
                unsafe bytes.flatMap { [Hexadecimal.digit($0 >> 4), Hexadecimal.digit($0 & 15)] }
            }
            return try Secret(wiping: &text)
        }
    }

    package func enter(
        _ program: ProgramDraft, secret: borrowing Secret, by mandate: Mandate = .installation
    ) throws(RegistryError) -> ID<Client> {
        guard program.hasUsableName else { throw .refused(.clientNameUnusable) }
        try mandate.judge(giving: program.scopes)
        let id = try identifier() as ID<Client>
        let record = try self.record(of: program, id, secret: secret)
        let event = mandate.event(.clientEntered, id)
        return try onceMore { () throws(RegistryError) in
            try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
                guard try transaction.client(named: record.name) == nil else { throw .refused(.clientNameTaken) }
                guard mandate.reaches(record) else { throw .refused(.unknownInstitution) }
                if let institution = record.institution, try transaction.institution(institution) == nil {
                    throw .refused(.unknownInstitution)
                }
                try transaction.insert(record)
                try transaction.record(event)
                return id
            }
        }
    }

    /// In the order of their names.
    package func programs(by mandate: Mandate = .installation) throws(RegistryError) -> [ClientRecord] {
        try store.read { (snapshot: Snapshot<RegistryError>) throws(RegistryError) in try snapshot.clients() }
            .filter(mandate.reaches)
    }

    package func program(_ id: ID<Client>, by mandate: Mandate) throws(RegistryError) -> ClientRecord {
        let found = try store.read { (snapshot: Snapshot<RegistryError>) throws(RegistryError) in
            try snapshot.client(id)
        }
        guard let found, mandate.reaches(found) else { throw .refused(.unknownClient) }
        return found
    }

    package func program(named name: String) throws(RegistryError) -> ClientRecord {
        let found = try store.read { (snapshot: Snapshot<RegistryError>) throws(RegistryError) in
            try snapshot.client(named: name)
        }
        guard let found else { throw .refused(.unknownClient) }
        return found
    }

    package func set(_ scopes: ClientScopes, of id: ID<Client>, by mandate: Mandate = .installation)
        throws(RegistryError)
    {
        try mandate.judge(giving: scopes)
        try change(id, .clientChanged, by: mandate) { $0.scopes = scopes }
    }

    /// From which blocks it may call; from anywhere where there are none.
    package func set(addresses: String, of id: ID<Client>, by mandate: Mandate = .installation) throws(RegistryError) {
        try change(id, .clientChanged, by: mandate) { $0.addresses = addresses }
    }

    /// The old one is good for nothing any more.
    package func set(secret: borrowing Secret, of id: ID<Client>, by mandate: Mandate = .installation)
        throws(RegistryError)
    {
        let known = try program(id, by: mandate)
        let draft = ProgramDraft(known.name, institution: known.institution)
        let code = try record(of: draft, id, secret: secret)
        try change(id, .clientChanged, by: mandate) { $0.takeSecret(of: code) }
    }

    package func disable(_ id: ID<Client>, by mandate: Mandate = .installation) throws(RegistryError) {
        try change(id, .clientDisabled, by: mandate, givesNothing: true) { $0.state = .disabled }
    }

    /// Also one that was suspended; what it had wrong until now is forgotten.
    package func enable(_ id: ID<Client>, by mandate: Mandate = .installation) throws(RegistryError) {
        let count = try RegistryError.crypto { () throws(CryptoError) in
            try PassphraseGuards.suspicion(of: id, keys)
        }
        try change(id, .clientEnabled, by: mandate, forgetting: count) { $0.state = .enabled }
    }

    private func change(
        _ id: ID<Client>, _ operation: AuditOperation, by mandate: Mandate, givesNothing: Bool = false,
        forgetting count: [UInt8]? = nil, _ change: @escaping @Sendable (inout ClientRecord) -> Void
    ) throws(RegistryError) {
        let event = mandate.event(operation, id)
        try store.write { (transaction: Transaction<RegistryError>) throws(RegistryError) in
            guard var program = try transaction.lockedClient(id), mandate.reaches(program) else {
                throw .refused(.unknownClient)
            }
            // Whoever has a hold on a program can do what it can.
            if !givesNothing { try mandate.judge(giving: program.scopes) }
            change(&program)
            try transaction.set(program)
            if let count { try transaction.succeed(count) }
            try transaction.record(event)
        }
    }

    private func record(
        of program: ProgramDraft, _ id: ID<Client>, secret: borrowing Secret
    ) throws(RegistryError) -> ClientRecord {
        guard secret.count >= policy.secretBytesMin else {
            throw .refused(.clientSecretTooShort(bytesMin: policy.secretBytesMin))
        }
        return try RegistryError.crypto { () throws(CryptoError) in
            try ClientRecord(
                id: id, name: program.name, secret: unsafe secret.withBytes { unsafe Array($0) },
                institution: program.institution, scopes: program.scopes, addresses: program.addresses, keys)
        }
    }
}

extension Registry.ProgramDraft {
    package static let nameBytesMax = 64

    /// What stands in a header of HTTP before a colon, in a log, and on a command line without being quoted.
    fileprivate var hasUsableName: Bool {
        (1...Self.nameBytesMax).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

extension Mandate {
    fileprivate func event(_ operation: AuditOperation, _ program: ID<Client>) -> AuditEvent {
        AuditEvent(operation, .done, actor: subject, client: client, objects: [AuditSubject(.client, program)])
    }
}
