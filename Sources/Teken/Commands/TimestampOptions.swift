import Crypto
import HTTPClient
import Problems
import Verification

/// The options that say who stamps time and whom to believe.
enum TimestampOptions {
    typealias Option = Command.Option

    private static let timestamp = Option(
        name: "--timestamp", value: "URL", help: "a timestamp authority; the next one is asked when one fails",
        isRepeatable: true)
    private static let trust = Option(
        name: "--timestamp-trust", value: "PEM", help: "roots under which an authority's certificate is believed")
    private static let policy = Option(
        name: "--timestamp-policy", value: "OID", help: "insist on this policy of the authority")
    private static let time = Option(
        name: "--timestamp-timeout", value: "SECONDS", help: "how long one authority may take; 10 if not given")
    static let optional = Option(
        name: "--timestamp-optional", help: "hand out the signature without a timestamp when no authority answers")

    static let all = [timestamp, trust, policy, time, optional]

    /// Nil where no authority was named.
    static func authorities(_ arguments: borrowing CommandArguments) throws -> TimestampAuthorities? {
        let urls = arguments.values(timestamp)
        guard !urls.isEmpty else {
            // Otherwise a forgotten URL would give a signature without the timestamp that somebody meant to have.
            for option in [trust, policy, time, optional] where arguments.has(option) {
                throw Problem.together(option.name, needs: timestamp.name)
            }
            return nil
        }
        guard let anchors = arguments.value(trust) else {
            throw Problem.together(timestamp.name, needs: trust.name)
        }
        guard urls.allSatisfy(HTTPPost.isUsable) else { throw Problem.notAWebAddress(timestamp.name) }
        let time = Duration.seconds(try arguments.number(time, in: 1...120) ?? 10)
        let requirements = TimestampRequirements(
            anchors: try CertificateFile.read(anchors), policy: try policyIdentifier(arguments))
        return TimestampAuthorities(
            urls.map { .overHTTP($0, totalTime: time) }, requirements: requirements)
    }

    /// The same roots, for judging what was stamped.
    static func anchors(_ arguments: borrowing CommandArguments) throws -> [TrustAnchor] {
        guard let path = arguments.value(trust) else { return [] }
        return try CertificateFile.read(path).map {
            TrustAnchor(name: TrustOptions.name(of: path), certificate: $0.der)
        }
    }

    private static func policyIdentifier(_ arguments: borrowing CommandArguments) throws(Problem) -> String? {
        guard let text = arguments.value(policy) else { return nil }
        let arcs = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt64($0) }
        // X.660 §7.6: the first arc is 0, 1 or 2, and below 0 and 1 there are forty.
        guard arcs.count >= 2, !arcs.contains(nil), let first = arcs[0], let second = arcs[1], first <= 2,
            first == 2 || second < 40
        else { throw .notAnObjectIdentifier(policy.name) }
        return text
    }

    /// What each authority said, for whoever allowed the signature to leave without a timestamp.
    static func tell(_ refusals: [TimestampRefusal]) {
        for refusal in refusals {
            let (words, code) = (refusal.failure.words, refusal.failure.code)
            Console.note("teken: \(refusal.authority): \(words) [timestamp_\(code)]")
        }
    }
}
