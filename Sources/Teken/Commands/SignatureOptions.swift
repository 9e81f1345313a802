import Appearance
import Documents
import Domain
import PDF
import Problems

/// The options that say what a signature says of itself, which field it goes into and what it allows afterwards.
enum SignatureOptions {
    typealias Option = Command.Option

    private static let name = Option(
        name: "--name", value: "TEXT", help: "who signs; the certificate's common name if not given")
    private static let title = Option(
        name: "--title", value: "TEXT", help: "the signer's title, such as \"Plt. Kepala Bagian\", for the appearance")
    private static let reason = Option(name: "--reason", value: "TEXT", help: "why it is signed")
    private static let location = Option(name: "--location", value: "TEXT", help: "where it is signed")
    private static let contact = Option(name: "--contact", value: "TEXT", help: "how to reach the signer")
    private static let zone = Option(
        name: "--zone", value: "ZONE", help: "WIB (if not given), WITA, WIT, UTC or an offset such as +05:30")
    private static let field = Option(name: "--field", value: "NAME", help: "sign in this empty field of the document")
    private static let newField = Option(
        name: "--new-field", value: "NAME", help: "name of the new field; made up if not given")
    private static let certify = Option(
        name: "--certify", value: "ALLOWED",
        help: "certify the document: no-changes, filling (and signing) or annotating is allowed afterwards")
    private static let lock = Option(
        name: "--lock", value: "FIELDS", help: "lock fields: all, only:NAME,NAME or except:NAME,NAME")

    static let all = [name, title, reason, location, contact, zone, field, newField, certify, lock]

    static let textCharactersMax = 1_000

    /// The task for one document signed now. `identifier` is random.
    static func task(
        _ arguments: borrowing CommandArguments, signer: String, picture: AppearancePicture, now: Instant,
        identifier: [UInt8]
    ) throws -> SignatureTask {
        let time = CivilTime(now, in: try civilZone(arguments))
        var request = SignatureRequest(date: time.pdfDate, contentsBytes: 0, identifier: identifier)
        for option in [name, title, reason, location, contact] {
            guard arguments.value(option)?.count ?? 0 <= textCharactersMax else {
                throw Problem.optionTooLong(option.name, most: textCharactersMax)
            }
        }
        request.signerName = arguments.value(name) ?? signer
        request.reason = arguments.value(reason)
        request.location = arguments.value(location)
        request.contact = arguments.value(contact)
        if let existing = arguments.value(field) {
            if arguments.has(newField) { throw Problem.conflicting(field.name, newField.name) }
            request.field = .existing(name: existing)
        } else {
            request.field = .new(name: arguments.value(newField))
        }
        request.role = try role(arguments)
        request.lock = try fieldLock(arguments)
        var task = SignatureTask(request)
        try LookOptions.apply(
            arguments, to: &task, picture: picture,
            words: [
                "name": request.signerName, "title": arguments.value(title), "reason": request.reason,
                "location": request.location, "time": unbroken(time.indonesian),
            ])
        return task
    }

    /// A date reads ill when it is broken in two.
    private static func unbroken(_ text: String) -> String {
        text.split(separator: " ").joined(separator: "\u{A0}")
    }

    private static func civilZone(_ arguments: borrowing CommandArguments) throws(Problem) -> CivilZone {
        guard let text = arguments.value(zone) else { return .wib }
        guard let known = CivilZone(text) else {
            throw .unknownChoice(zone.name, among: ["WIB", "WITA", "WIT", "UTC", "+HH:MM"])
        }
        return known
    }

    private static func role(_ arguments: borrowing CommandArguments) throws(Problem) -> SignatureRequest.Role {
        switch arguments.value(certify) {
        case nil: return .approval
        case "no-changes": return .certification(.noChanges)
        case "filling": return .certification(.fillingAndSigning)
        case "annotating": return .certification(.annotating)
        default: throw .unknownChoice(certify.name, among: ["no-changes", "filling", "annotating"])
        }
    }

    private static func fieldLock(_ arguments: borrowing CommandArguments) throws(Problem) -> FieldLock? {
        guard let text = arguments.value(lock) else { return nil }
        if text == "all" { return FieldLock(action: .all, fields: []) }
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        let names = parts.count == 2 ? parts[1].split(separator: ",").map(String.init) : []
        switch parts.first {
        case "only" where !names.isEmpty: return FieldLock(action: .include, fields: names)
        case "except" where !names.isEmpty: return FieldLock(action: .exclude, fields: names)
        default: throw .unknownChoice(lock.name, among: ["all", "only:NAME,NAME", "except:NAME,NAME"])
        }
    }
}
