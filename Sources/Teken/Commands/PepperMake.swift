import Crypto

extension Command {
    private static let keep = Option(
        name: "--keep", value: "OLD", help: "an older pepper file, whose current pepper stays usable behind the new one"
    )

    static let pepperMake = Command(
        name: ["pepper", "make"], summary: "make the installation's pepper, the secret outside the database",
        operands: [Operand(name: "OUT")], options: [keep, .force],
        notes: [
            "Without the pepper no sealed key opens, and a stolen database gives nothing to guess at. Keep a copy where the",
            "database is not. To replace one: make a new file with --keep OLD, run `teken key rotate-pepper` with it over",
            "every key, in files and (--data DIR) in the store, then delete its second line and the old file.",
        ]
    ) { arguments in
        let out = OutputFile(path: arguments.operands[0], isPrivate: true, overwrites: arguments.has(.force))
        try out.checkFree()
        let pepper = try Pepper.random()
        let name = pepper.id
        if let path = arguments.value(keep) {
            let old = try PepperFile.read(InputFile.secret(path, most: PepperFile.bytesMax, isPrivate: true))
            try out.write(PepperFile.text(old.superseded(by: pepper)))
        } else {
            try out.write(PepperFile.text(Peppers(current: pepper)))
        }
        Console.note("teken: pepper \(name) written to \(out.path)")
    }
}
