import Domain
import TestSupport
import Problems
import Testing

@testable import Teken

@Suite("The settings of an installation") struct SettingsTests {
    @Test func `are lines of names and values`() throws {
        let values = try Settings.parse(
            "# a comment\n\n  TEKEN_DATABASE =  postgresql://a/b?c=d \n", from: "teken.conf")
        #expect(values == [.database: "postgresql://a/b?c=d"])
    }

    @Test(arguments: [
        ("\nTEKEN_DATABSE=geheim", "setting_unknown", "2"), ("PATH=geheim", "setting_unknown", "1"),
        ("TEKEN_DATABASE geheim", "setting_malformed", "1"),
        ("TEKEN_DATABASE=a\nTEKEN_DATABASE=geheim", "setting_repeated", "2"),
        ("TEKEN DATABASE=geheim", "setting_unknown", "1"),
    ])
    func `are refused with the number of their line, and never with their value`(
        text: String, code: String, line: String
    ) {
        do throws(Problem) {
            _ = try Settings.parse(text, from: "teken.conf")
            Issue.record("it was taken")
        } catch {
            #expect(error.code == code)
            #expect(error.what.english.contains("line \(line)") && !error.what.english.contains("geheim"))
        }
    }

    @Test func `given as a flag beat the environment, and that beats the file`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array("TEKEN_DATABASE=file\n".utf8), to: "teken.conf")
        func told(_ environment: [String: String], _ flag: String?) throws -> String? {
            try Settings(file: path, environment: environment, flag: { _ in flag })[.database]
        }
        #expect(try told([:], nil) == "file")
        #expect(try told(["TEKEN_DATABASE": ""], nil) == "file")
        #expect(try told(["TEKEN_DATABASE": "environment"], nil) == "environment")
        #expect(try told(["TEKEN_DATABASE": "environment"], "flag") == "flag")
        #expect(try Settings(file: folder.path("none"), environment: [:], flag: { _ in nil })[.database] == nil)
    }
}
