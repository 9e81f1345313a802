import Database
import DatabasePostgres
import TestSupport
import Testing

@Suite("A connection to PostgreSQL") struct PostgresConnectionTests {
    @Test func `refuses a server that is not there, in words`() {
        #expect(throws: DatabaseError.self) {
            try PostgresDriver(target: "host=/nonexistent").openWriter(creating: false)
        }
    }
}
