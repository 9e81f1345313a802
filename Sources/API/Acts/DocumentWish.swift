import Appearance
import Crypto
import Documents
import Domain
import HTTP
import JSONInput
import PDF

/// What is wanted of one document: what is said for it alone, and for all where it says nothing.
struct DocumentWish {
    let own: JSONInput?
    let common: JSONInput
    /// A picture that came beside the order, for looks that name none.
    let picture: [UInt8]?

    private static let wordsMax = 1_000
    private static let side = Int(AppearanceSpecification.sideMax)
    private static let pageMax = 1_000_000

    static func members(pictureBytesMax: Int) -> [Schema.Member] {
        [
            .optional("look", look(pictureBytesMax), "what is seen; an invisible signature if missing"),
            .optional("reason", .text(.plain(charactersMax: wordsMax))),
            .optional("location", .text(.plain(charactersMax: wordsMax))),
            .optional("contact", .text(.plain(charactersMax: wordsMax))),
            .optional(
                "field",
                .object(
                    [
                        .optional("existing", .text(.plain(charactersMax: 127)), "an empty field of the document"),
                        .optional("new", .text(.plain(charactersMax: 127)), "a name for the new one"),
                    ], choices: [Schema.Choice(sets: [["existing"], ["new"]])])),
            .optional(
                "certify", .text(.words(["no-changes", "filling", "annotating"])),
                "certify the document: what may still be done to it"),
            .optional("pdf_password", .text(.secret(charactersMax: 1_024)), "opens a protected document"),
        ]
    }

    private static func look(_ pictureBytesMax: Int) -> Schema {
        let corner = Schema.number(-side...side)
        let length = Schema.number(1...side)
        return .named(
            "Look",
            .object(
                [
                    .optional(
                        "page", .either([.integer(1...pageMax), .text(.words(["first", "last"]))]),
                        "with a box where it stands; with a tag the only page to look on"),
                    .optional(
                        "box",
                        .object([
                            .init("x", corner), .init("y", corner), .init("width", length), .init("height", length),
                        ]), "in points of 1/72 inch, on the page as it is shown"),
                    .optional(
                        "origin", .text(.words(BoxOrigin.allCases.map(\.rawValue))),
                        "where x and y count from; bottom-left if missing"),
                    .optional(
                        "tag",
                        .object([
                            .init("text", .text(.plain(charactersMax: TagPlace.textCharactersMax))),
                            .optional(
                                "occurrence", .either([.integer(1...10_000), .text(.words(["last"]))]), "1 if missing"),
                            .optional(
                                "anchor", .text(.words(TagPlace.Anchor.allCases.map(\.rawValue))),
                                "which corner of the box meets the tag's; bottom-left if missing"),
                            .init("width", length), .init("height", length),
                        ]), "a text in the document; the signature goes there"),
                    .optional("picture", .text(.base64(bytesMax: pictureBytesMax)), "a PNG or JPEG file"),
                    .optional("qr", .text(.plain(charactersMax: 2_000)), "a text for a QR code"),
                    .optional(
                        "lines", .list(of: .text(.plain(charactersMax: 400)), count: 1...40),
                        "what is written; who, why and when if there is nothing else to show"),
                    .optional("font_size", .number(4...200), "in points; as fits if missing"),
                ],
                choices: [
                    Schema.Choice(sets: [["page", "box"], ["tag"], ["tag", "page"], []]),
                    Schema.Choice(sets: [["picture"], ["qr"], []]),
                ]))
    }

    private subscript(_ name: String) -> JSONInput? { own?[name] ?? common[name] }

    private var existingField: String? { self["field"]?["existing"]?.text }

    /// What no schema says: that what is seen has a place, and one only.
    func check(at place: String) throws(Refusal) {
        guard let look = self["look"] else { return }
        let isPlaced = look["box"] != nil || look["tag"] != nil
        if existingField != nil, isPlaced {
            throw .unusable(
                "\(place)look", "kolom yang ada sudah punya tempat: tanpa box dan tag",
                "an existing field has its place: neither box nor tag")
        }
        if existingField == nil, !isPlaced {
            throw .unusable("\(place)look", "kirim page dan box, atau tag", "send page and box, or a tag")
        }
    }

    /// `identifier` is random.
    func task(
        at now: Instant, in zone: CivilZone, signerName: String?, identifier: [UInt8]
    ) throws(Refusal) -> SignatureTask {
        let time = CivilTime(now, in: zone)
        var request = SignatureRequest(date: time.pdfDate, contentsBytes: 0, identifier: identifier)
        request.signerName = signerName
        request.reason = self["reason"]?.text
        request.location = self["location"]?.text
        request.contact = self["contact"]?.text
        if let name = existingField {
            request.field = .existing(name: name)
        } else if let name = self["field"]?["new"]?.text {
            request.field = .new(name: name)
        }
        if let permission = self["certify"]?.text.flatMap(Self.permission) { request.role = .certification(permission) }
        var task = SignatureTask(request)
        if let password = self["pdf_password"] {
            task.password = DocumentPassword(try password.secret())
        }
        guard let look = self["look"] else { return task }
        task.look = appearance(look, [signerName, request.reason, time.indonesian].compactMap(\.self))
        if let box = look["box"], let page = Self.page(look["page"]) {
            let origin = look["origin"]?.text.flatMap(BoxOrigin.init)
            task.request.place = SignatureRequest.Place(
                page: page,
                box: Rectangle(
                    x: box["x"]?.number ?? 0, y: box["y"]?.number ?? 0, width: box["width"]?.number ?? 0,
                    height: box["height"]?.number ?? 0), origin: origin ?? .bottomLeft)
        }
        if let tag = look["tag"] {
            let occurrence = tag["occurrence"]
            task.tag = TagPlace(
                text: tag["text"]?.text ?? "", occurrence: occurrence == nil ? 1 : occurrence?.whole,
                page: Self.page(look["page"]), width: tag["width"]?.number ?? 0, height: tag["height"]?.number ?? 0,
                anchor: tag["anchor"]?.text.flatMap(TagPlace.Anchor.init) ?? .bottomLeft)
        }
        return task
    }

    /// Its size is that of the place.
    private func appearance(_ look: JSONInput, _ usual: [String]) -> AppearanceSpecification {
        let motif: AppearancePicture
        if let bytes = look["picture"]?.decoded {
            motif = .image(bytes)
        } else if let text = look["qr"]?.text {
            motif = .qr(text)
        } else {
            motif = picture.map { .image($0) } ?? .none
        }
        var specification = AppearanceSpecification(width: 0, height: 0, picture: motif)
        let lines = look["lines"]?.elements?.compactMap(\.text)
        specification.lines = (lines ?? (motif == .none ? usual : [])).map { AppearanceLine($0) }
        if let size = look["font_size"]?.number { specification.fontSize = .points(size) }
        return specification
    }

    private static func page(_ sent: JSONInput?) -> PageChoice? {
        guard let sent else { return nil }
        return switch sent.text {
        case "first": .first
        case "last": .last
        case .some, nil: sent.whole.map(PageChoice.number)
        }
    }

    private static func permission(_ word: String) -> ChangePermission? {
        ["no-changes": .noChanges, "filling": .fillingAndSigning, "annotating": .annotating][word]
    }
}

extension JSONInput {
    /// A text that may be one, without ever becoming a `String`.
    fileprivate func secret() throws(Refusal) -> Secret {
        var bytes = unsafe withText { unsafe Array($0) } ?? []
        do throws(CryptoError) { return try Secret(wiping: &bytes) } catch { throw Refusal(error) }
    }
}
