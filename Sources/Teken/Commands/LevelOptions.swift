import Crypto
import Documents
import Domain
import Problems
import Signing
import Verification

/// The options that say how long a signature shall be judged, and what is done where that cannot be had.
enum LevelOptions {
    typealias Option = Command.Option

    static let level = Option(
        name: "--level", value: "LEVEL",
        help: "B-B, B-T, B-LT or B-LTA; B-T with --timestamp and B-B without if not given")
    static let target = Option(
        name: "--to", value: "LEVEL", help: "B-T, B-LT or B-LTA; B-LTA if not given, which renews one that is there")
    static let optional = Option(
        name: "--level-optional",
        help: "hand out a lower level when material or a timestamp over the document is not to be had")

    /// Whether a signature under our own authority is to be stamped: always, unless somebody asks for less.
    static func wantsTimestamp(_ arguments: borrowing CommandArguments) -> Bool {
        arguments.value(level) != PDFSigning.Level.signature.rawValue
    }

    /// What `teken sign` reaches for; nil for as much as the timestamp options give.
    static func signing(_ arguments: borrowing CommandArguments, isStamped: Bool) throws(Problem) -> PDFSigning.Level? {
        guard let text = arguments.value(level) else {
            if arguments.has(optional) { throw .together(optional.name, needs: level.name) }
            return nil
        }
        let wanted = try named(text, level, among: PDFSigning.Level.allCases)
        if wanted == .signature, isStamped { throw .conflicting("--level B-B", "--timestamp") }
        if wanted > .signature, !isStamped { throw .together("--level \(text)", needs: "--timestamp") }
        if wanted <= .timestamp, arguments.has(optional) { throw .together(optional.name, needs: "--level B-LT") }
        return wanted
    }

    /// Whom to trust and what to fetch is nothing to a signature that is not judged.
    static func refuseLongTerm(_ arguments: borrowing CommandArguments) throws(Problem) {
        for option in TrustOptions.forLongTerm + FetchOptions.all where arguments.has(option) {
            throw .together(option.name, needs: "--level B-LT")
        }
    }

    static func extending(_ arguments: borrowing CommandArguments) throws(Problem) -> PDFSigning.Level {
        try arguments.value(target).map { (text) throws(Problem) in
            try named(text, target, among: PDFSigning.Level.allCases.filter { $0 > .signature })
        } ?? .archive
    }

    private static func named(
        _ text: String, _ option: Option, among levels: [PDFSigning.Level]
    ) throws(Problem) -> PDFSigning.Level {
        guard let level = PDFSigning.Level(rawValue: text), levels.contains(level) else {
            throw .unknownChoice(option.name, among: levels.map(\.rawValue))
        }
        return level
    }

    /// All that was said about judging what is kept, before anything is opened.
    struct Plan {
        private let anchors: [TrustAnchor]
        private let material: VerificationMaterial
        private let source: MaterialSource?
        private let whenShort: PDFExtension.WhenShort

        /// Whoever may stamp the document's time is believed when it is judged.
        init(_ arguments: borrowing CommandArguments, for asked: String, house: AuthorityHouse?) throws {
            let own = house?.roots.map { TrustAnchor(name: "own", certificate: $0.der) } ?? []
            let anchors = own + (try TrustOptions.anchors(arguments))
            guard !anchors.isEmpty else { throw Problem.together(asked, needs: TrustOptions.trust.name) }
            self.anchors = anchors + (try TimestampOptions.anchors(arguments))
            material = try TrustOptions.material(arguments)
            let world = try FetchOptions.source(arguments)
            source = house.map { house in (world ?? .nowhere).behind(.own(house.authority)) } ?? world
            whenShort = arguments.has(optional) ? .lowerLevel : .refuse
        }

        func work(on desk: DocumentDesk, stamping: Stamping?) -> PDFExtension {
            PDFExtension(
                desk, anchors: anchors, material: material, source: source, stamping: stamping, whenShort: whenShort,
                now: WallClock.now)
        }
    }

    /// What a lower level is for, and what some readers will say of the document.
    static func tell(_ missing: [MissingWord], _ cautions: [LongTermCaution]) {
        for word in missing {
            Console.note(Console.tame("teken: \(word.issuer): nothing that can be kept on certificate \(word.serial)"))
        }
        for caution in cautions {
            Console.note("teken: \(caution.words.indonesian)\n       \(caution.words.english) [\(caution.rawValue)]")
        }
    }
}

extension LongTermCaution {
    var words: Bilingual {
        switch self {
        case .noChangesAllowed:
            Bilingual(
                "Dokumen ini disahkan tanpa perubahan; data jangka panjang tetap boleh, tetapi Acrobat mungkin menolaknya.",
                "The document was certified against changes; long-term data are allowed, and Acrobat may object to them."
            )
        case .allFieldsLocked:
            Bilingual(
                "Semua kolom dokumen ini terkunci; cap waktu dokumen tetap boleh, tetapi Acrobat mungkin menolaknya.",
                "All fields of the document are locked; a document timestamp is allowed, and Acrobat may object to it.")
        }
    }
}
