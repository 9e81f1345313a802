import Channels
import Testing

@Suite("A deadline") struct DeadlineTests {
    @Test func `lies after now by what was asked, and is past when it comes`() {
        #expect(Deadline.after(.zero).isPast)
        #expect(!Deadline.after(.seconds(60)).isPast)
        #expect(Deadline.after(.seconds(60)).remaining > .seconds(59))
        #expect(Deadline.after(.seconds(60)).remaining <= .seconds(60))
        #expect(Deadline.after(.seconds(-1)).remaining == .zero)
    }

    @Test func `is never too soon for poll`() {
        #expect(Deadline.after(.microseconds(900)).pollMilliseconds == 1)
        #expect(Deadline.after(.seconds(-1)).pollMilliseconds == 0)
        #expect(Deadline.never.pollMilliseconds == -1)
        #expect(Deadline.after(.seconds(1 << 31)).pollMilliseconds == .max)
    }

    @Test func `beyond all counting is never`() {
        #expect(Deadline.after(.seconds(Int64.max)) == .never)
        #expect(Deadline.never + .seconds(1) == .never && Deadline.never + .seconds(-1) == .never)
        #expect(Deadline.now < .never)
    }
}

@Suite("The terms of a worker") struct WorkerTermsTests {
    @Test func `arrive as they were sent`() throws {
        var terms = WorkerTerms()
        terms.requestsMax = 3
        terms.lifetime = .seconds(70_000)
        terms.memoryMiBMax = 513
        terms.documentsMiBMax = 2
        #expect(try WorkerTerms(terms.bytes) == terms)
    }

    @Test(arguments: 0..<4) func `have nothing that is without end`(field: Int) {
        var bytes = WorkerTerms().bytes
        bytes.replaceSubrange(4 * field..<4 * field + 4, with: [0, 0, 0, 0])
        #expect(throws: ChannelError.malformed) { try WorkerTerms(bytes) }
        bytes.replaceSubrange(4 * field..<4 * field + 4, with: [0, 0, 0, 0x80])
        #expect(throws: ChannelError.malformed) { try WorkerTerms(bytes) }
        #expect(throws: ChannelError.malformed) { try WorkerTerms(WorkerTerms().bytes + [0]) }
    }
}
