// teken-pdf: the process in which strangers' documents are read. It is started by `teken` and by nobody else.
//
// usage: teken-pdf --font FILE --bold-font FILE      serves documents on descriptor 3, locked in
//        teken-pdf text-positions                    becomes pdftotext, locked in, for the document on descriptor 0
import Glibc
import Walls

switch SandboxArguments(CommandLine.arguments.dropFirst()) {
case .serve(let fonts): Service(fonts: fonts).run()
case .textPositions: TextPositionsProgram.become()
case nil:
    let words = "teken-pdf is started by teken, and does nothing by itself.\n"
    _ = unsafe write(STDERR_FILENO, words, words.utf8.count)
    exit(2)
}
