import TestSupport
import Testing

@testable import Crypto

@Suite("A secret shared among operators") struct OperatorShareTests {
    private func secret() throws -> OperatorSecret { try OperatorSecret(.of(Array(0..<32))) }

    @Test(arguments: [(2, 3), (3, 5), (2, 2), (5, 5), (16, 16)])
    func `is made again by any of enough shares`(threshold: Int, count: Int) throws {
        let secret = try secret()
        let shares = try secret.split(into: count, threshold: threshold)
        #expect(shares.map(\.index) == (1...count).map { UInt8($0) })
        for _ in 0..<20 {
            let some = Array(shares.shuffled().prefix(threshold))
            #expect(try OperatorSecret(from: some).secret.equals(secret.secret))
        }
        #expect(try OperatorSecret(from: shares.shuffled()).secret.equals(secret.secret), "all of them")
    }

    @Test func `is not made by one share too few, a hundred times of a hundred`() throws {
        for _ in 0..<100 {
            let shares = try OperatorSecret.random().split(into: 3, threshold: 2)
            let one = shares.shuffled()[0]
            #expect(throws: CryptoError.share(.tooFew(needed: 2, given: 1))) { _ = try OperatorSecret(from: [one]) }
            // Whoever lies about the threshold gets something else, and it is told from the secret.
            let lying = try OperatorShare(set: one.set, threshold: 1, index: one.index, value: copy(of: one.value))
            #expect(throws: CryptoError.share(.doNotFit)) { _ = try OperatorSecret(from: [lying]) }
        }
    }

    /// With one share of two known, each value of the other gives another secret: none is likelier than the others.
    @Test func `could be anything to whoever has one share of two`() throws {
        let known = try secret().split(into: 2, threshold: 2)[0]
        var made: Set<UInt8> = []
        for guess in UInt8.min...UInt8.max {
            let other = try OperatorShare(
                set: known.set, threshold: 2, index: 2, value: .of([guess] + [UInt8](repeating: 0, count: 31)))
            made.insert(try SecretSharing.combine([known, other]).revealed[0])
        }
        #expect(made.count == 256)
    }

    @Test func `is split anew each time`() throws {
        let (one, other) = (try secret().split(into: 3, threshold: 2), try secret().split(into: 3, threshold: 2))
        #expect(one[0].set == other[0].set)
        let isSame = one[0].value.equals(other[0].value)
        #expect(!isSame)
        // The shares of two splits make nothing together, though their set has one name.
        #expect(throws: CryptoError.share(.doNotFit)) { _ = try OperatorSecret(from: [one[0], other[1]]) }
    }

    @Test func `names what is wrong with the shares that were given`() throws {
        let shares = try secret().split(into: 3, threshold: 2)
        let foreign = try OperatorSecret.random().split(into: 3, threshold: 2)
        let forged = try OperatorShare(
            set: shares[1].set, threshold: 2, index: 2, value: .of([UInt8](repeating: 9, count: 32)))
        for (given, defect) in [
            ([], .tooFew(needed: 2, given: 0)), ([shares[0], foreign[1]], .mixed), ([shares[0], shares[0]], .twice(1)),
            ([shares[0], shares[2], shares[0]], .twice(1)), ([shares[0], forged], .doNotFit),
            ([shares[0], shares[2], forged], .doNotFit),
        ] as [([OperatorShare], ShareDefect)] {
            #expect(throws: CryptoError.share(defect)) { _ = try OperatorSecret(from: given) }
        }
    }

    private func copy(of secret: borrowing Secret) throws -> Secret { try secret.slice(from: 0, count: secret.count) }
}

@Suite("A share on paper") struct ShareTextTests {
    private func share() throws -> OperatorShare {
        try OperatorSecret(.of(Array(0..<32))).split(into: 3, threshold: 2)[1]
    }

    private func text(_ share: OperatorShare) throws -> String {
        String(decoding: try share.text().revealed, as: UTF8.self)
    }

    private func typed(_ text: String) throws -> OperatorShare { try OperatorShare(typed: .of(text)) }

    @Test func `comes back as it was printed, however it is typed`() throws {
        let share = try share()
        let text = try text(share)
        #expect(text.split(separator: "\n").count == 4 && text.count == 112)
        let ways = [
            text, text.lowercased(), text.filter { $0 != "-" && $0 != "\n" }, text.replacing("-", with: " "),
            text.replacing("\n", with: "\r\n"), text.replacing("0", with: "O").replacing("1", with: "l"),
            text.replacing("0", with: "o").replacing("1", with: "I"), "  " + text + "\t\n",
        ]
        for way in ways {
            let read = try typed(way)
            #expect(read.set == share.set && read.index == 2 && read.threshold == 2)
            let isSame = read.value.equals(share.value)
            #expect(isSame)
        }
    }

    @Test func `finds every wrong character, and in which group`() throws {
        let plain = Array(try text(share()).utf8.filter { GroupCheck.value(of: $0) != nil })
        for place in plain.indices {
            for letter in GroupCheck.alphabet.thinnedWhenWatched(to: 11) where letter != plain[place] {
                var wrong = plain
                wrong[place] = letter
                #expect(throws: CryptoError.share(.mistyped(group: place / 6 + 1))) {
                    try typed(String(decoding: wrong, as: UTF8.self))
                }
            }
        }
    }

    @Test func `finds neighbours that changed places, characters and groups`() throws {
        let plain = Array(try text(share()).utf8.filter { GroupCheck.value(of: $0) != nil })
        for place in 0..<plain.count - 1 where plain[place] != plain[place + 1] && place % 6 != 5 {
            var wrong = plain
            wrong.swapAt(place, place + 1)
            #expect(throws: CryptoError.share(.mistyped(group: place / 6 + 1))) {
                try typed(String(decoding: wrong, as: UTF8.self))
            }
        }
        let groups = stride(from: 0, to: 96, by: 6).map { Array(plain[$0..<$0 + 6]) }
        for (one, other) in [(0, 1), (3, 12), (14, 15)] {
            var wrong = groups
            wrong.swapAt(one, other)
            #expect(throws: CryptoError.share(.mistyped(group: one + 1))) {
                try typed(String(decoding: wrong.joined(), as: UTF8.self))
            }
        }
    }

    @Test func `is refused by what is wrong with it`() throws {
        let text = try text(share())
        func checked(_ symbols: [UInt8]) -> String {
            let groups = stride(from: 0, to: 80, by: 5).map { start in
                let group = Array(symbols[start..<start + 5])
                var check = GroupCheck()
                for symbol in group { check.take(symbol) }
                return group + [check.symbol(ofGroup: start / 5)]
            }
            return String(decoding: groups.joined().map { GroupCheck.alphabet[Int($0)] }, as: UTF8.self)
        }
        for (typing, defect) in [
            ("", .wrongLength(characters: 0, expected: 96)),
            (String(text.dropLast(2)), .wrongLength(characters: 95, expected: 96)),
            (text + "0", .wrongLength(characters: 97, expected: 96)), ("U" + text.dropFirst(), .mistyped(group: 1)),
            (text.prefix(60) + "*" + text.dropFirst(61), .mistyped(group: 9)),
            (checked([UInt8](repeating: 0, count: 80)), .damaged),
            (String(repeating: "0", count: 2_000), .wrongLength(characters: 2_000, expected: 96)),
        ] as [(String, ShareDefect)] {
            #expect(throws: CryptoError.share(defect), "\(typing.prefix(20))") { try typed(typing) }
        }
    }
}
