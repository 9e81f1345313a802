import Metrics
import TestSupport
import TestTraits
import Testing

@Suite("A registry of metrics") struct MetricsRegistryTests {
    @Test func `is read by Prometheus' own parser as what was counted`() throws {
        let registry = MetricsRegistry()
        let plain = registry.counter("asked_total", "How often somebody asked.")
        let told = registry.counter(
            "answers_total", "Answers.", by: Label("route", ["sign", "verify"]), Label("class", ["2xx", "5xx"]))
        let level = registry.gauge("level", "What was set.", by: Label("side", ["left", "right"]))
        registry.gauge("age_seconds", "What was looked up.") {
            [Reading(1.5, ["issuer": "one"]), Reading(-2, ["issuer": "two"]), Reading(.infinity, ["issuer": "three"])]
        }
        let time = registry.histogram(
            "work_seconds", "How long.", bounds: [.milliseconds(5), .seconds(1)], by: Label("route", ["sign"]))
        plain.add()
        plain.add(41)
        told.add(3, "sign", "2xx")
        told.add(1, "verify", "5xx")
        level.set(-0.25, "right")
        for milliseconds in [1, 5, 6, 1_000, 1_001] { time.observe(.milliseconds(milliseconds), "sign") }

        let families = try CollectedMetric.all(registry.text)
        // The parser leaves the end of a counter's name out.
        #expect(families.map(\.name) == ["asked", "answers", "level", "age_seconds", "work_seconds"])
        #expect(families.map(\.kind) == ["counter", "counter", "gauge", "gauge", "histogram"])
        #expect(families[0].value("asked_total") == 42 && families[0].help == "How often somebody asked.")
        #expect(families[1].value("answers_total", ["route": "sign", "class": "2xx"]) == 3)
        #expect(families[1].value("answers_total", ["route": "verify", "class": "5xx"]) == 1)
        #expect(families[1].samples.count == 2)
        #expect(families[2].value("level", ["side": "right"]) == -0.25 && families[2].samples.count == 1)
        #expect(families[3].value("age_seconds", ["issuer": "two"]) == -2)
        #expect(families[3].value("age_seconds", ["issuer": "three"]) == .infinity)
        // A bound belongs to its bucket, and each bucket holds the ones below.
        for (limit, count) in [("0.005", 2.0), ("1.0", 4), ("+Inf", 5)] {
            #expect(families[4].value("work_seconds_bucket", ["route": "sign", "le": limit]) == count)
        }
        #expect(families[4].value("work_seconds_count", ["route": "sign"]) == 5)
        #expect(families[4].value("work_seconds_sum", ["route": "sign"]) == 2.013)
    }

    @Test func `writes each line as the format has it`() {
        let registry = MetricsRegistry()
        registry.counter("asked_total", "Back\\slash,\nnew line and \"quotes\".").add(7)
        registry.gauge("level", "A level.") { [Reading(.nan, ["name": "a\\b\"c\nd", "other": ""])] }
        registry.histogram("work_seconds", "Work.", bounds: [.microseconds(10)]).observe(.microseconds(20))
        #expect(
            registry.text == #"""
                # HELP asked_total Back\\slash,\nnew line and "quotes".
                # TYPE asked_total counter
                asked_total 7
                # HELP level A level.
                # TYPE level gauge
                level{name="a\\b\"c\nd",other=""} NaN
                # HELP work_seconds Work.
                # TYPE work_seconds histogram
                work_seconds_bucket{le="1e-05"} 0
                work_seconds_bucket{le="+Inf"} 1
                work_seconds_sum 2e-05
                work_seconds_count 1

                """#)
    }

    @Test func `keeps whatever stands in a label`() throws {
        let registry = MetricsRegistry()
        let words = ["\\", "\"", "\n", "\\n", "a\"b\\\nc", "é 🖋", "{x=\"y\"}", " "]
        for (number, word) in words.enumerated() {
            registry.gauge("level_\(number)", word) { [Reading(Double(number), ["word": word])] }
        }
        for (number, (family, word)) in zip(try CollectedMetric.all(registry.text), words).enumerated() {
            #expect(family.value("level_\(number)", ["word": word]) == Double(number))
        }
    }

    @Test func `shows what has no labels from the beginning, and a series once it has begun`() throws {
        let registry = MetricsRegistry()
        _ = registry.counter("asked_total", "Asked.")
        _ = registry.counter("told_total", "Told.", by: Label("word", ["a"]))
        _ = registry.histogram("work_seconds", "Work.", bounds: [.seconds(1)])
        let families = try CollectedMetric.all(registry.text)
        #expect(families.map(\.samples.count) == [1, 0, 4])
        #expect(families[0].value("asked_total") == 0 && families[2].value("work_seconds_count") == 0)
    }

    @Test func `counts what was not announced as something else, and makes no series of it`() throws {
        let registry = MetricsRegistry()
        let asked = registry.counter("asked_total", "Asked.", by: Label("route", ["sign"]))
        for number in 0..<1_000 { asked.add(1, "/\(number)") }
        let families = try CollectedMetric.all(registry.text)
        #expect(families[0].samples.count == 1)
        #expect(families[0].value("asked_total", ["route": Label.other]) == 1_000)
    }

    @Test func `loses nothing that is counted on several threads at once`() throws {
        let registry = MetricsRegistry()
        let asked = registry.counter("asked_total", "Asked.", by: Label("route", ["a", "b"]))
        let time = registry.histogram("work_seconds", "Work.", bounds: [.seconds(1)], by: Label("route", ["a"]))
        let (threads, rounds) = (8, 20_000)
        Threads.run(threads) { thread in
            for number in 0..<rounds {
                asked.add(1, number % 2 == 0 ? "a" : "b")
                time.observe(.milliseconds(number % 2 == 0 ? 500 : 1_500), "a")
                if number % 5_000 == 0 { _ = registry.text }
            }
        }
        let families = try CollectedMetric.all(registry.text)
        let half = Double(threads * rounds / 2)
        for route in ["a", "b"] { #expect(families[0].value("asked_total", ["route": route]) == half) }
        #expect(families[1].value("work_seconds_bucket", ["route": "a", "le": "1.0"]) == half)
        #expect(families[1].value("work_seconds_count", ["route": "a"]) == 2 * half)
        #expect(families[1].value("work_seconds_sum", ["route": "a"]) == 2 * half)
    }

    @Test(.ownProcess) func `has each metric once, under a name, with as many series as can be borne`() async {
        await #expect(processExitsWith: .failure) {
            let registry = MetricsRegistry()
            _ = registry.counter("a_total", "A.")
            registry.gauge("a_total", "A.") { [] }
        }
        await #expect(processExitsWith: .failure) { _ = MetricsRegistry().counter("a", "No end.") }
        await #expect(processExitsWith: .failure) { MetricsRegistry().gauge("1a", "A digit first.") { [] } }
        await #expect(processExitsWith: .failure) { _ = Label("le", ["a"]) }
        await #expect(processExitsWith: .failure) { _ = Label("a-b", ["a"]) }
        let numbers = (0..<99).map { "\($0)" }
        let (one, two) = (Label("one", numbers), Label("two", numbers))
        _ = MetricsRegistry().counter("a_total", "Ten thousand, `other` among them.", by: one, two)
        await #expect(processExitsWith: .failure) {
            let numbers = (0..<100).map { "\($0)" }
            let (one, two) = (Label("one", numbers), Label("two", numbers))
            _ = MetricsRegistry().counter("a_total", "More.", by: one, two)
        }
    }

    @Test(.ownProcess) func `takes a value for each label, and no fall of a counter`() async {
        await #expect(processExitsWith: .failure) {
            MetricsRegistry().counter("a_total", "A.", by: Label("route", ["a"])).add(1)
        }
        await #expect(processExitsWith: .failure) { MetricsRegistry().counter("a_total", "A.").add(-1) }
    }
}
