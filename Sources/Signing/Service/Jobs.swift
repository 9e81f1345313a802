import Crypto
package import Domain
package import Store

/// Work that was accepted and goes on after its program was answered.
package struct AcceptedJob: Sendable {
    package let id: ID<Job>
    /// What it is to the use cases of signing: a request whose answer is kept under the name that its program was given.
    package let request: RepeatableRequest
}

/// What a program is told when its work has come to an end, if it wants to be told.
struct JobNotice: Sendable {
    let id: ID<Job>
    let client: ID<Client>
}

package enum JobStanding: Equatable, Sendable {
    case running
    case ended(RememberedAnswer)
}

extension SigningHouse {
    /// Accepts work: from here on its program may ask for it. `request` is answered with its name, so that whoever repeats it gets the
    /// same work.
    package func accept(
        for client: ClientRecord, answering request: RepeatableRequest?
    ) throws(ServiceError) -> AcceptedJob {
        let (keys, client) = (keys, client.id)
        let id = try ServiceError.crypto { () throws(CryptoError) in
            ID<Job>(random: try Randomness.bytes(ID<Job>.byteCount))
        }
        let key = try ServiceError.crypto { () throws(CryptoError) in try RepeatKey(id, of: client, keys) }
        let (time, deadline) = (policy.jobTime, clock() + policy.repeatsKept)
        let remembered = try Remembered(.job(id), request, self)
        let claim = try store.write { (transaction: Transaction<ServiceError>) throws(ServiceError) in
            guard case .first(let claim) = try transaction.claim(key, for: time, until: deadline) else {
                throw .refused(.stillRunning)
            }
            try transaction.remember(remembered)
            return claim
        }
        return AcceptedJob(
            id: id, request: RepeatableRequest(key: key, claim: claim, job: JobNotice(id: id, client: client)))
    }

    /// What became of work of this program's. Where nobody has finished it in time nobody will: it is ended with `words`, for good, and
    /// nothing of it was signed.
    package func standing(
        of id: ID<Job>, for client: ClientRecord, interrupted words: [UInt8]
    ) throws(ServiceError) -> JobStanding {
        let (keys, client) = (keys, client.id)
        let key = try ServiceError.crypto { () throws(CryptoError) in try RepeatKey(id, of: client, keys) }
        switch try standing(of: key) {
        case nil: throw .refused(.noSuchJob)
        case .running: return .running
        case .overdue(let claim):
            try remember(
                words, briefly: false,
                of: RepeatableRequest(key: key, claim: claim, job: JobNotice(id: id, client: client)))
            guard case .answered(let sealed) = try standing(of: key) else { return .running }
            return .ended(try opened(sealed, of: key))
        case .answered(let sealed): return .ended(try opened(sealed, of: key))
        }
    }

    private func standing(of key: RepeatKey) throws(ServiceError) -> RepeatStanding? {
        let now = clock()
        return try store.read { (snapshot: Snapshot<ServiceError>) throws(ServiceError) in
            try snapshot.standing(of: key, at: now)
        }
    }

    /// Names the work and says how it ended; what came of it is asked for with the program's own credentials.
    func notice(of job: JobNotice, isDone: Bool) throws(ServiceError) -> OutboxDraft {
        let body: JSON = [
            "type": .text("job.ended"), "job": .text(Hexadecimal.text(job.id.bytes)),
            "state": .text(isDone ? "done" : "refused"), "time": .text(clock().text),
        ]
        let keys = keys
        return try ServiceError.crypto { () throws(CryptoError) in
            let id = ID<OutboxMessage>(random: try Randomness.bytes(ID<OutboxMessage>.byteCount))
            return try OutboxDraft(id, Array(body.line.utf8), for: job.client, keys)
        }
    }
}
