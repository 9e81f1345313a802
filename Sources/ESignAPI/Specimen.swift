import Appearance
import Documents
import Domain
import PDF

/// How a wish becomes what a worker is told: which of the two versions' words mean what.
struct Specimen {
    enum Version {
        case first, second
    }

    let version: Version
    let settings: ESignSettings
    let now: Instant
    let signerName: String?
    /// Random.
    let identifier: [UInt8]

    private static let textCharactersMax = 1_000

    /// Almost always one; a second where the first may turn out to lie outside its page.
    func tasks(_ wish: Wish) throws(ESignFailure) -> [SignatureTask] {
        var request = SignatureRequest(
            date: CivilTime(now, in: settings.zone).pdfDate, contentsBytes: 0, identifier: identifier)
        request.signerName = signerName
        request.reason = try text(wish, "reason")
        request.location = try text(wish, "location")
        request.contact = try text(wish, "contactInfo")
        if version == .first {
            request.field = .new(name: "sig_\(now.nanosecondsSince1970 / 1_000_000)")
        }
        var task = SignatureTask(request)
        task.password = wish.password
        guard try isVisible(wish) else { return [task] }
        let picture = try picture(wish)
        let (width, height) = (try length(wish, "width"), try length(wish, "height"))
        task.look = AppearanceSpecification(width: width, height: height, picture: picture)
        if let tag = wish["tag_koordinat"] ?? wish["tag"] {
            guard tag.count <= TagPlace.textCharactersMax else {
                throw .unusable(
                    "tag_koordinat",
                    Bilingual("paling banyak \(TagPlace.textCharactersMax) karakter", "too many characters"))
            }
            task.tag = TagPlace(text: tag, width: width, height: height, anchor: settings.tagAnchor)
            return [task]
        }
        let page = try page(wish)
        let boxes = try boxes(wish, width: width, height: height)
        return boxes.enumerated().map { index, box in
            var task = task
            task.look?.width = box.width
            task.look?.height = box.height
            task.request.place = SignatureRequest.Place(
                page: page, box: box, origin: version == .first ? .bottomLeft : .topLeft,
                isWhole: index < boxes.count - 1)
            return task
        }
    }

    /// Without the word, whoever names a place wants to see something there.
    private func isVisible(_ wish: Wish) throws(ESignFailure) -> Bool {
        switch wish["tampilan"]?.lowercased() {
        case "visible": return true
        case "invisible": return false
        case nil:
            return ["tag_koordinat", "tag", "xAxis", "originX", "linkQR"].contains { wish[$0] != nil }
                || wish.image != nil
        default: throw .unusable("tampilan", Bilingual("visible atau invisible", "it is visible or invisible"))
        }
    }

    private func picture(_ wish: Wish) throws(ESignFailure) -> AppearancePicture {
        guard version == .first else {
            guard let image = wish.image else { throw .missing("imageBase64") }
            return .image(image)
        }
        let wantsImage: Bool
        switch wish["image"]?.lowercased() {
        case "true", "1", "yes", "ya", "on": wantsImage = true
        case "false", "0", "no", "tidak", "off": wantsImage = false
        // A false one of PHP's arrives empty, so that it is as if nothing was said.
        case nil: wantsImage = wish["linkQR"] == nil && wish.image != nil
        default: throw .unusable("image", Bilingual("true atau false", "it is true or false"))
        }
        if wantsImage {
            guard let image = wish.image else { throw .missing("imageTTD") }
            return .image(image)
        }
        guard let link = wish["linkQR"] else { throw .missing("linkQR") }
        return .qr(link)
    }

    private func page(_ wish: Wish) throws(ESignFailure) -> PageChoice {
        if let text = wish["page"] {
            guard let number = Double(text), number >= 1, number <= 1_000_000, number == number.rounded() else {
                throw .unusable("page", Bilingual("nomor halaman mulai dari 1", "a page's number, from 1 on"))
            }
            return .number(Int(number))
        }
        switch wish["halaman"]?.lowercased() {
        case "pertama": return .first
        case "terakhir": return .last
        case nil: throw .missing(version == .first ? "page atau halaman" : "page")
        default: throw .unusable("halaman", Bilingual("pertama atau terakhir", "it is pertama or terakhir"))
        }
    }

    private func boxes(_ wish: Wish, width: Double, height: Double) throws(ESignFailure) -> [Rectangle] {
        let (across, up) = version == .first ? ("xAxis", "yAxis") : ("originX", "originY")
        guard let x = try wish.number(across) else { throw .missing(across) }
        guard let y = try wish.number(up) else { throw .missing(up) }
        let size = Rectangle(x: x, y: y, width: width, height: height)
        guard version == .first else { return [size] }
        let corner =
            width > x && height > y ? Rectangle(x: x, y: y, width: width - x, height: height - y) : nil
        switch settings.boxReading {
        case .size: return [size]
        case .corner:
            guard let corner else {
                throw .unusable("width", Bilingual("harus di kanan xAxis", "it must be right of xAxis"))
            }
            return [corner]
        case .automatic: return [size] + (corner.map { [$0] } ?? [])
        }
    }

    private func length(_ wish: Wish, _ name: String) throws(ESignFailure) -> Double {
        guard let length = try wish.number(name) else { throw .missing(name) }
        guard length > 0, length <= AppearanceSpecification.sideMax else {
            throw .unusable(name, Bilingual("harus lebih dari nol", "it must be above zero"))
        }
        return length
    }

    private func text(_ wish: Wish, _ name: String) throws(ESignFailure) -> String? {
        guard let text = wish[name] else { return nil }
        guard text.count <= Self.textCharactersMax else {
            throw .unusable(
                name,
                Bilingual(
                    "paling banyak \(Self.textCharactersMax) karakter", "\(Self.textCharactersMax) characters at most"))
        }
        return text
    }
}
