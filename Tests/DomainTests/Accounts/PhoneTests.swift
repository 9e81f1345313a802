import Domain
import Testing

@Suite("A telephone number") struct PhoneTests {
    private static let number = "6281299990001"

    private func awaiting() -> Phone {
        var phone = Phone()
        _ = phone.requestCode(for: Self.number, at: .noon)
        return phone
    }

    @Test func `is its owner's once the code was right`() {
        var phone = awaiting()
        #expect(phone.submitCode(matches: true, at: .noon) == .checked)
        #expect(phone.submitCode(matches: false, at: .noon) == .checked)
        #expect(phone.state == .checked && phone.number == Self.number)
    }

    @Test func `gives five tries and no sixth, right or wrong`() {
        var phone = awaiting()
        for left in [4, 3, 2, 1] {
            #expect(phone.submitCode(matches: false, at: .noon) == .tryAgain(attemptsLeft: left))
        }
        #expect(phone.submitCode(matches: false, at: .noon) == .refused(.attemptsUsed))
        #expect(phone.submitCode(matches: true, at: .noon) == .refused(.attemptsUsed))
    }

    @Test func `takes a code until its time is over`() {
        var (early, late) = (awaiting(), awaiting())
        let end = Instant.noon + Phone.codeLifetime
        #expect(early.submitCode(matches: true, at: end - .nanoseconds(1)) == .checked)
        #expect(late.submitCode(matches: true, at: end) == .refused(.expired))
    }

    @Test func `gets another code after a wait only`() {
        var phone = awaiting()
        let soon = Instant.noon + .seconds(59)
        #expect(phone.requestCode(for: Self.number, at: soon) == .refused(.tooSoon(wait: .seconds(1))))
        #expect(phone.requestCode(for: Self.number, at: .noon + Phone.resendWait) == .sendCode)
    }

    @Test(arguments: ["", "123456789", "1234567890123456", "+6281299990001", "62812 99990001", "٦٢٨١٢٩٩٩٩٠٠٠١"])
    func `is ten to fifteen digits`(number: String) {
        var phone = Phone()
        #expect(phone.requestCode(for: number, at: .noon) == .refused(.badNumber))
        #expect(phone == Phone())
    }

    @Test func `that was checked changes only when its owner agrees, and is checked anew`() {
        var phone = awaiting()
        #expect(phone.release() == .refused(.notChecked))
        _ = phone.submitCode(matches: true, at: .noon)
        #expect(phone.requestCode(for: "6281299990002", at: .noon + .seconds(99)) == .refused(.notChecked))
        #expect(phone.release() == .sendCode)
        #expect(phone.requestCode(for: "6281299990002", at: .noon + .seconds(99)) == .sendCode)
        #expect(phone.submitCode(matches: false, at: .noon + .seconds(99)) == .tryAgain(attemptsLeft: 4))
    }

    @Test func `without a code has none to check`() {
        var phone = Phone()
        #expect(phone.submitCode(matches: true, at: .noon) == .refused(.noCode))
    }
}
