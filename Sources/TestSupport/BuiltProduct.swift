import Foundation

/// A program of this package, from the same build as the running tests.
package enum BuiltProduct {
    package static func path(_ name: String) -> String {
        // The test runner is an executable in the folder where the package's own programs lie.
        let here = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
        return here.deletingLastPathComponent().appending(path: name).path
    }
}
