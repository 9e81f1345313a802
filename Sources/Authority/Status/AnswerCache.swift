import Crypto
import Domain
import Synchronization

/// Answers about status that were given before, by the very bytes of their questions.
///
/// Bounded: of two halves, the older one is dropped whenever the newer one is full. A change of somebody's status takes the answers
/// about him out, and what was worked out before the change is not kept behind it.
final class AnswerCache: Sendable {
    struct Answer: Sendable {
        let bytes: [UInt8]
        let serials: [SerialNumber]
        let made: Instant
        /// From when on it is to be made anew.
        let renewal: Instant

        /// One that comes out of the future was made by a clock that was wrong, and whoever reads it would not believe it.
        func holds(at now: Instant) -> Bool { made <= now && now < renewal }
    }

    /// A state of the cache: what is worked out under an older one is not kept.
    struct Mark: Hashable, Sendable {
        fileprivate let changes: Int
    }

    private struct Question: Hashable {
        let bytes: [UInt8]

        /// All bytes at once: an array hashes itself byte by byte, which takes longer by far.
        func hash(into hasher: inout Hasher) {
            unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        }
    }

    private struct Contents {
        var newer: [Question: Answer] = [:]
        var older: [Question: Answer] = [:]
        var asked: [SerialNumber: Set<Question>] = [:]
        var changes = 0
    }

    /// Longer questions are answered and not remembered: nobody asks them for one certificate.
    static let questionBytesMax = 512

    private let halfMost: Int
    private let contents = Mutex(Contents())

    init(most: Int) {
        halfMost = max(1, most / 2)
    }

    /// The state before anything is looked up.
    func mark() -> Mark { contents.withLock { Mark(changes: $0.changes) } }

    func answer(to question: [UInt8], at now: Instant) -> [UInt8]? {
        let question = Question(bytes: question)
        return contents.withLock { contents in
            if let known = contents.newer[question] { return known.holds(at: now) ? known.bytes : nil }
            guard let known = contents.older[question], known.holds(at: now) else { return nil }
            put(known, for: question, in: &contents)
            return known.bytes
        }
    }

    func keep(_ answer: Answer, to question: [UInt8], since mark: Mark) {
        guard question.count <= Self.questionBytesMax else { return }
        contents.withLock { contents in
            guard contents.changes == mark.changes else { return }
            put(answer, for: Question(bytes: question), in: &contents)
        }
    }

    func forget(_ serials: some Sequence<SerialNumber>) {
        contents.withLock { contents in
            contents.changes += 1
            for serial in serials {
                for question in contents.asked.removeValue(forKey: serial) ?? [] {
                    contents.newer[question] = nil
                    contents.older[question] = nil
                }
            }
        }
    }

    func forgetAll() {
        contents.withLock { contents in
            contents = Contents(changes: contents.changes + 1)
        }
    }

    /// Questions whose answers are to be made anew before `moment`, for whoever does so ahead of time.
    func due(before moment: Instant, most: Int) -> [[UInt8]] {
        contents.withLock { contents in
            Array(contents.newer.lazy.filter { $0.value.renewal <= moment }.map(\.key.bytes).prefix(most))
        }
    }

    private func put(_ answer: Answer, for question: Question, in contents: inout Contents) {
        if contents.newer.count >= halfMost, contents.newer[question] == nil {
            for (old, known) in contents.older where contents.newer[old] == nil {
                for serial in known.serials { contents.asked[serial]?.remove(old) }
            }
            contents.asked = contents.asked.filter { !$0.value.isEmpty }
            contents.older = contents.newer
            contents.newer = [:]
        }
        contents.newer[question] = answer
        for serial in answer.serials { contents.asked[serial, default: []].insert(question) }
    }
}
