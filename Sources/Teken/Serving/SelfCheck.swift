import Authority
import Crypto
import Documents
import Domain
import Problems
import Store
import Verification

/// Whether an installation can do its work, part by part: what `teken doctor` prints, and a server asks itself every hour.
struct SelfCheck {
    enum State: String, Sendable {
        case well, warning, failing
    }

    struct Finding: Sendable {
        let part: String
        let state: State
        let what: Bilingual
        let next: Bilingual?
        var detail: String?
    }

    private static let soon = Duration.seconds(30 * 86_400)
    /// A failed writing is held against the store for so long only: nobody would try again where nobody is sent any more.
    private static let failureTime = Duration.seconds(10)

    let authority: Authority
    let desk: DocumentDesk
    let isStamped: Bool

    /// One for each part, in the order in which they stand on each other.
    func findings(at now: Instant) -> [Finding] { [store(), keys(), lists(), clock(), ends(at: now), probe(at: now)] }

    func store() -> Finding {
        if let failure = authority.store.writingFailure(within: Self.failureTime) {
            return .failing("store", Problem(failure))
        }
        do throws(StoreError) {
            _ = try authority.store.read { (snapshot: Snapshot<StoreError>) throws(StoreError) in
                try snapshot.keyStates()
            }
            return .well("store", Bilingual("Penyimpanan terbaca.", "The store can be read."))
        } catch {
            return .failing("store", Problem(error))
        }
    }

    private func keys() -> Finding {
        for key in authority.keyRecords where key.role != .root && key.state == .active {
            if let error = authority.failure(of: key.id) {
                return .failing("keys", Problem(error).about(key.role.rawValue))
            }
        }
        return .well("keys", Bilingual("Kunci otoritas terbuka.", "The authority's keys open."))
    }

    private func lists() -> Finding {
        do throws(AuthorityError) {
            let behind = try authority.issuersBehind()
            guard let first = behind.first else {
                return .well("lists", Bilingual("Daftar pencabutan terkini.", "The revocation lists are up to date."))
            }
            return Finding(
                part: "lists", state: .warning,
                what: Bilingual(
                    "Sebuah daftar pencabutan menunggu kuncinya.", "A revocation list waits for its key."),
                next: Bilingual("Jalankan: teken revocations publish", "Run: teken revocations publish"),
                detail: first.role.rawValue)
        } catch {
            return .failing("lists", Problem(error))
        }
    }

    func clock() -> Finding {
        guard let doubt = authority.clockDoubt() else {
            return .well("clock", Bilingual("Jam mesin dipercaya.", "The clock is believed."))
        }
        return .failing("clock", .clockDoubted(doubt))
    }

    /// What ends soon is told before it does.
    private func ends(at now: Instant) -> Finding {
        let due = authority.keyRecords.filter { key in
            guard key.state == .active, let end = key.certificate.notAfter else { return false }
            return end < now + Self.soon
        }
        guard let first = due.first else {
            return .well(
                "certificates", Bilingual("Sertifikat otoritas masih lama berlaku.", "No certificate ends soon."))
        }
        return Finding(
            part: "certificates", state: .warning,
            what: Bilingual(
                "Sebuah sertifikat otoritas segera berakhir.", "One of the authority's certificates ends soon."),
            next: Bilingual(
                "Perbarui: teken authority renew \(first.role.rawValue)",
                "Renew it: teken authority renew \(first.role.rawValue)"), detail: first.certificate.notAfter?.text)
    }

    private func probe(at now: Instant) -> Finding {
        do {
            let verdict = try Probe(desk: desk, authority: authority, isStamped: isStamped).run(at: now)
            guard verdict.signatures.count == 1, verdict.signatures[0].integrity == .intact,
                verdict.signatures[0].timestamps.count == (isStamped ? 1 : 0)
            else { return .failing("probe", .probeNotWhole) }
            return .well(
                "probe", Bilingual("Sebuah surat ditandatangani dan diperiksa.", "A letter was signed and checked."))
        } catch {
            return .failing("probe", Problem(facing: error))
        }
    }
}

extension Problem {
    fileprivate static let probeNotWhole = Problem(
        code: "probe_not_whole", kind: .fault,
        what: Bilingual(
            "Surat percobaan tidak kembali utuh.", "The letter that was signed to try it came back not whole."),
        next: Bilingual("Laporkan kepada pengelola sistem.", "Report it to the operator."))
}

extension SelfCheck.Finding {
    static func well(_ part: String, _ what: Bilingual) -> SelfCheck.Finding {
        SelfCheck.Finding(part: part, state: .well, what: what, next: nil)
    }

    static func failing(_ part: String, _ problem: Problem) -> SelfCheck.Finding {
        SelfCheck.Finding(
            part: part, state: .failing, what: problem.what, next: problem.next,
            detail: [problem.code, problem.detail].compactMap(\.self).joined(separator: ": "))
    }
}
