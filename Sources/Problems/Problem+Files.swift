package import Channels
package import Domain
import Glibc

extension Problem {
    package init(_ error: MemoryFileError, reading path: String) {
        self =
            switch error {
            case .notAPlainFile: .notAPlainFile(path)
            case .tooLong(let most): .tooLarge(path, most: most)
            // What went wrong before a byte was read is about the file, not about memory.
            case .system("open", let code), .system("dup", let code), .system("read", let code): .cannotRead(path, code)
            case .notSealed, .system: .memoryFile("\(error)")
            }
    }

    package static func storage(_ code: String, _ what: Bilingual, _ next: Bilingual, _ detail: String? = nil)
        -> Problem
    {
        Problem(code: code, kind: .storage, what: what, next: next, detail: detail)
    }

    package static func systemWords(_ error: Int32) -> String { unsafe String(cString: strerror(error)) }

    package static func cannotRead(_ path: String, _ error: Int32) -> Problem {
        .storage(
            error == ENOENT ? "file_not_found" : "file_unreadable",
            path == "-"
                ? Bilingual("Masukan standar tidak dapat dibaca.", "Standard input cannot be read.")
                : Bilingual("Berkas \(path) tidak dapat dibaca.", "The file \(path) cannot be read."),
            Bilingual("Periksa nama berkas dan hak aksesnya.", "Check its name and who may read it."),
            systemWords(error))
    }

    package static func notAPlainFile(_ path: String) -> Problem {
        .storage(
            "not_a_plain_file",
            Bilingual(
                "\(path) adalah folder atau perangkat, bukan berkas biasa.",
                "\(path) is a folder or a device, not a plain file."),
            Bilingual(
                "Sebutkan satu berkas; - berarti masukan atau keluaran standar.",
                "Name a file; - is standard input or output."), nil)
    }

    package static func tooLarge(_ path: String, most: Int) -> Problem {
        Problem(
            code: "file_too_large", kind: .badInput,
            what: Bilingual(
                "\(path == "-" ? "Masukan standar" : "Berkas \(path)") lebih besar dari \(most) byte.",
                "\(path == "-" ? "Standard input" : "The file \(path)") is larger than \(most) bytes."),
            next: Bilingual("Periksa apakah ini berkas yang dimaksud.", "Check that it is the file you mean."))
    }

    package static func memoryFile(_ words: String) -> Problem {
        .fault(
            "memory_file_failed",
            Bilingual("Dokumen tidak dapat ditaruh di memori.", "The document could not be put into memory."),
            Bilingual("Periksa memori mesin ini, lalu ulangi.", "Check this machine's memory and try again."), words)
    }
}
