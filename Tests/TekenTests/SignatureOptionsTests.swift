import Appearance
import Documents
import Domain
import PDF
import Problems
import Testing

@testable import Teken

@Suite("The words about a signature") struct SignatureOptionsTests {
    private func task(_ words: String...) throws -> SignatureTask {
        let command = Command(
            name: ["sign"], summary: "", operands: [], options: SignatureOptions.all + LookOptions.all, run: { _ in })
        let arguments = try CommandArguments(words, for: command)
        return try SignatureOptions.task(
            arguments, signer: "Siti Contoh", picture: LookOptions.picture(arguments),
            now: Instant(nanosecondsSince1970: 1_795_156_200_000_000_000), identifier: [1, 2, 3])
    }

    /// Blanks at which no line is broken.
    private static let unbroken = "20\u{A0}November\u{A0}2026\u{A0}13.30\u{A0}WIB"

    private func texts(_ task: SignatureTask) -> [String] { task.look?.lines.map(\.text) ?? [] }

    @Test func `ask for an unseen approval in a field of its own when nothing is said`() throws {
        let task = try task()
        #expect(task.look == nil && task.tag == nil && task.request.place == nil && task.request.lock == nil)
        #expect(task.request.role == .approval && task.request.field == .new(name: nil))
        #expect(task.request.signerName == "Siti Contoh" && task.request.date == "D:20261120133000+07'00'")
    }

    @Test func `are taken as they are written`() throws {
        let request = try task(
            "--name", "S. Contoh", "--reason", "Setuju", "--location", "Jakarta", "--contact", "siti@contoh.example",
            "--zone", "WIT", "--new-field", "Persetujuan"
        ).request
        #expect(request.signerName == "S. Contoh" && request.reason == "Setuju" && request.location == "Jakarta")
        #expect(request.contact == "siti@contoh.example" && request.date == "D:20261120153000+09'00'")
        #expect(request.field == .new(name: "Persetujuan"))
        #expect(try task("--field", "Mengetahui").request.field == .existing(name: "Mengetahui"))
    }

    @Test(
        arguments: [
            ("no-changes", .noChanges), ("filling", .fillingAndSigning), ("annotating", .annotating),
        ] as [(String, ChangePermission)])
    func `certify at each level`(word: String, permission: ChangePermission) throws {
        #expect(try task("--certify", word).request.role == .certification(permission))
    }

    @Test func `lock all, some or all but some`() throws {
        #expect(try task("--lock", "all").request.lock == FieldLock(action: .all, fields: []))
        #expect(try task("--lock", "only:a,b").request.lock == FieldLock(action: .include, fields: ["a", "b"]))
        #expect(try task("--lock", "except:a").request.lock == FieldLock(action: .exclude, fields: ["a"]))
    }

    @Test func `give a place by page and box`() throws {
        let place = try task("--box", "1.5,-2,30,4e1", "--page", "last", "--origin", "top-left").request.place
        #expect(
            place
                == SignatureRequest.Place(
                    page: .last, box: Rectangle(x: 1.5, y: -2, width: 30, height: 40), origin: .topLeft))
        #expect(try task("--box", "1,2,3,4").request.place?.page == .first)
        #expect(try task("--box", "1,2,3,4", "--page", "7").request.place?.page == .number(7))
    }

    @Test func `give a place by a tag`() throws {
        let tag = try task(
            "--tag", "${ttd}", "--size", "100,50", "--tag-occurrence", "last", "--tag-anchor", "centre", "--page", "2"
        ).tag
        #expect(
            tag
                == TagPlace(
                    text: "${ttd}", occurrence: nil, page: .number(2), width: 100, height: 50, anchor: .centre))
        #expect(try task("--tag", "#", "--size", "1,1").tag?.occurrence == 1)
    }

    @Test func `show what the signature says of itself when nothing else is to be seen`() throws {
        #expect(try texts(task("--box", "1,2,3,4")) == ["Siti Contoh", Self.unbroken])
        let all = try task(
            "--box", "1,2,3,4", "--title", "Kepala", "--reason", "Setuju", "--location", "Jakarta")
        #expect(texts(all) == ["Kepala", "Siti Contoh", "Setuju", "Jakarta, " + Self.unbroken])
        #expect(try texts(task("--box", "1,2,3,4", "--qr", "x")).isEmpty)
    }

    @Test(
        arguments: [
            ("{name}", "Siti Contoh"), ("*{name}!", "Siti Contoh!"), ("{reason}", ""), ("a{b}c", "a{b}c"), ("{", "{"),
            ("{{name}}", "{Siti Contoh}"), ("{name", "{name"), ("}{name}{", "}Siti Contoh{"), ("**", "*"),
        ])
    func `put words in the place of braces, and leave other braces alone`(line: String, shown: String) throws {
        #expect(try texts(task("--box", "1,2,3,4", "--line", line)) == [shown])
    }

    /// Many times over, since the words of a dictionary come in another order in each process and table.
    @Test func `never look for braces in what they put there`() throws {
        for _ in 0..<20 {
            let task = try task(
                "--box", "1,2,3,4", "--name", "{reason}", "--reason", "{name}", "--line", "{name}{reason}")
            #expect(texts(task) == ["{reason}{name}"])
        }
    }

    @Test func `make a line bold by a star`() throws {
        let lines = try #require(try task("--box", "1,2,3,4", "--line", "*a", "--line", "b").look).lines
        #expect(lines == [AppearanceLine("a", style: .bold), AppearanceLine("b")])
    }

    @Test(arguments: [
        (["--zone", "GMT"], "unknown_choice"), (["--certify", "all"], "unknown_choice"),
        (["--lock", "some"], "unknown_choice"),
        (["--lock", "only:"], "unknown_choice"), (["--lock", "except:,"], "unknown_choice"),
        (["--box", "1,2,3"], "not_numbers"), (["--box", "1,2,3,4,5"], "not_numbers"),
        (["--box", "1,2,0,4"], "not_numbers"),
        (["--box", "1,2,3,-4"], "not_numbers"), (["--box", "a,2,3,4"], "not_numbers"),
        (["--box", "nan,2,3,4"], "not_numbers"),
        (["--box", "1,2,inf,4"], "not_numbers"), (["--box", ""], "not_numbers"), (["--box", "1,2,,4"], "not_numbers"),
        (["--box", "1,2,3,4", "--page", "0"], "number_out_of_bounds"),
        (["--box", "1,2,3,4", "--page", "middle"], "number_out_of_bounds"),
        (["--box", "1,2,3,4", "--origin", "top"], "unknown_choice"), (["--page", "1"], "option_incomplete"),
        (["--origin", "top-left"], "option_incomplete"), (["--size", "1,2"], "option_incomplete"),
        (["--box", "1,2,3,4", "--size", "1,2"], "option_incomplete"), (["--tag", "#"], "option_incomplete"),
        (["--tag", "", "--size", "1,2"], "tag_unusable"), (["--tag", "#", "--size", "0,2"], "not_numbers"),
        (["--tag", "#", "--size", "1"], "not_numbers"),
        (["--tag", "#", "--size", "1,2", "--box", "1,2,3,4"], "options_conflict"),
        (["--tag", "#", "--size", "1,2", "--tag-occurrence", "0"], "number_out_of_bounds"),
        (["--tag", "#", "--size", "1,2", "--tag-anchor", "left"], "unknown_choice"),
        (["--field", "a", "--new-field", "b"], "options_conflict"),
        (["--field", "a", "--box", "1,2,3,4"], "options_conflict"),
        (["--field", "a", "--tag", "#", "--size", "1,2"], "options_conflict"), (["--line", "a"], "option_incomplete"),
        (["--qr", "a"], "option_incomplete"),
        (["--image", "nowhere", "--qr", "a", "--box", "1,2,3,4"], "options_conflict"),
        (["--border", "1"], "option_incomplete"), (["--box", "1,2,3,4", "--layout", "below"], "unknown_choice"),
        (["--box", "1,2,3,4", "--font-size", "large"], "not_numbers"),
        (["--box", "1,2,3,4", "--margin", "1,2"], "not_numbers"),
    ])
    func `are refused by a code`(words: [String], code: String) throws {
        let command = Command(
            name: ["sign"], summary: "", operands: [], options: SignatureOptions.all + LookOptions.all, run: { _ in })
        let arguments = try CommandArguments(words, for: command)
        #expect {
            _ = try SignatureOptions.task(
                arguments, signer: "", picture: LookOptions.picture(arguments),
                now: Instant(nanosecondsSince1970: 0), identifier: [])
        } throws: { error in
            (error as? Problem)?.code == code
        }
    }

    @Test(arguments: ["--name", "--title", "--reason", "--location", "--contact"])
    func `may have a thousand characters and no more`(option: String) throws {
        _ = try task(option, String(repeating: "é", count: 1_000))
        #expect(throws: Problem.optionTooLong(option, most: 1_000)) {
            try task(option, String(repeating: "a", count: 1_001))
        }
    }

    @Test func `may name a tag of two hundred characters and no more`() throws {
        _ = try task("--tag", String(repeating: "#", count: 200), "--size", "1,2")
        #expect(throws: Problem.tagUnusable(most: 200)) {
            try task("--tag", String(repeating: "#", count: 201), "--size", "1,2")
        }
    }
}
