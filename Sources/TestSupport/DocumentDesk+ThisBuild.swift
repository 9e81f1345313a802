package import Documents
import Workers

extension DocumentDesk {
    /// A desk over the `teken-pdf` of the running tests' own build.
    package static func ofThisBuild() throws -> DocumentDesk {
        let program = BuiltProduct.path("teken-pdf")
        let fonts = "/usr/share/fonts/truetype/liberation2/LiberationSans-"
        let pool = try WorkerPool(
            program: program, arguments: ["--font", fonts + "Regular.ttf", "--bold-font", fonts + "Bold.ttf"])
        return DocumentDesk(
            pool: pool, textPositions: ConfinedProgram(launcher: program, arguments: ["text-positions"]))
    }
}
