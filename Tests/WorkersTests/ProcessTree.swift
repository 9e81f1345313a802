import Foundation

/// The processes below this one, as the kernel tells them.
enum ProcessTree {
    struct Entry {
        let number: Int
        let parent: Int
        let isZombie: Bool
    }

    static func all() -> [Entry] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { name in
            guard let number = Int(name), let text = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
                let end = text.lastIndex(of: ")")
            else { return nil }
            let fields = text[end...].split(separator: " ")
            return Entry(number: number, parent: Int(fields[2]) ?? 0, isZombie: fields[1] == "Z")
        }
    }

    /// Children of this process, and theirs.
    static func below() -> (children: [Entry], grandchildren: [Entry]) {
        let all = all()
        let children = all.filter { $0.parent == Int(getpid()) }
        let numbers = Set(children.map(\.number))
        return (children, all.filter { numbers.contains($0.parent) })
    }

    /// How many grandchildren one look sees, and how many of them surely lived at one moment: a look takes its time, and sees who
    /// dies at its beginning and who is born at its end. Who is there in two looks was there between them.
    static func grandchildrenAtOnce() -> (seen: Int, together: Int) {
        let first = Set(below().grandchildren.map(\.number))
        return (first.count, below().grandchildren.count { first.contains($0.number) && !$0.isZombie })
    }

    static var openDescriptors: Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).count
    }
}
