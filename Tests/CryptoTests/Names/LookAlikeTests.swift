import TestSupport
import Testing

@testable import Crypto

@Suite("A name that looks like another") struct LookAlikeTests {
    @Test(arguments: [
        "Otoritas Contoh", "otoritas contoh", "OTORITAS  CONTOH", "OtoritasContoh", "Otoritas-Contoh",
        "Otoritas.Contoh",
        "Оtoritas Contoh",  // Cyrillic O
        "Otorіtas Соntoh",  // Cyrillic і, С, о
        "Οtοritas Cοntοh",  // Greek omicrons
        "Оtоrіtаs Соntоh",  // as much Cyrillic as there is
        "Ｏｔｏｒｉｔａｓ Ｃｏｎｔｏｈ",  // full width
        "Otoritas\u{200B} Contoh", "Oto\u{AD}ritas Contoh", "\u{202E}Otoritas Contoh",
        "Ótoritas Cóntoh", "Otoritas Contoh\u{301}", "0toritas C0ntoh", "Otor1tas Contoh", "Otorltas Contoh",
        "Otor|tas Contoh", "Otor!tas Contoh", "𝐎𝐭𝐨𝐫𝐢𝐭𝐚𝐬 𝐂𝐨𝐧𝐭𝐨𝐡", "Ⓞtoritas Contoh", "Otorita$ Contoh",
        "Otoritas\u{A0}Contoh", "Otoritas\u{3000}Contoh", "Otoritas_Contoh", "Otoritαs Cοητoh",
    ])
    func `is found out`(twin: String) {
        #expect(LookAlike.areAlike(twin, "Otoritas Contoh"), "\(LookAlike.skeleton(of: twin))")
    }

    @Test(arguments: ["Otoritas Contoh 2", "Otorita Contoh", "Otoritas Umum", "Kota Contoh", "Budi Santoso", ""])
    func `is told from one that is only near`(other: String) {
        #expect(!LookAlike.areAlike(other, "Otoritas Contoh"))
    }

    @Test func `is seen through pairs of letters`() {
        #expect(LookAlike.areAlike("Kementerian Hukurn", "Kementerian Hukum"))
        #expect(LookAlike.areAlike("VVilayah", "Wilayah"))
    }

    @Test func `is looked for in the common name and in the whole name, not in the organisation`() throws {
        let authority = try DistinguishedName([(.organization, "Kota Contoh"), (.commonName, "Otoritas Contoh")])
        let person = try DistinguishedName([(.organization, "Kota Contoh"), (.commonName, "Budi Santoso")])
        let forger = try DistinguishedName([(.organization, "Lain"), (.commonName, "Оtoritas Contoh")])
        let moved = try DistinguishedName([(.organization, "Kota"), (.commonName, "Contoh Otoritas Contoh")])
        #expect(!person.looksLike(authority) && authority.looksLike(authority))
        #expect(forger.looksLike(authority) && moved.looksLike(authority))
    }
}
