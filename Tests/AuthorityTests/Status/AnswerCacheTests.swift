import Crypto
import Domain
import Testing

@testable import Authority

@Suite("Remembered answers") struct AnswerCacheTests {
    private static let noon = Instant(secondsSince1970: 1_790_000_000)
    private static let serial = SerialNumber([7])!

    private static func answer(_ byte: UInt8, of serial: SerialNumber = serial) -> AnswerCache.Answer {
        AnswerCache.Answer(bytes: [byte], serials: [serial], made: noon, renewal: noon + .seconds(60))
    }

    @Test func `are given until they are to be made anew`() {
        let cache = AnswerCache(most: 10)
        cache.keep(Self.answer(1), to: [1], since: cache.mark())
        #expect(cache.answer(to: [1], at: Self.noon) == [1])
        #expect(cache.answer(to: [1], at: Self.noon + .seconds(59)) == [1])
        #expect(cache.answer(to: [1], at: Self.noon + .seconds(60)) == nil)
        #expect(cache.answer(to: [2], at: Self.noon) == nil)
    }

    @Test func `are not given before they were made, by a clock that was put right`() {
        let cache = AnswerCache(most: 10)
        cache.keep(Self.answer(1), to: [1], since: cache.mark())
        #expect(cache.answer(to: [1], at: Self.noon - .seconds(1)) == nil)
    }

    @Test func `are gone with a change of their subject, and nobody else's`() {
        let cache = AnswerCache(most: 10)
        let other = SerialNumber([8])!
        cache.keep(Self.answer(1), to: [1], since: cache.mark())
        cache.keep(Self.answer(2), to: [2], since: cache.mark())
        cache.keep(Self.answer(3, of: other), to: [3], since: cache.mark())
        cache.forget([Self.serial])
        #expect(cache.answer(to: [1], at: Self.noon) == nil && cache.answer(to: [2], at: Self.noon) == nil)
        #expect(cache.answer(to: [3], at: Self.noon) == [3])
    }

    @Test func `worked out before a change are not kept behind it`() {
        let cache = AnswerCache(most: 10)
        let mark = cache.mark()
        cache.forget([Self.serial])
        cache.keep(Self.answer(1), to: [1], since: mark)
        #expect(cache.answer(to: [1], at: Self.noon) == nil)
    }

    @Test func `are bounded, and those that are asked for stay`() {
        let cache = AnswerCache(most: 10)
        cache.keep(Self.answer(0), to: [0], since: cache.mark())
        for number in UInt8(1)...200 {
            cache.keep(Self.answer(number), to: [number], since: cache.mark())
            #expect(cache.answer(to: [0], at: Self.noon) == [0])
        }
        let kept = (UInt8(1)...200).count { cache.answer(to: [$0], at: Self.noon) != nil }
        #expect(kept < 10)
        cache.forget([Self.serial])
        #expect(cache.answer(to: [0], at: Self.noon) == nil)
    }

    @Test func `are not kept for questions of any length`() {
        let cache = AnswerCache(most: 10)
        for (count, isKept) in [(512, true), (513, false)] {
            let question = [UInt8](repeating: 1, count: count)
            cache.keep(Self.answer(1), to: question, since: cache.mark())
            #expect((cache.answer(to: question, at: Self.noon) != nil) == isKept)
        }
    }
}
