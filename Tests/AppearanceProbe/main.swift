// Composes the samples in a process of its own, which other programs watch: strace, valgrind, a clock.
//   AppearanceProbe quietly          composes each once, between two lines on standard error
//   AppearanceProbe pages FOLDER     writes each as a page
//   AppearanceProbe time ROUNDS      says how long each takes, in microseconds
//   AppearanceProbe picture FILE     composes that picture, and says how long it took
import Appearance
import Foundation
import TestSupport

let words = CommandLine.arguments
let composer = try AppearanceSample.composer()
let samples = try AppearanceSample.all()

func say(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }

switch words.dropFirst().first {
case "quietly":
    say("composing")
    for sample in samples { _ = try composer.compose(sample.specification) }
    say("composed")
case "pages":
    for sample in samples {
        let box = sample.specification
        let sheet = try AppearanceSheet(
            scratchPDF: composer.compose(box).scratchPDF, width: box.width, height: box.height)
        try Data(sheet.pdf).write(to: URL(filePath: "\(words[2])/\(sample.name).pdf"))
    }
case "time":
    let rounds = Int(words[2]) ?? 200
    for sample in samples where words.count < 4 || sample.name == words[3] {
        var times: [Duration] = []
        var bytes = 0
        for _ in 0..<rounds {
            times.append(
                try ContinuousClock().measure { bytes = try composer.compose(sample.specification).scratchPDF.count })
        }
        let median = times.sorted()[rounds / 2].components.attoseconds / 1_000_000_000_000
        print("\(sample.name): \(median) µs, \(bytes) bytes")
    }
case "picture":
    let file = Array(try Data(contentsOf: URL(filePath: words[2])))
    let time = ContinuousClock().measure {
        let box = AppearanceSpecification(width: 200, height: 200, picture: .image(file))
        do throws(AppearanceError) {
            print("\(try composer.compose(box).scratchPDF.count) bytes")
        } catch {
            print("\(error)")
        }
    }
    print("\(time)")
default: exit(2)
}
