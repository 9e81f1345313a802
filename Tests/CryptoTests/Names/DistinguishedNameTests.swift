import TestSupport
import Testing

@testable import Crypto

@Suite("A distinguished name") struct DistinguishedNameTests {
    private static let full: [(NameAttribute, String)] = [
        (.country, "ID"), (.state, "Jawa Barat"), (.locality, "Bandung"), (.organization, "Kota Contoh"),
        (.organizationIdentifier, "NTRID-1234567"), (.organizationalUnit, "Umum"), (.organizationalUnit, "Arsip"),
        (.commonName, "Dra. Ní Luh Wādastri"), (.givenName, "Ní Luh"), (.surname, "Wādastri"), (.title, "Kepala"),
        (.serialNumber, "P-00017"), (.emailAddress, "ni.luh@contoh.go.id"),
    ]

    @Test func `comes back from its DER as it went in`() throws {
        let name = try DistinguishedName(Self.full)
        #expect(try DistinguishedName(der: name.der) == name)
        #expect(name[.commonName] == "Dra. Ní Luh Wādastri" && name[.organizationalUnit] == "Umum")
    }

    @Test func `is read alike by another program`() throws {
        let der = try DistinguishedName(Self.full).der
        let run = try PythonJudge.run("read_name.py", input: der)
        let expected = Self.full.map { "\($0.0.identifier.text)=\($0.1)" }.joined(separator: "\n") + "\n"
        #expect(run.output == expected, "\(run.errors)")
    }

    @Test func `uses the strings that the standard wants`() throws {
        let tree = try #require(DERTree(DistinguishedName(Self.full).der))
        let tags = Dictionary(
            zip(Self.full.map(\.0), tree.children.map { $0[0][1].tag }), uniquingKeysWith: { first, _ in first })
        #expect(tags[.country] == 0x13 && tags[.serialNumber] == 0x13 && tags[.emailAddress] == 0x16)
        #expect(Set(tags.filter { ![.country, .serialNumber, .emailAddress].contains($0.key) }.values) == [0x0C])
    }

    @Test func `takes accents written in two ways for one`() throws {
        let parts = try DistinguishedName([(.commonName, "Ni\u{301} Luh")])
        #expect(try parts == DistinguishedName([(.commonName, "Ní Luh")]))
        #expect(try parts.der == DistinguishedName([(.commonName, "Ní Luh")]).der)
    }

    @Test(
        arguments: [
            ("", .emptyValue(.commonName)), (" Budi", .blankAtEdge(.commonName)), ("Budi ", .blankAtEdge(.commonName)),
            ("Budi\u{A0}", .blankAtEdge(.commonName)), ("Budi\nSantoso", .controlCharacter(.commonName)),
            ("Budi\0", .controlCharacter(.commonName)), ("Budi\u{85}", .controlCharacter(.commonName)),
            ("Budi\u{2028}x", .controlCharacter(.commonName)), ("Budi\u{202E}x", .invisibleCharacter(.commonName)),
            ("Budi\u{200B}x", .invisibleCharacter(.commonName)), ("Budi\u{200D}x", .invisibleCharacter(.commonName)),
            ("\u{FEFF}Budi", .invisibleCharacter(.commonName)), ("Bu\u{AD}di", .invisibleCharacter(.commonName)),
            ("Budi\u{2066}x", .invisibleCharacter(.commonName)), ("Budi\u{3164}", .invisibleCharacter(.commonName)),
            ("Budi\u{FE0F}", .invisibleCharacter(.commonName)), ("Budi\u{E0041}", .invisibleCharacter(.commonName)),
            ("Budi\u{E000}", .unassignedCharacter(.commonName)), ("Budi\u{378}", .unassignedCharacter(.commonName)),
            ("Budi\u{FFFE}", .unassignedCharacter(.commonName)),
            (String(repeating: "é", count: 65), .tooLong(.commonName, most: 64)),
        ] as [(String, NameDefect)])
    func `is refused for what a reader would not see`(value: String, defect: NameDefect) {
        #expect(throws: CryptoError.name(defect)) { try DistinguishedName([(.commonName, value)]) }
    }

    @Test(
        arguments: [
            (.country, "id", .notACountry), (.country, "I", .notACountry), (.country, "I1", .notACountry),
            (.country, "IDN", .tooLong(.country, most: 2)), (.country, "ÏD", .notACountry),
            (.serialNumber, "17*", .notPrintable(.serialNumber)), (.serialNumber, "é", .notPrintable(.serialNumber)),
            (.emailAddress, "ni.luh", .notAnAddress), (.emailAddress, "a@b@c", .notAnAddress),
            (.emailAddress, "@b", .notAnAddress), (.emailAddress, "ní@b.id", .notAnAddress),
            (.emailAddress, "a b@c", .notAnAddress),
        ] as [(NameAttribute, String, NameDefect)])
    func `is refused for what its string cannot hold`(kind: NameAttribute, value: String, defect: NameDefect) {
        #expect(throws: CryptoError.name(defect)) { try DistinguishedName([(kind, value)]) }
    }

    @Test(arguments: NameAttribute.allCases.filter { $0 != .country && $0 != .emailAddress })
    func `has room for exactly the bound of each attribute`(kind: NameAttribute) throws {
        let longest = String(repeating: "a", count: kind.charactersMax)
        #expect(try DistinguishedName([(kind, longest)])[kind] == longest)
        #expect(throws: CryptoError.name(.tooLong(kind, most: kind.charactersMax))) {
            try DistinguishedName([(kind, longest + "a")])
        }
    }

    @Test func `has each attribute once, but for units`() throws {
        #expect(throws: CryptoError.name(.repeated(.commonName))) {
            try DistinguishedName([(.commonName, "a"), (.commonName, "b")])
        }
        #expect(throws: CryptoError.name(.empty)) { try DistinguishedName([] as [DistinguishedName.Attribute]) }
        #expect(throws: CryptoError.name(.tooManyAttributes(most: 16))) {
            try DistinguishedName((0..<17).map { (.organizationalUnit, "unit \($0)") })
        }
    }

    @Test func `is refused from DER that is none, or says what names here do not`() throws {
        func name(_ parts: [[UInt8]]) -> [UInt8] { DER.sequence(of: parts) }
        let common = DER.sequence(ObjectIdentifier.commonName.der, DER.utf8("a"))
        let unit = DER.sequence(ObjectIdentifier.organizationalUnit.der, DER.utf8("b"))
        let street = try #require(ObjectIdentifier("2.5.4.9"))
        let unknown = DER.sequence(street.der, DER.utf8("Jalan"))
        for (der, defect) in [
            ([], .unreadable), ([0x30], .unreadable), (name([DER.set(of: [common])]) + [0], .unreadable),
            (name([]), .empty), (name([DER.set(of: [common, unit])]), .severalInOne),
            (name([DER.set(of: [unknown])]), .unknownAttribute("2.5.4.9")),
            (name([DER.set(of: [DER.sequence(ObjectIdentifier.commonName.der, [0x0C, 1, 0xFF])])]), .unreadable),
            (name([DER.set(of: [DER.sequence(ObjectIdentifier.commonName.der, DER.integer(1))])]), .unreadable),
            ([UInt8](repeating: 0x30, count: 20_000), .unreadable),
        ] as [([UInt8], NameDefect)] {
            #expect(throws: CryptoError.name(defect), "\(Hexadecimal.text(der.prefix(20)))") {
                try DistinguishedName(der: der)
            }
        }
    }

    @Test(arguments: [(0x13, "Budi"), (0x14, "Budi"), (0x1E, "\0B\0u\0d\0i"), (0x16, "Budi")] as [(UInt8, String)])
    func `is read from whatever string another program used`(tag: UInt8, value: String) throws {
        let string = DER.element(tag, Array(value.utf8))
        let der: [UInt8] = DER.sequence(DER.set(of: [DER.sequence(ObjectIdentifier.commonName.der, string)]))
        let name = try DistinguishedName(der: der)
        #expect(name[.commonName] == "Budi")
    }
}

@Suite("The text of a name") struct NameTextTests {
    @Test(
        arguments: [
            ("CN=Budi,O=Kota Contoh,C=ID", [(.country, "ID"), (.organization, "Kota Contoh"), (.commonName, "Budi")]),
            ("cn = Budi , c = ID", [(.country, "ID"), (.commonName, "Budi")]),
            (#"CN=Santoso\, Budi"#, [(.commonName, "Santoso, Budi")]),
            (##"CN=\#17\+\\\"\<\>\;"##, [(.commonName, ##"#17+\"<>;"##)]),
            (#"CN=N\C3\AD Luh"#, [(.commonName, "Ní Luh")]), ("2.5.4.3=Budi", [(.commonName, "Budi")]),
            ("sn=Santoso", [(.surname, "Santoso")]), ("CN=a=b", [(.commonName, "a=b")]),
        ] as [(String, [(NameAttribute, String)])])
    func `is read as RFC 4514 has it`(text: String, pairs: [(NameAttribute, String)]) throws {
        #expect(try DistinguishedName(text: text) == DistinguishedName(pairs))
    }

    @Test(
        arguments: [
            ("", .empty), ("CN", .unreadable), ("CN=a,", .unreadable), ("CN=a,,O=b", .unknownAttribute(",O")),
            ("=a", .unknownAttribute("")), ("XX=a", .unknownAttribute("XX")), ("CN=", .emptyValue(.commonName)),
            ("CN=a+OU=b", .severalInOne), ("CN=#0c0141", .unreadable), (#"CN=a\"#, .unreadable),
            (#"CN=a\4"#, .unreadable),
            (#"CN=\FF"#, .unreadable), (#"CN="a""#, .unreadable), ("CN=a;O=b", .unreadable),
            (#"CN=a\ "#, .blankAtEdge(.commonName)), (#"CN=\00"#, .controlCharacter(.commonName)),
        ] as [(String, NameDefect)])
    func `is refused by its defect`(text: String, defect: NameDefect) {
        #expect(throws: CryptoError.name(defect), "\(text)") { try DistinguishedName(text: text) }
    }

    @Test(arguments: [#"a,b"#, #"a+b=c"#, #"\"<>;"#, "#1", "a#1", "Ní Luh, S.H., M.H."])
    func `says what it was made from`(value: String) throws {
        let name = try DistinguishedName([(.country, "ID"), (.organization, value), (.commonName, value)])
        #expect(try DistinguishedName(text: name.text) == name)
        // The same words as openssl's, which writes them for people elsewhere on these pages.
        let read = try PythonJudge.run("read_name.py", ["--text"], input: name.der)
        #expect(read.output == name.text + "\n", "\(read.errors)")
    }
}
