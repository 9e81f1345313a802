import HTTPClient
import Problems
import Signing

/// The options that say what may be fetched for a verdict.
enum FetchOptions {
    typealias Option = Command.Option

    static let offline = Option(name: "--offline", help: "ask nobody: judge with what is at hand")
    private static let inside = Option(
        name: "--fetch-inside", help: "ask addresses inside this network as well, where certificates name them")

    static let all = [offline, inside]

    /// Nil where nobody is to be asked.
    static func source(_ arguments: borrowing CommandArguments) throws(Problem) -> MaterialSource? {
        guard !arguments.has(offline) else {
            guard !arguments.has(inside) else { throw .conflicting(offline.name, inside.name) }
            return nil
        }
        return .overHTTP(arguments.has(inside) ? .any : .publicOnly) { words in
            Console.note("teken: \(Console.tame(words))")
        }
    }
}
