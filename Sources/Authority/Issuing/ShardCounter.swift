import Domain
import Store
import Synchronization

/// Which list a new certificate is on, by how many its issuer has. Several nodes count apart, and a list may come out some
/// certificates longer for it.
final class ShardCounter: Sendable {
    private let certificatesPerList: Int
    private let counts = Mutex<[ID<AuthorityKey>: Int]>([:])

    init(certificatesPerList: Int) {
        self.certificatesPerList = max(1, certificatesPerList)
    }

    /// `known` is asked once for each issuer.
    func next(
        for issuer: ID<AuthorityKey>, known: () throws(AuthorityError) -> Int
    ) throws(AuthorityError) -> ListShard {
        let start = counts.withLock { $0[issuer] }
        let first: Int
        if let start { first = start } else { first = try known() }
        let count = counts.withLock { counts in
            let count = max(counts[issuer] ?? 0, first)
            counts[issuer] = count + 1
            return count
        }
        let part = count / certificatesPerList
        return part == 0 ? .all : .part(part)
    }
}
