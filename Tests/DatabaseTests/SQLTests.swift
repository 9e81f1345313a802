import Database
import Domain
import TestSupport
import Testing

@Suite("A statement") struct SQLTests {
    @Test func `binds what is interpolated and pastes nothing`() {
        let name = "'; DROP TABLE person; --"
        let statement: SQL = "SELECT id FROM person WHERE name = \(name) AND age > \(17)"
        #expect(statement.text(marking: "?") == "SELECT id FROM person WHERE name = ?1 AND age > ?2")
        #expect(statement.text(marking: "$") == "SELECT id FROM person WHERE name = $1 AND age > $2")
        #expect(statement.values == [.text(name), .integer(17)])
    }

    @Test func `takes over the values of a part of it`() {
        let filter: SQL = "state = \("open") AND due < \(Instant.noon)"
        let statement: SQL = "SELECT id FROM signing_order WHERE client = \([UInt8]([1, 2])) AND \(filter) LIMIT \(5)"
        #expect(
            statement.text(marking: "?")
                == "SELECT id FROM signing_order WHERE client = ?1 AND state = ?2 AND due < ?3 LIMIT ?4")
        #expect(
            statement.values == [
                .bytes([1, 2]), .text("open"), .integer(Instant.noon.nanosecondsSince1970), .integer(5),
            ])
    }

    @Test func `keeps texts with a zero from the databases`() {
        let statement: SQL = "SELECT \("a\0b")"
        #expect(throws: DatabaseError.zeroInText) { try statement.checkTexts() }
    }
}

private enum Colour: String, SQLStorable, CaseIterable { case red, blue }

@Suite("A value in a column") struct SQLValueTests {
    @Test func `comes back as what it was`() {
        #expect(Int(sqlValue: Int.min.sqlValue) == Int.min)
        #expect(Bool(sqlValue: true.sqlValue) == true && Bool(sqlValue: false.sqlValue) == false)
        #expect(String(sqlValue: "é".sqlValue) == "é")
        #expect([UInt8](sqlValue: [UInt8]([0, 255]).sqlValue) == [0, 255])
        #expect(Instant(sqlValue: Instant.noon.sqlValue) == .noon)
        let id = ID<Int>.fixture(7)
        #expect(ID<Int>(sqlValue: id.sqlValue) == id)
        #expect(Int?(sqlValue: Int?.none.sqlValue) == .some(.none))
        #expect(Int?(sqlValue: Int?(5).sqlValue) == .some(5))
        #expect(Colour(sqlValue: Colour.blue.sqlValue) == .blue)
    }

    @Test func `is refused as anything else`() {
        #expect(Int(sqlValue: .text("5")) == nil)
        #expect(Bool(sqlValue: .integer(2)) == nil)
        #expect(String(sqlValue: .bytes([65])) == nil)
        #expect(ID<Int>(sqlValue: .bytes([1, 2, 3])) == nil)
        #expect(Colour(sqlValue: .text("green")) == nil)
        #expect(Int(sqlValue: .null) == nil)
        #expect(Int?(sqlValue: .text("5")) == nil)
    }

    @Test func `is read by the name of its column`() throws {
        let row = Row(columns: ["id", "name"], values: [.integer(3), .null])
        let (id, name): (Int, String?) = (try row["id"], try row["name"])
        #expect(id == 3 && name == nil)
        #expect(throws: DatabaseError.unexpectedValue(column: "name")) {
            let _: String = try row["name"]
        }
    }
}
