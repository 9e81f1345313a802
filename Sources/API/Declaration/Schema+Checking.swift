import Crypto
import Domain
import JSONInput

/// One field of a request that cannot be used, and how it has to be. What was sent is not repeated.
struct FieldError: Hashable, Sendable {
    let field: String
    let what: Bilingual

    init(_ field: String, _ indonesian: String, _ english: String) {
        self.field = field
        what = Bilingual(indonesian, english)
    }
}

extension Schema {
    /// Whoever has more of them wrong is told of the first ones.
    static let errorsMax = 20
    private static let nameCharactersMax = 40

    /// What is wrong with something that was sent; nothing, and it may be used without looking again.
    func errors(in input: JSONInput, at place: String = "") -> [FieldError] {
        switch self {
        case .object(let members, let choices): return Self.errors(in: input, at: place, members, choices)
        case .list(let element, let count):
            guard let elements = input.elements else {
                return [FieldError(place, "harus larik", "it must be an array")]
            }
            guard count.contains(elements.count) else {
                let bounds = "\(count.lowerBound)..\(count.upperBound)"
                return [FieldError(place, "harus \(bounds) butir", "it must have \(bounds) elements")]
            }
            var errors: [FieldError] = []
            for (index, value) in elements.enumerated() where errors.count < Self.errorsMax {
                errors += element.errors(in: value, at: "\(place)[\(index)]")
            }
            return errors
        case .text(let form):
            return form.fits(input) ? [] : [FieldError(place, form.words.indonesian, form.words.english)]
        case .integer(let range):
            return Self.errors(in: input.whole.map(Double.init), at: place, range, "bulat", "whole ")
        case .number(let range): return Self.errors(in: input.number, at: place, range, "", "")
        case .boolean:
            return input.boolean == nil ? [FieldError(place, "harus true atau false", "it must be true or false")] : []
        case .either(let schemas):
            let all = schemas.map { $0.errors(in: input, at: place) }
            return all.contains(where: \.isEmpty) ? [] : all.first ?? []
        case .null: return input.isNull ? [] : [FieldError(place, "harus null", "it must be null")]
        case .anything: return input.isObject ? [] : [FieldError(place, "harus objek", "it must be an object")]
        case .named(_, let schema): return schema.errors(in: input, at: place)
        }
    }

    private static func errors(
        in number: Double?, at place: String, _ range: ClosedRange<Int>, _ kind: String, _ english: String
    ) -> [FieldError] {
        if let number, Double(range.lowerBound)...Double(range.upperBound) ~= number { return [] }
        let bounds = "\(range.lowerBound)..\(range.upperBound)"
        let words = ["angka", kind, bounds].filter { !$0.isEmpty }.joined(separator: " ")
        return [FieldError(place, "harus \(words)", "it must be a \(english)number, \(bounds)")]
    }

    private static func errors(
        in input: JSONInput, at place: String, _ members: [Member], _ choices: [Choice]
    ) -> [FieldError] {
        guard let names = input.names else { return [FieldError(place, "harus objek", "it must be an object")] }
        let path = { (name: String) in place.isEmpty ? name : "\(place).\(name)" }
        var errors: [FieldError] = []
        // A name that we do not know is a wish that we would not fulfil.
        for name in names.sorted() where !members.contains(where: { $0.name == name }) {
            errors.append(FieldError(path(plain(name)), "tidak dikenal", "it is not known"))
        }
        for member in members {
            if let value = input[member.name] {
                errors += member.schema.errors(in: value, at: path(member.name))
            } else if member.isRequired {
                errors.append(FieldError(path(member.name), "wajib diisi", "it is missing"))
            }
        }
        for choice in choices {
            let sent = Set(choice.names).intersection(names)
            guard !choice.sets.contains(where: { Set($0) == sent }) else { continue }
            let sets = choice.sets.map { $0.isEmpty ? "-" : $0.joined(separator: "+") }.joined(separator: " | ")
            errors.append(FieldError(place, "kirim tepat satu: \(sets)", "send exactly one of: \(sets)"))
        }
        return Array(errors.prefix(errorsMax))
    }

    /// A name that a stranger chose, as far as it is one.
    private static func plain(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
            default: false
            }
        }
        return isPlain && 1...nameCharactersMax ~= name.utf8.count ? name : "?"
    }
}

extension JSONInput {
    /// A whole number, written with a fraction of nothing or without.
    var whole: Int? {
        if let integer { return integer }
        guard let number, number == number.rounded(), abs(number) < 1e15 else { return nil }
        return Int(number)
    }
}
