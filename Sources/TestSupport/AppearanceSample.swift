package import Appearance
import FoundationEssentials

/// Appearances as people ask for them, of people who do not exist.
package struct AppearanceSample: Sendable {
    package let name: String
    package let specification: AppearanceSpecification

    package static let url = "https://tte.contoh.id/v/7KQ2-XN4P-91TB"

    package static let lines = [
        AppearanceLine("Dra. Ní Luh Putu Ayu Wĕdastri, M.Si., Ph.D.", style: .bold),
        AppearanceLine("Plt. Kepala Bagian Umum"),
        AppearanceLine("Alasan: persetujuan dokumen"),
        AppearanceLine("Tempat: Kota Contoh"),
        AppearanceLine("20 November 2026 13.40 WIB"),
    ]

    /// One for all: reading the fonts is the slow part.
    package static func composer() throws -> AppearanceComposer { try shared.get() }

    private static let shared = Result {
        try AppearanceComposer(regular: Fixture.font("Regular"), bold: Fixture.font("Bold"))
    }

    package static func picture(_ name: String) throws -> AppearancePicture {
        .image(try Fixture.bytes("pictures/\(name)"))
    }

    package static func all() throws -> [AppearanceSample] {
        let ink = try picture("signature-rgba.png")
        let seal = [
            AppearanceLine("Ditandatangani secara elektronik oleh"),
            AppearanceLine("Budi Percobaan, S.H.", style: .bold),
        ]
        let short = [AppearanceLine("Siti Contoh", style: .bold), AppearanceLine("20-11-2026")]
        func sample(
            _ name: String, _ width: Double, _ height: Double, _ picture: AppearancePicture = .none,
            _ lines: [AppearanceLine] = [], border: Double = 0
        ) -> AppearanceSample {
            AppearanceSample(
                name: name,
                specification: AppearanceSpecification(
                    width: width, height: height, picture: picture, lines: lines, border: border))
        }
        return [
            sample("ink", 150, 60, ink),
            sample("jpeg", 150, 60, try picture("signature-rgb.jpg")),
            sample("qr", 80, 80, .qr(url)),
            sample("text", 200, 70, .none, lines),
            sample("ink-text", 220, 70, ink, lines),
            sample("qr-text", 220, 70, .qr(url), lines, border: 0.5),
            sample("tall", 110, 160, ink, lines),
            sample("tall-qr", 110, 160, .qr(url), lines),
            sample("wide", 400, 40, .qr(url), seal),
            sample("small", 60, 24, .none, short),
            sample("tiny-ink", 12, 8, ink),
            sample(
                "long", 160, 60, .qr(url),
                [
                    AppearanceLine(
                        "Prof. Dr. Ir. Raden Mas Haryo Percobaan Widyatmoko Suryaningrat Kusumadiningrat, M.Sc., Ph.D.",
                        style: .bold), AppearanceLine("Direktur Jenderal Contoh dan Percobaan"),
                ]),
            sample(
                "names", 240, 60, .none,
                [
                    AppearanceLine("H. M. Syafi‘i Ma’arif", style: .bold), AppearanceLine("Sâlim H\u{323}usain"),
                    AppearanceLine("A\u{301}va To\u{302}Ty Wĕdastri AVATAR"),
                ]),
        ]
    }
}

extension Fixture {
    /// Liberation Sans where Debian's `fonts-liberation2` puts it.
    package static func font(_ style: String) throws -> [UInt8] {
        let path = "/usr/share/fonts/truetype/liberation2/LiberationSans-\(style).ttf"
        return Array(try Data(contentsOf: URL(filePath: path)))
    }
}
