import Appearance
import PDF
package import Verification

/// What a worker is asked to do with one document.
package enum DocumentOrder: Sendable {
    case prepare(SignatureTask)
    case inspect(password: DocumentPassword?)
    /// A copy in clear, for the positions program, of a document that it cannot open.
    case copyPlainly(password: DocumentPassword?)
    case verify(VerificationTask, password: DocumentPassword?)
    /// Judge, and write what the document's store lacks.
    case extend(LongTermTask, password: DocumentPassword?)
}

extension DocumentOrder {
    /// With the password in plain: to be wiped once they are sent.
    package var bytes: [UInt8] {
        var out = WireWriter()
        switch self {
        case .prepare(let task):
            out.put("prepare")
            out.put(task)
            out.putLast(task.password)
        case .inspect(let password):
            out.put("inspect")
            out.putLast(password)
        case .copyPlainly(let password):
            out.put("copy-plainly")
            out.putLast(password)
        case .verify(let task, let password):
            out.put("verify")
            out.put(task)
            out.putLast(password)
        case .extend(let task, let password):
            out.put("extend")
            out.put(task)
            out.putLast(password)
        }
        return out.bytes
    }

    /// Nil for bytes that no `bytes` wrote. They can be wiped then: what is needed of them was copied.
    package init?(_ bytes: [UInt8]) {
        var reader = WireReader(bytes)
        do throws(WireReader.Malformed) {
            switch try reader.text() {
            case "prepare":
                var task = try reader.task()
                task.password = try reader.password()
                self = .prepare(task)
            case "inspect": self = .inspect(password: try reader.password())
            case "copy-plainly": self = .copyPlainly(password: try reader.password())
            case "verify": self = .verify(try reader.verificationTask(), password: try reader.password())
            case "extend": self = .extend(try reader.longTermTask(), password: try reader.password())
            default: return nil
            }
        } catch {
            return nil
        }
        guard reader.isAtEnd else { return nil }
    }
}

extension WireWriter {
    /// All but the password.
    mutating func put(_ task: SignatureTask) {
        put(task.request)
        put(task.look) { $0.put($1) }
        put(task.tag) { out, tag in
            out.put(tag.text)
            out.put(tag.occurrence) { $0.put($1) }
            out.put(tag.page) { $0.put($1) }
            out.put(tag.width)
            out.put(tag.height)
            out.put(tag.anchor.rawValue)
        }
    }

    private mutating func put(_ request: SignatureRequest) {
        switch request.field {
        case .new(let name):
            put(true)
            put(name) { $0.put($1) }
        case .existing(let name):
            put(false)
            put(name)
        }
        switch request.role {
        case .approval: put(0)
        case .certification(let permission): put(permission.rawValue)
        case .documentTimestamp: put(-1)
        }
        put(request.place) { out, place in
            out.put(place.page)
            for number in [place.box.x, place.box.y, place.box.width, place.box.height] { out.put(number) }
            out.put(place.origin.rawValue)
            out.put(place.isWhole)
        }
        put(request.lock) { out, lock in
            out.put(lock.action.rawValue)
            out.put(lock.fields) { $0.put($1) }
            out.put(lock.permission?.rawValue ?? 0)
        }
        for text in [request.signerName, request.reason, request.location, request.contact] {
            put(text) { $0.put($1) }
        }
        put(request.date)
        put(request.contentsBytes)
        put(request.identifier)
        put(request.digestName)
        put(request.signerCertificate)
        put(request.hasTimestamp)
    }

    /// First and last are zero and minus one; pages count from one.
    private mutating func put(_ page: PageChoice) {
        switch page {
        case .first: put(0)
        case .last: put(-1)
        case .number(let number): put(max(number, 1))
        }
    }

    private mutating func put(_ look: AppearanceSpecification) {
        for number in [look.width, look.height, look.margin, look.border] { put(number) }
        switch look.picture {
        case .none: put(0)
        case .image(let bytes):
            put(1)
            put(bytes)
        case .qr(let text, let level):
            put(2)
            put(text)
            put(level) { $0.put(QRLevel.allCases.firstIndex(of: $1) ?? 0) }
        }
        put(look.lines) { out, line in
            out.put(line.text)
            out.put(line.style == .bold)
            out.put(line.sizeFactor)
        }
        put(AppearanceLayout.allCases.firstIndex(of: look.layout) ?? 0)
        switch look.fontSize {
        case .automatic: put(0.0)
        case .points(let points): put(points)
        }
    }
}

extension WireReader {
    mutating func task() throws(Malformed) -> SignatureTask {
        var task = SignatureTask(try request())
        task.look = try optional { (reader) throws(Malformed) in try reader.look() }
        task.tag = try optional { (reader) throws(Malformed) in
            TagPlace(
                text: try reader.text(),
                occurrence: try reader.optional { (reader) throws(Malformed) in try reader.integer() },
                page: try reader.optional { (reader) throws(Malformed) in try reader.page() },
                width: try reader.double(),
                height: try reader.double(), anchor: try reader.choice())
        }
        return task
    }

    private mutating func request() throws(Malformed) -> SignatureRequest {
        let field: SignatureRequest.Field = try flag() ? .new(name: try optionalText()) : .existing(name: try text())
        let role = try role()
        let place = try optional { (reader) throws(Malformed) in
            SignatureRequest.Place(
                page: try reader.page(),
                box: Rectangle(
                    x: try reader.double(), y: try reader.double(), width: try reader.double(),
                    height: try reader.double()), origin: try reader.choice(), isWhole: try reader.flag())
        }
        let lock = try optional { (reader) throws(Malformed) in
            FieldLock(
                action: try reader.choice(),
                fields: try reader.list { (reader) throws(Malformed) in try reader.text() },
                permission: try reader.permission())
        }
        let texts = (try optionalText(), try optionalText(), try optionalText(), try optionalText())
        var request = SignatureRequest(date: try text(), contentsBytes: try integer(), identifier: try piece())
        request.field = field
        request.role = role
        request.place = place
        request.lock = lock
        (request.signerName, request.reason, request.location, request.contact) = texts
        request.digestName = try text()
        request.signerCertificate = try piece()
        request.hasTimestamp = try flag()
        return request
    }

    private mutating func role() throws(Malformed) -> SignatureRequest.Role {
        switch try integer() {
        case 0: return .approval
        case -1: return .documentTimestamp
        case let number:
            guard let permission = ChangePermission(rawValue: number) else { throw Malformed() }
            return .certification(permission)
        }
    }

    private mutating func optionalText() throws(Malformed) -> String? {
        try optional { (reader) throws(Malformed) in try reader.text() }
    }

    private mutating func permission() throws(Malformed) -> ChangePermission? {
        let number = try integer()
        guard let permission = ChangePermission(rawValue: number) else {
            guard number == 0 else { throw Malformed() }
            return nil
        }
        return permission
    }

    private mutating func page() throws(Malformed) -> PageChoice {
        switch try integer() {
        case 0: return .first
        case -1: return .last
        case let number where number > 0: return .number(number)
        default: throw Malformed()
        }
    }

    private mutating func look() throws(Malformed) -> AppearanceSpecification {
        var look = AppearanceSpecification(width: try double(), height: try double())
        look.margin = try double()
        look.border = try double()
        switch try integer() {
        case 0: look.picture = .none
        case 1: look.picture = .image(try piece())
        case 2:
            let text = try text()
            look.picture = .qr(
                text, level: try optional { (reader) throws(Malformed) in try reader.member(of: QRLevel.allCases) })
        default: throw Malformed()
        }
        look.lines = try list { (reader) throws(Malformed) in
            AppearanceLine(
                try reader.text(), style: try reader.flag() ? .bold : .regular, sizeFactor: try reader.double())
        }
        look.layout = try member(of: AppearanceLayout.allCases)
        let points = try double()
        look.fontSize = points == 0 ? .automatic : .points(points)
        return look
    }

    private mutating func member<Value>(of all: [Value]) throws(Malformed) -> Value {
        let place = try integer()
        guard all.indices.contains(place) else { throw Malformed() }
        return all[place]
    }
}
