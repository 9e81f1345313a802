import Channels
import Crypto
import Documents
import Domain
import HTTP
import JSONInput
import Signing
import Store

/// All that it takes to sign for somebody, whatever version asked.
struct SigningWish: ~Copyable {
    /// Whose key it is, and what opens it; no name where nobody could be called so.
    enum Signatory {
        case person(PersonName?)
        /// In a session, for which a code is shown.
        case personWithCode(PersonName?)
        case seal(SubscriberName?)
    }

    let signatory: Signatory
    /// A passphrase or a code.
    let secret: Secret
    /// For each document what is wanted of it.
    let documents: [(file: MemoryFile, wish: Wish)]
    let version: Specimen.Version
    let isKept: Bool
}

extension ESignAPI {
    private static let pictureBytesMax = 32 << 20

    // MARK: The first version

    func signFirst(_ request: HTTPRequest, _ client: ClientRecord) throws(ESignFailure) -> HTTPResponse {
        let form = SentForm(request)
        var wish = form.wish
        guard let nik = wish["nik"] else { throw .missing("nik") }
        let document = try form.document("file")
        wish.image = try form.bytes("imageTTD", most: Self.pictureBytesMax)
        let passphrase = try crypto { () throws(CryptoError) in try form.secret("passphrase") }
        let inBase64 = wish["jenis_response"]?.uppercased() == "BASE64"
        let order = SigningWish(
            signatory: .person(PersonName(nik: nik)), secret: passphrase, documents: [(document.file, wish)],
            version: .first, isKept: true)
        return try signed(order, request.head, client) { made in
            let (made, identifier) = (made[0], made[0].kept.map { Hexadecimal.text($0.bytes) } ?? "")
            let time = localTime(house.clock())
            guard inBase64 else {
                var answer = HTTPResponse(
                    status: 200,
                    fields: ["Content-Type": "application/pdf", "id_dokumen": identifier, "signing_time": time],
                    body: .pieces([.file(document.file, 0..<document.file.count), .bytes(made.document.update)]))
                answer.fields.append("Content-Disposition", "attachment; filename=\"\(Self.fileName(document.name))\"")
                return answer
            }
            let body: JSON = [
                "base64_signed_file": .text(Base64.text(made.document.bytes)), "id_dokumen": .text(identifier),
                "signing_time": .text(time), "message": .text("Proses signing berhasil"),
            ]
            var answer = HTTPResponse.text(body.line, type: "application/json", mayBeCompressed: false)
            answer.fields.append("id_dokumen", identifier)
            answer.fields.append("signing_time", time)
            return answer
        }
    }

    func download(_ id: String, for client: ClientRecord) throws(ESignFailure) -> HTTPResponse {
        guard let bytes = Hexadecimal.bytes(id.lowercased()), let id = ID<KeptResult>(bytes: bytes) else {
            throw ESignFailure(ServiceRefusal.noSuchResult)
        }
        let document = try service { () throws(ServiceError) in try house.takeResult(id, for: client) }
        return HTTPResponse(
            status: 200,
            fields: ["Content-Type": "application/pdf", "Content-Disposition": "attachment; filename=\"dokumen.pdf\""],
            body: .bytes(document))
    }

    // MARK: The second version

    func signSecond(_ request: HTTPRequest, _ client: ClientRecord) throws(ESignFailure) -> HTTPResponse {
        let sent = try SentJSON(request)
        let isCode = !sent.has("passphrase") && Self.codeFields.contains(where: sent.has)
        let documents = try documents(sent)
        let secret = isCode ? try code(sent) : try crypto { () throws(CryptoError) in try sent.secret("passphrase") }
        let name = try sent.personName()
        return try signedFiles(
            SigningWish(
                signatory: isCode ? .personWithCode(name) : .person(name), secret: secret, documents: documents,
                version: .second, isKept: false), request.head, client)
    }

    func sealSecond(_ request: HTTPRequest, _ client: ClientRecord) throws(ESignFailure) -> HTTPResponse {
        let sent = try SentJSON(request)
        let documents = try documents(sent)
        let name = try subscriber(sent)
        let code = try code(sent)
        return try signedFiles(
            SigningWish(
                signatory: .seal(name), secret: code, documents: documents, version: .second, isKept: false),
            request.head, client)
    }

    private func documents(_ sent: SentJSON) throws(ESignFailure) -> [(file: MemoryFile, wish: Wish)] {
        guard let files = sent.root["file"]?.elements, !files.isEmpty else { throw .missing("file") }
        guard files.count <= settings.documentsMax else {
            throw .unusable(
                "file",
                Bilingual(
                    "paling banyak \(settings.documentsMax) dokumen", "\(settings.documentsMax) documents at most"))
        }
        guard let properties = sent.root["signatureProperties"]?.elements, !properties.isEmpty else {
            throw .missing("signatureProperties")
        }
        guard properties.count == 1 || properties.count == files.count else {
            throw .unusable(
                "signatureProperties",
                Bilingual("satu, atau sebanyak dokumennya", "one element, or as many as there are documents"))
        }
        let wishes = try properties.map { element throws(ESignFailure) in try SentJSON.wish(element) }
        var documents: [(file: MemoryFile, wish: Wish)] = []
        for (index, file) in files.enumerated() {
            documents.append(
                (try document(file, "file[\(index)]"), wishes[wishes.count == 1 ? 0 : index]))
        }
        return documents
    }

    private func signedFiles(
        _ order: borrowing SigningWish, _ head: HTTPRequestHead, _ client: ClientRecord
    ) throws(ESignFailure) -> HTTPResponse {
        let start = ContinuousClock.now
        return try signed(order, head, client) { made in
            var pieces: [HTTPResponse.Piece] = []
            let elapsed = (ContinuousClock.now - start).milliseconds
            pieces.append(.bytes(Array("{\"time\":\(elapsed),\"file\":[".utf8)))
            for (index, made) in made.enumerated() {
                // Letters, digits, plus, slash and equals signs: nothing that JSON would write otherwise.
                pieces.append(.bytes(Array("\(index > 0 ? "," : "")\"\(Base64.text(made.document.bytes))\"".utf8)))
            }
            pieces.append(.bytes(Array("]}".utf8)))
            return HTTPResponse(status: 200, fields: ["Content-Type": "application/json"], body: .pieces(pieces))
        }
    }

    func document(_ sent: JSONInput, _ name: String) throws(ESignFailure) -> MemoryFile {
        guard let bytes = SentBase64.bytes(sent) else {
            throw .unusable(name, Bilingual("harus base64", "it must be base64"))
        }
        guard bytes.count <= settings.documentBytesMax else { throw .tooLarge(name, most: settings.documentBytesMax) }
        do throws(MemoryFileError) { return try MemoryFile(bytes) } catch { throw ESignFailure(.memory(error)) }
    }

    // MARK: Both

    /// Does it, or repeats what was done for the same request before.
    private func signed(
        _ order: borrowing SigningWish, _ head: HTTPRequestHead, _ client: ClientRecord,
        _ answer: ([SigningHouse.MadeDocument]) -> HTTPResponse
    ) throws(ESignFailure) -> HTTPResponse {
        let repeatKey = head.fields["Idempotency-Key"]
        let asked = repeatKey == nil ? [] : try asked(order)
        switch try service({ () throws(ServiceError) in try house.begin(repeatKey, asking: asked, for: client) }) {
        case .answered(.documents(let updates)):
            let files = order.documents.map(\.file)
            return answer(try service { () throws(ServiceError) in try house.repeated(updates, over: files) })
        case .answered(.words(let words)): throw ESignFailure(remembered: words)
        case .answered(.signatures), .answered(.each), .answered(.job), .answered(.results):
            throw ESignFailure(ServiceRefusal.repeatKeyOfOther)
        case .new(let request):
            do throws(ESignFailure) {
                return answer(try made(order, client, request))
            } catch {
                try service { () throws(ServiceError) in
                    if error.status >= 500 {
                        try house.forget(request)
                    } else {
                        try house.remember(error.remembered, briefly: (2031...2034).contains(error.number), of: request)
                    }
                }
                throw error
            }
        }
    }

    private func made(
        _ order: borrowing SigningWish, _ client: ClientRecord, _ request: RepeatableRequest?
    ) throws(ESignFailure) -> [SigningHouse.MadeDocument] {
        let isKept = order.isKept
        switch order.signatory {
        case .person(let name):
            let person = try person(name, client)
            let orders = try orders(order, signedBy: person.certificate)
            let passphrase = try crypto { () throws(CryptoError) in try Passphrase(utf8: order.secret) }
            return try service { () throws(ServiceError) in
                let signer = try house.unlock(person, passphrase, for: client)
                return try house.sign(orders, as: signer, for: client, keeping: isKept, of: request)
            }
        case .personWithCode(let name):
            let person = try person(name, client)
            let orders = try orders(order, signedBy: person.certificate)
            let token = try token(shown: order.secret)
            return try service { () throws(ServiceError) in
                guard try house.holder(of: token.id, for: client).id == person.id else {
                    throw .refused(.session(.foreign))
                }
                return try house.sign(orders, in: token, for: client, keeping: isKept, of: request)
            }
        case .seal(let name):
            let seal = try service { () throws(ServiceError) in try house.seal(name, for: client) }
            let orders = try orders(order, signedBy: seal.certificate)
            let token = try token(shown: order.secret)
            return try service { () throws(ServiceError) in
                try house.confirm(token, seals: seal, for: client)
                return try house.sign(orders, in: token, for: client, keeping: isKept, of: request)
            }
        }
    }

    private func person(_ name: PersonName?, _ client: ClientRecord) throws(ESignFailure) -> PersonRecord {
        guard let name else { throw ESignFailure(ServiceRefusal.unknownPerson) }
        return try service { () throws(ServiceError) in try house.person(name, for: client) }
    }

    private func orders(
        _ order: borrowing SigningWish, signedBy certificate: CertificateRecord?
    ) throws(ESignFailure) -> [SigningHouse.DocumentOrder] {
        var orders: [SigningHouse.DocumentOrder] = []
        for (file, wish) in order.documents {
            let specimen = Specimen(
                version: order.version, settings: settings, now: house.clock(),
                signerName: certificate?.certificate?.commonName,
                identifier: try crypto { () throws(CryptoError) in try Randomness.bytes(16) })
            let tasks = try specimen.tasks(wish)
            orders.append(.init(file, tasks[0], otherwise: tasks.count > 1 ? tasks[1] : nil))
        }
        return orders
    }

    private func asked(_ order: borrowing SigningWish) throws(ESignFailure) -> [[UInt8]] {
        var asked: [[UInt8]] = [Array("\(order.version) \(order.signatory.words)".utf8)]
        for (file, wish) in order.documents {
            let whole: SignedDocument
            do throws(DocumentError) { whole = try SignedDocument(of: file) } catch { throw ESignFailure(error) }
            asked.append(try crypto { () throws(CryptoError) in try whole.digest() }.bytes)
            asked += wish.asked
        }
        return asked
    }

    /// A name that a browser may take for a file of its own.
    private static func fileName(_ sent: String) -> String {
        let name = sent.split { "/\\".contains($0) }.last.map(String.init) ?? ""
        let plain = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || " ._-()".contains($0)) }
        return plain.isEmpty ? "dokumen.pdf" : plain
    }
}

extension SigningWish.Signatory {
    /// Whoever it is, and nothing of what opens the key.
    fileprivate var words: String {
        switch self {
        case .person(let name), .personWithCode(let name): name.map { "\($0.kind.rawValue) \($0.text)" } ?? ""
        case .seal(let name): "seal \(name?.text ?? "")"
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
