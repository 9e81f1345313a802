import Channels
import Crypto
import Documents
import Domain
import HTTP
import JSONInput
import Signing
import Store

extension API {
    private var orderMembers: [Schema.Member] {
        Signer.members + DocumentWish.members(pictureBytesMax: settings.pictureBytesMax) + [
            .optional("keep", .boolean, "also keep the results for a while, to be fetched once"),
            .optional("partial", .boolean, "sign what can be signed, instead of all or nothing"),
            .optional("later", .boolean, "answer at once, and sign afterwards: the results are kept to be fetched"),
        ]
    }

    private func order(withContents: Bool) -> Schema {
        let wishes = DocumentWish.members(pictureBytesMax: settings.pictureBytesMax)
        let content = Schema.Member("content", .text(.base64(bytesMax: settings.documentBytesMax)), "the PDF in base64")
        let list = Schema.list(
            of: .object(withContents ? [content] + wishes : wishes), count: 1...settings.documentsMax)
        let documents = Schema.Member(
            "documents", list, isRequired: withContents,
            "what is wanted of each; what is said here goes before what is said for all")
        return .object(orderMembers + [documents], choices: [Signer.choice])
    }

    var documentSigning: Operation {
        let (inJSON, besideFiles) = (order(withContents: true), order(withContents: false))
        var rules = RouteRules(
            lane: .passphrase, deadline: .seconds(120), bodies: [.bytes(["application/json"]), .form],
            bodyBytesMax: max(settings.formBytesMax, settings.requestBytesMax))
        rules.laneOfBody = Signer.lane
        rules.form.partBytesMax = settings.documentBytesMax
        rules.form.partsMax = settings.documentsMax + 2
        rules.form.filesMax = settings.documentsMax + 2
        return Operation(
            name: "signDocuments", method: .post, path: "/teken/v1/signatures/documents", tag: "signing",
            summary: Bilingual("Tandatangani PDF, satu atau banyak.", "Sign PDFs, one or many."),
            words:
                "All of them or none, unless partial is true: then each document that was refused carries its problem, and the "
                + "others are signed. With one document and Accept: application/pdf the answer is the PDF itself. With later: true "
                + "whoever signs is checked, and the answer is a job that can be asked for.",
            isRepeatable: true,
            bodies: [
                Operation.Body(
                    type: "multipart/form-data",
                    schema: .object([.init("order", besideFiles, "in JSON")]),
                    files: [
                        .init(
                            name: "document", types: ["application/pdf"], count: 1...settings.documentsMax,
                            words: "the documents, in the order of their answers"),
                        .init(
                            name: "picture", types: ["image/png", "image/jpeg"], count: 0...1,
                            words: "for looks that name neither a picture nor a QR code"),
                    ]),
                Operation.Body(type: "application/json", schema: inJSON),
            ],
            rules: rules,
            answers: [
                Operation.Answer(
                    status: 200, words: "The signed documents, in the order they were sent.",
                    contents: [
                        .init(type: "application/json", schema: DocumentsAnswer.schema(settings)),
                        .init(type: "application/pdf", schema: nil),
                    ]),
                .json(202, "Accepted, to be signed now: ask for the job.", Self.acceptedJob),
            ],
            refusals: [404, 429],
            example: [
                "-H \"Idempotency-Key: $(uuidgen)\"", "-H 'Accept: application/pdf'",
                #"-F 'order={"nik": "9999990101900001", "passphrase": "Contoh#2026"}'"#, "-F document=@surat.pdf",
                "-o bertanda.pdf",
            ],
            work: .program(.sign) { call throws(Refusal) in
                try signDocuments(call, inJSON: inJSON, besideFiles: besideFiles)
            })
    }

    private func signDocuments(_ call: Call, inJSON: Schema, besideFiles: Schema) throws(Refusal) -> HTTPResponse {
        let start = ContinuousClock.now
        let order = try SentOrder(call.request, inJSON: inJSON, besideFiles: besideFiles, settings)
        let files = order.documents.map(\.file)
        let told = { (outcomes: [DocumentsAnswer.Outcome]) in
            DocumentsAnswer(outcomes: outcomes, time: ContinuousClock.now - start)
                .response(for: call.head, over: files, at: house.clock())
        }
        return try once(call, asking: call.request.fields["Idempotency-Key"] == nil ? [] : order.asked) {
            answer throws(Refusal) in
            if case .job(let id) = answer { return Self.accepted(id) }
            return try told(repeated(answer, over: files))
        } first: { request throws(Refusal) in
            if order.isForLater { return try accept(order, for: call.client, answering: request) }
            return try told(
                ready(order, for: call.client).signed(
                    house, for: call.client, keeping: order.isKept, of: request))
        }
    }

    private func repeated(
        _ answer: RememberedAnswer, over files: [MemoryFile]
    ) throws(Refusal) -> [DocumentsAnswer.Outcome] {
        switch answer {
        case .documents(let updates):
            let made = try service { () throws(ServiceError) in try house.repeated(updates, over: files) }
            return made.map { .signed($0) }
        case .each(let outcomes):
            var all: [DocumentsAnswer.Outcome] = []
            for (outcome, file) in zip(outcomes, files) {
                switch outcome {
                case .signed(let update):
                    let made = try service { () throws(ServiceError) in try house.repeated([update], over: [file]) }
                    all += made.map { .signed($0) }
                case .refused(let words): all.append(.refused(Refusal(remembered: words)))
                }
            }
            return all
        case .signatures, .words, .job, .results: throw Refusal(ServiceRefusal.repeatKeyOfOther)
        }
    }

    /// Finds out who signs, and opens what signs.
    func ready(_ order: SentOrder, for client: ClientRecord) throws(Refusal) -> ReadyOrder {
        switch order.signer.way {
        case .passphrase(let reference):
            let person = try person(reference, for: client)
            let orders = try orders(order, signedBy: person.certificate)
            let signer = try unlock(person, order.signer.passphrase(), for: client)
            return ReadyOrder(.signer(signer), orders, isPartial: order.isPartial)
        case .session(let id):
            let certificate = try service { () throws(ServiceError) in try house.certificate(of: id, for: client) }
            let orders = try orders(order, signedBy: certificate)
            return ReadyOrder(.session(try order.signer.token()), orders, isPartial: order.isPartial)
        }
    }

    private func orders(
        _ order: SentOrder, signedBy certificate: CertificateRecord?
    ) throws(Refusal) -> [SigningHouse.DocumentOrder] {
        let name = certificate?.certificate?.commonName
        let now = house.clock()
        var orders: [SigningHouse.DocumentOrder] = []
        for (file, wish) in order.documents {
            let identifier = try crypto { () throws(CryptoError) in try Randomness.bytes(16) }
            let task = try wish.task(at: now, in: settings.zone, signerName: name, identifier: identifier)
            orders.append(.init(file, task))
        }
        return orders
    }
}
