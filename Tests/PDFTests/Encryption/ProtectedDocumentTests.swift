import TestSupport
import Testing

@testable import PDF

@Suite("A protected document") struct ProtectedDocumentTests {
    static let files = try! Expectations.honest().filter { $0.value.password != nil }
    private static let closed = files.filter { $0.value.password?.user != "" }.keys.sorted()

    private func document(_ name: String, _ password: String) throws -> PDFDocument {
        try opened(Fixture.bytes("pdf/\(name)"), password: password)
    }

    @Test(arguments: files.keys.sorted()) func `opens with either password, and knows whose it was`(name: String) throws
    {
        let passwords = try #require(Self.files[name]?.password)
        let user = try document(name, passwords.user)
        let owner = try document(name, passwords.owner)
        #expect(user.encryption?.isOwner == false && owner.encryption?.isOwner == true)
        #expect(try user.page(.first).dictionary == owner.page(.first).dictionary)
        #expect(owner.encryption?.permitsSigning == true)
    }

    @Test(arguments: closed) func `asks for a password, and refuses a wrong one`(name: String) throws {
        #expect(throws: PDFError.encryption(.passwordNeeded)) { try document(name, "") }
        for wrong in ["kata-buk", "kata-buka ", "Kata-buka", String(repeating: "x", count: 200)] {
            #expect(throws: PDFError.encryption(.wrongPassword)) { try document(name, wrong) }
        }
    }

    @Test(arguments: files.filter { $0.value.password?.user == "" }.keys.sorted())
    func `with an empty password opens whatever password is given`(name: String) throws {
        #expect(try document(name, "wrong").encryption?.isOwner == false)
    }

    /// Each was made from the same letter. One names a filter for its page that only readers of pages need.
    @Test(arguments: files.keys.filter { $0 != "encrypted-crypt-filter.pdf" }.sorted())
    func `gives its strings and streams in clear`(name: String) throws {
        let document = try document(name, Self.files[name]?.password?.user ?? "")
        let info = try #require(try document.resolve(document.trailer["Info"]).dictionary)
        #expect(try document.resolve(info["Title"]).string?.text == "Nota Dinas percobaan")
        let contents = try #require(try document.page(.first).dictionary["Contents"]?.reference)
        guard case .stream(let stream) = try document.object(contents) else {
            Issue.record("no contents")
            return
        }
        #expect(try document.decode(stream, of: contents).latin1.contains("(Nota Dinas percobaan) Tj"))
    }

    @Test(arguments: ["encrypted-rc4-128-object-streams", "encrypted-aes-256-r6-object-streams"])
    func `has its own dictionary and its cross-references in clear`(name: String) throws {
        let document = try document("\(name).pdf", "kata-buka")
        let protection = try #require(document.trailer["Encrypt"]?.reference)
        let words = try #require(try document.object(protection).dictionary)
        #expect(words["O"]?.string?.bytes.count ?? 0 >= 32)
        let table = try #require(document.sections.first)
        var reader = SyntaxReader(document.bytes, at: table.position, limits: ReadingLimits())
        let head = reader.takeObjectHead()
        let id = try #require(head)
        #expect(try document.object(id).dictionary?["ID"] == document.trailer["ID"])
    }

    @Test func `that forbids changes lets the owner sign and not the user`() throws {
        #expect(try document("encrypted-no-changes-allowed.pdf", "").encryption?.permitsSigning == false)
        #expect(try document("encrypted-no-changes-allowed.pdf", "kata-pemilik").encryption?.permitsSigning == true)
    }

    @Test(arguments: files.keys.sorted()) func `hides what is written into it so that it is found again`(name: String)
        throws
    {
        let document = try document(name, Self.files[name]?.password?.user ?? "")
        let encryption = try #require(document.encryption)
        for id in [ObjectID(1), ObjectID(70_000, 3)] {
            for count in [0, 1, 15, 16, 17, 1_000] {
                let text = [UInt8](repeating: 65, count: count)
                for method in [encryption.strings, encryption.streams] {
                    let hidden = try encryption.encrypt(text, of: id, by: method)
                    #expect(try encryption.decrypt(hidden, of: id, by: method) == text)
                    #expect(method == .none || count < 4 || hidden != text)
                }
            }
        }
        let value = try value("<</A(text)/B[<4142>(other)<</C(deep)>>]/D 1>>")
        let hidden = try encryption.encrypted(value, of: ObjectID(5))
        #expect(try encryption.decrypted(hidden, of: ObjectID(5)) == value)
        #expect((hidden == value) == (encryption.strings == .none))
    }

    @Test(arguments: files.keys.sorted()) func `is signed with its strings hidden and the signature's hole in clear`(
        name: String
    ) throws {
        let password = Self.files[name]?.password?.user ?? ""
        var request = SignatureRequest.plain
        request.reason = "Disetujui dengan catatan"
        let original = try Fixture.bytes("pdf/\(name)")
        let section = try prepared(original, request, password: password)
        let document = try opened(original + section.bytes, password: password)
        #expect(section.text.contains("Disetujui") == (document.encryption?.strings == DocumentEncryption.Method.none))
        #expect(section.text.contains("/Contents <\(String(repeating: "0", count: 32))>"))
        let id = try #require(try document.standingSignatures().last?.id)
        let signature = try #require(try document.object(id).dictionary)
        #expect(signature["Reason"]?.string?.text == "Disetujui dengan catatan")
    }
}
