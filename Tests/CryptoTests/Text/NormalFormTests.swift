import Crypto
import Testing

@Suite("Normal form C") struct NormalFormTests {
    @Test(arguments: [
        ("H\u{323}usain", "\u{1E24}usain"), ("We\u{306}dastri", "W\u{115}dastri"), ("Contoh", "Contoh"), ("", ""),
        ("a\0e\u{301}", "a\0\u{E9}"), ("\u{212B}", "\u{C5}"), ("x\u{323}", "x\u{323}"),
    ])
    func `puts letters and marks together where Unicode can`(apart: String, composed: String) {
        // Swift compares strings by meaning; the code points are what matters here.
        #expect(NormalForm.composed(apart).map { Array($0.unicodeScalars) } == Array(composed.unicodeScalars))
    }
}
