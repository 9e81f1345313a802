import Appearance
import Documents
import Domain
import PDF
import Problems

/// The options that say what a signature looks like, and where it stands.
enum LookOptions {
    typealias Option = Command.Option

    private static let page = Option(name: "--page", value: "PAGE", help: "first, last or a number; first if not given")
    private static let box = Option(
        name: "--box", value: "X,Y,WIDTH,HEIGHT", help: "where on the page, in points; makes the signature visible")
    private static let origin = Option(
        name: "--origin", value: "CORNER", help: "where X and Y count from: bottom-left (if not given) or top-left")
    private static let tag = Option(
        name: "--tag", value: "TEXT", help: "instead of --box: where this text stands in the document")
    private static let size = Option(name: "--size", value: "WIDTH,HEIGHT", help: "with --tag: how large, in points")
    private static let occurrence = Option(
        name: "--tag-occurrence", value: "N", help: "with --tag: which one, a number or last; 1 if not given")
    private static let anchor = Option(
        name: "--tag-anchor", value: "CORNER",
        help: "with --tag: what meets the tag: bottom-left (if not given), top-left or centre")
    private static let image = Option(name: "--image", value: "FILE", help: "a PNG or JPEG picture")
    private static let qr = Option(name: "--qr", value: "TEXT", help: "a QR code of this text")
    private static let line = Option(
        name: "--line", value: "TEXT", help: "a line of text; bold when it begins with *", isRepeatable: true)
    private static let layout = Option(
        name: "--layout", value: "NAME", help: "picture beside or above the text; automatic if not given")
    private static let fontSize = Option(
        name: "--font-size", value: "POINTS", help: "size of the text; as large as fits if not given")
    private static let margin = Option(name: "--margin", value: "POINTS", help: "free on every side; 2 if not given")
    private static let border = Option(
        name: "--border", value: "POINTS", help: "a frame of this width; none if not given")

    static let all = [
        page, box, origin, tag, size, occurrence, anchor, image, qr, line, layout, fontSize, margin, border,
    ]
    /// What is read of a picture's file; the worker has a limit of its own, and says more.
    private static let pictureBytesMax = 32 << 20
    private static let looks = [image, qr, line, layout, fontSize, margin, border]

    static let notes = [
        "In a --line, {name}, {title}, {reason}, {location} and {time} stand for what the signature says of itself.",
        "Without --image, --qr and --line a visible signature shows name, title, reason, place and time.",
    ]

    /// Puts place and look into a task. `words` are what the braces in a line stand for.
    static func apply(
        _ arguments: borrowing CommandArguments, to task: inout SignatureTask, picture: AppearancePicture,
        words: [String: String?]
    ) throws {
        if arguments.has(tag) {
            for option in [box, origin] where arguments.has(option) { throw Problem.conflicting(tag.name, option.name) }
            task.tag = try tagPlace(arguments)
        } else if arguments.has(box) {
            for option in [size, occurrence, anchor] where arguments.has(option) {
                throw Problem.together(option.name, needs: tag.name)
            }
            let numbers = try numbers(arguments, box, count: 4)
            guard numbers[2] > 0, numbers[3] > 0 else { throw Problem.notNumbers(box.name, box.value ?? "") }
            task.request.place = SignatureRequest.Place(
                page: try pageChoice(arguments) ?? .first,
                box: Rectangle(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3]),
                origin: try choice(arguments, origin) ?? .bottomLeft)
        } else {
            for option in [page, origin, size, occurrence, anchor] where arguments.has(option) {
                throw Problem.together(option.name, needs: box.name)
            }
        }
        var isVisible = task.tag != nil || task.request.place != nil
        if case .existing = task.request.field {
            if isVisible { throw Problem.conflicting("--field", arguments.has(tag) ? tag.name : box.name) }
            isVisible = looks.contains { arguments.has($0) }
        }
        for option in looks where arguments.has(option) && !isVisible {
            throw Problem.together(option.name, needs: box.name)
        }
        if isVisible { task.look = try look(arguments, picture, words) }
    }

    private static func tagPlace(_ arguments: borrowing CommandArguments) throws -> TagPlace {
        guard arguments.has(size) else { throw Problem.together(tag.name, needs: size.name) }
        let text = arguments.required(tag)
        guard 1...TagPlace.textCharactersMax ~= text.count else {
            throw Problem.tagUnusable(most: TagPlace.textCharactersMax)
        }
        let numbers = try numbers(arguments, size, count: 2)
        guard numbers.allSatisfy({ $0 > 0 }) else { throw Problem.notNumbers(size.name, size.value ?? "") }
        var wanted: Int? = 1
        if arguments.value(occurrence) == "last" {
            wanted = nil
        } else if let number = try arguments.number(occurrence, in: 1...10_000) {
            wanted = number
        }
        return TagPlace(
            text: text, occurrence: wanted, page: try pageChoice(arguments), width: numbers[0], height: numbers[1],
            anchor: try choice(arguments, anchor) ?? .bottomLeft)
    }

    private static func pageChoice(_ arguments: borrowing CommandArguments) throws(Problem) -> PageChoice? {
        switch arguments.value(page) {
        case nil: return nil
        case "first": return .first
        case "last": return .last
        default: return try arguments.number(page, in: 1...1_000_000).map(PageChoice.number)
        }
    }

    /// The picture, read once for all documents.
    static func picture(_ arguments: borrowing CommandArguments) throws -> AppearancePicture {
        if let path = arguments.value(image) {
            if arguments.has(qr) { throw Problem.conflicting(image.name, qr.name) }
            return .image(try InputFile.bytes(path, most: pictureBytesMax))
        }
        return arguments.value(qr).map { .qr($0) } ?? .none
    }

    private static func look(
        _ arguments: borrowing CommandArguments, _ picture: AppearancePicture, _ words: [String: String?]
    ) throws -> AppearanceSpecification {
        var look = AppearanceSpecification(width: 0, height: 0, picture: picture)
        look.lines = lines(arguments.values(line), words)
        if look.lines.isEmpty && look.picture == .none { look.lines = lines(usualLines(words), words) }
        switch arguments.value(layout) {
        case nil, "automatic": look.layout = .automatic
        case "beside": look.layout = .pictureBesideText
        case "above": look.layout = .pictureAboveText
        default: throw Problem.unknownChoice(layout.name, among: ["automatic", "beside", "above"])
        }
        if arguments.has(fontSize) { look.fontSize = .points(try numbers(arguments, fontSize, count: 1)[0]) }
        if arguments.has(margin) { look.margin = try numbers(arguments, margin, count: 1)[0] }
        if arguments.has(border) { look.border = try numbers(arguments, border, count: 1)[0] }
        return look
    }

    private static func usualLines(_ words: [String: String?]) -> [String] {
        let known = { (name: String) in words[name].flatMap(\.self) != nil }
        return (known("title") ? ["{title}"] : []) + ["*{name}"] + (known("reason") ? ["{reason}"] : [])
            + [known("location") ? "{location}, {time}" : "{time}"]
    }

    private static func lines(_ texts: [String], _ words: [String: String?]) -> [AppearanceLine] {
        texts.map { text in
            let isBold = text.hasPrefix("*")
            return AppearanceLine(
                filled(isBold ? text.dropFirst() : text[...], words), style: isBold ? .bold : .regular)
        }
    }

    /// In one pass from the left: what stands for a brace may hold braces itself, and they stay as they are.
    private static func filled(_ text: Substring, _ words: [String: String?]) -> String {
        var out = ""
        var rest = text
        while let open = rest.firstIndex(of: "{") {
            out += rest[..<open]
            rest = rest[open...]
            let close = rest.firstIndex(of: "}")
            if let close, let word = words[String(rest[rest.index(after: open)..<close])] {
                out += word ?? ""
                rest = rest[rest.index(after: close)...]
            } else {
                out.append(rest.removeFirst())
            }
        }
        return out + rest
    }

    private static func numbers(
        _ arguments: borrowing CommandArguments, _ option: Option, count: Int
    ) throws(Problem) -> [Double] {
        let parts = arguments.required(option).split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Double($0) }.filter(\.isFinite)
        guard parts.count == count, numbers.count == count else {
            throw .notNumbers(option.name, option.value ?? "")
        }
        return numbers
    }

    private static func choice<Value: RawRepresentable & CaseIterable>(
        _ arguments: borrowing CommandArguments, _ option: Option
    ) throws(Problem) -> Value? where Value.RawValue == String {
        guard let text = arguments.value(option) else { return nil }
        guard let value = Value(rawValue: text) else {
            throw .unknownChoice(option.name, among: Value.allCases.map(\.rawValue))
        }
        return value
    }
}
