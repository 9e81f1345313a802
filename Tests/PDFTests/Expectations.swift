import Foundation
import TestSupport

/// What `fixtures/pdf/expectations.json` says of one file.
struct Expectation: Decodable, Sendable {
    struct Passwords: Decodable, Sendable {
        let user: String
        let owner: String
    }

    let sign: String
    let why: String
    let pages: Int?
    let signatures: Int?
    let encryption: String?
    let xref: String?
    let password: Passwords?
}

enum Expectations {
    static func honest() throws -> [String: Expectation] { try read("pdf/expectations.json") }
    static func bad() throws -> [String: Expectation] { try read("pdf/bad/expectations.json") }

    private static func read(_ name: String) throws -> [String: Expectation] {
        try JSONDecoder().decode([String: Expectation].self, from: Data(Fixture.bytes(name)))
    }
}
