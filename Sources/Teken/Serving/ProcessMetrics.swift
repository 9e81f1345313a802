import Domain
import FoundationEssentials
import Glibc
import Metrics

/// What the kernel knows of this process, under the names that every program's collectors use.
enum ProcessMetrics {
    static func add(to registry: MetricsRegistry) {
        let start = Double(WallClock.now().nanosecondsSince1970) / 1e9
        registry.gauge("process_start_time_seconds", "When the service was started, since 1970.") { [Reading(start)] }
        registry.gauge("process_resident_memory_bytes", "Memory that is in use, without what was never touched.") {
            residentBytes.map { [Reading($0)] } ?? []
        }
        registry.gauge("process_open_fds", "Open files and sockets.") {
            // The one it is read through is among them, and gone by then.
            openFiles.map { [Reading(Double($0 - 1))] } ?? []
        }
        registry.gauge("process_max_fds", "How many may be open.") {
            var limit = rlimit()
            let status = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            return status == 0 ? [Reading(Double(limit.rlim_cur))] : []
        }
    }

    private static var residentBytes: Double? {
        // The second number counts pages (proc(5), statm).
        guard let words = try? InputFile.text("/proc/self/statm", most: 4_096).split(separator: " "), words.count > 1
        else { return nil }
        return Double(words[1]).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) }
    }

    private static var openFiles: Int? {
        try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }
}
