import Database
package import Domain

/// What makes this store the one it is.
package struct Installation: Hashable, Sendable {
    package let id: ID<Installation>
    package let created: Instant
    /// Raised by each restore: numbers that only rise are counted from it, each has audit logs of its own, and a program that
    /// opened another one writes nothing.
    package let generation: Int64

    static func read(_ connection: any DatabaseConnection) throws(DatabaseError) -> Installation? {
        guard let row = try connection.first("SELECT id, created, generation FROM installation") else { return nil }
        return Installation(id: try row["id"], created: try row["created"], generation: try row["generation"])
    }

    func insert(_ connection: any DatabaseConnection) throws(DatabaseError) {
        try connection.run(
            "INSERT INTO installation (singleton, id, created, generation) VALUES (1, \(id), \(created), \(generation))"
        )
    }
}

/// One running `teken` among those that share a store.
package enum StoreNode {}
