import CLinux
import Channels
import Foundation
import Glibc
import TestSupport
import Testing

@Suite("A memory file") struct MemoryFileTests {
    @Test(arguments: [0, 1, 4_096, 3_000_000])
    func `holds a file's bytes as they were`(count: Int) throws {
        let folder = try TemporaryFolder()
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 131) }
        let path = try folder.write(bytes, to: "letter")
        let files = [try MemoryFile(path: path, bytesMax: count), try MemoryFile(bytes)]
        for file in files {
            #expect(file.count == count)
            let mapped = try MappedFile(file.descriptor)
            #expect(mapped.count == count && mapped.bytes() == bytes)
        }
    }

    @Test func `takes a file of just the size it may have, and refuses one byte more`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([1, 2, 3], to: "letter")
        #expect(try MemoryFile(path: path, bytesMax: 3).count == 3)
        #expect(throws: MemoryFileError.tooLong(most: 2)) { try MemoryFile(path: path, bytesMax: 2) }
        var draft = try MemoryFileDraft(bytesMax: 3)
        try draft.append([1, 2])
        do {
            try draft.append([3, 4])
            Issue.record("four bytes went into three")
        } catch {
            #expect(error == .tooLong(most: 3))
        }
        try draft.append([3])
        #expect(try draft.seal().count == 3)
    }

    @Test func `can be changed by nobody`() throws {
        let file = try MemoryFile([1, 2, 3])
        let number = file.descriptor.number
        #expect(unsafe pwrite(number, [9] as [UInt8], 1, 0) == -1 && errno == EPERM)
        #expect(ftruncate(number, 0) == -1 && errno == EPERM)
        #expect(ftruncate(number, 10) == -1 && errno == EPERM)
        let writable = unsafe mmap(nil, 3, PROT_READ | PROT_WRITE, MAP_SHARED, number, 0)
        #expect(unsafe writable == MAP_FAILED)
    }

    @Test func `refuses a file without an end, a pipe that nobody writes to, and a folder`() throws {
        let folder = try TemporaryFolder()
        #expect(unsafe mkfifo(folder.path("pipe"), 0o600) == 0)
        for path in ["/dev/zero", folder.path("pipe"), folder.path("")] {
            #expect(throws: MemoryFileError.notAPlainFile) { try MemoryFile(path: path, bytesMax: 1 << 20) }
        }
        #expect(throws: MemoryFileError.system(operation: "open", code: ENOENT)) {
            try MemoryFile(path: folder.path("nothing"), bytesMax: 1)
        }
    }

    @Test func `is copied from a pipe that ends, and from one that does not only up to its size`() throws {
        let ended = Descriptor(owning: unsafe open("/dev/null", O_RDONLY))
        #expect(try MemoryFile(copying: ended, bytesMax: 10).count == 0)
        let endless = Descriptor(owning: unsafe open("/dev/zero", O_RDONLY))
        #expect(throws: MemoryFileError.tooLong(most: 1 << 20)) { try MemoryFile(copying: endless, bytesMax: 1 << 20) }
        let (one, other) = try MessageChannel.pair()
        #expect(unsafe write(one.descriptor.number, "isi surat", 9) == 9)
        shutdown(one.descriptor.number, Int32(SHUT_WR))
        #expect(
            try MappedFile(MemoryFile(copying: other.descriptor, bytesMax: 9).descriptor).bytes()
                == Array("isi surat".utf8))
    }

    @Test func `is believed only when it is sealed`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([1, 2, 3], to: "letter")
        let plain = Descriptor(owning: unsafe open(path, O_RDONLY))
        #expect(throws: MemoryFileError.notSealed) { try MappedFile(plain) }
        let zero = Descriptor(owning: unsafe open("/dev/zero", O_RDONLY))
        #expect(throws: MemoryFileError.notSealed) { try MappedFile(zero) }
        let channel = try MessageChannel.pair().0
        #expect(throws: MemoryFileError.notSealed) { try MappedFile(channel.descriptor) }
    }

    @Test(arguments: 0..<4) func `is believed only with each of its four seals`(missing: Int) throws {
        #expect(throws: MemoryFileError.notSealed) { try MappedFile(file(seals: 0b1111 & ~(1 << Int32(missing)))) }
        #expect(try MappedFile(file(seals: 0b1111)).count == 3)
    }

    @Test func `is unmapped with its last user`() throws {
        for _ in 0..<300 { #expect(try MappedFile(MemoryFile([1, 2]).descriptor).count == 2) }
        let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
        #expect(maps.split(separator: "\n").count { $0.contains("teken-document") } < 50)  // other tests have some
    }

    /// A memory file with some seals only, such as a dishonest sender would make.
    private func file(seals: Int32) -> Descriptor {
        let number = unsafe CLinux_new_memory_file("teken-unsealed")
        precondition(number >= 0 && ftruncate(number, 3) == 0, "a test needs a memory file")
        _ = fcntl(number, Int32(CLinux_add_seals), seals)
        return Descriptor(owning: number)
    }
}
