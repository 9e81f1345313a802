import Documents
import HTTP
import TestSupport
import Testing

@testable import Teken

@Suite("Whether a service can do its work") struct HealthTests {
    private struct Asked {
        let sample: AuthoritySample
        let health: Health
        let desk: HTTPDesk

        init() throws {
            sample = try AuthoritySample()
            let check = SelfCheck(authority: sample.authority, desk: try .ofThisBuild(), isStamped: false)
            health = Health(check) { _ in }
            desk = HTTPDesk(health.routes)
        }

        func ready() throws -> String {
            let answer = try desk.ask(.get, "/readyz")
            return "\(answer.status) \(String(decoding: answer.content, as: UTF8.self))"
        }
    }

    @Test func `is told by the clock as it goes now, not as it went at the last look`() throws {
        let asked = try Asked()
        #expect(try asked.ready() == "200 ready\n" && asked.health.untilNextLook == .seconds(3_600))
        asked.sample.clock.jump(.seconds(86_400))
        #expect(try asked.ready().hasPrefix("503 clock: clock_doubted"))
    }

    @Test func `is looked at again soon where something was found`() throws {
        let asked = try Asked()
        asked.sample.clock.jump(.seconds(86_400))
        asked.health.look()
        #expect(asked.health.untilNextLook == .seconds(30))
    }
}
