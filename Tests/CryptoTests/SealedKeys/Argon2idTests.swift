import Crypto
import Glibc
import TestSupport
import TestTraits
import Testing

@Suite("Argon2id") struct Argon2idTests {
    @Test func `gives the tag of RFC 9106 §5.3`() throws {
        let tag = try Argon2id.derive(
            .of([UInt8](repeating: 1, count: 32)), salt: [UInt8](repeating: 2, count: 16),
            secret: [UInt8](repeating: 3, count: 8), associated: [UInt8](repeating: 4, count: 12),
            parameters: KDFParameters(memoryKiB: 32, passes: 3, lanes: 4))
        #expect(
            Hexadecimal.text(tag.revealed) == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659")
    }

    @Test(arguments: [
        (KDFParameters(memoryKiB: 8, passes: 1, lanes: 1), 32, "kata sandi"),
        (KDFParameters(memoryKiB: 1_024, passes: 3, lanes: 4), 64, "é漢字"),
        (KDFParameters(memoryKiB: 65_536, passes: 2, lanes: 1), 16, "sembilan belas"),
    ])
    func `gives what the argon2 command gives`(parameters: KDFParameters, count: Int, word: String) throws {
        let tag = try Argon2id.derive(
            .of(word), salt: Array("garam yang cukup".utf8), parameters: parameters, count: count)
        let judge = try ProgramRun.of(
            "argon2",
            [
                "garam yang cukup", "-id", "-v", "13", "-t", "\(parameters.passes)", "-k", "\(parameters.memoryKiB)",
                "-p", "\(parameters.lanes)", "-l", "\(count)", "-r",
            ], input: Array(word.utf8))
        #expect(judge.isSuccess, "the argon2 command is missing or failed: \(judge.errors)")
        #expect(Hexadecimal.text(tag.revealed) + "\n" == judge.output)
    }

    @Test(arguments: [
        KDFParameters(memoryKiB: (1 << 20) + 1, passes: 1, lanes: 1), .init(memoryKiB: .max, passes: 1, lanes: 1),
        .init(memoryKiB: 8, passes: 11, lanes: 1), .init(memoryKiB: 8, passes: .max, lanes: 1),
        .init(memoryKiB: 128, passes: 1, lanes: 9), .init(memoryKiB: 4_096, passes: 1, lanes: .max),
        .init(memoryKiB: (1 << 20) + 1, passes: 0, lanes: 0),
    ])
    func `beyond the ceiling is refused`(parameters: KDFParameters) {
        #expect(throws: CryptoError.sealedKey(.parametersBeyondCeiling(parameters))) {
            _ = try Argon2id.derive(.of("x"), salt: [UInt8](repeating: 0, count: 16), parameters: parameters)
        }
    }

    @Test(.ownProcess) func `beyond the ceiling takes no memory first`() async {
        await #expect(processExitsWith: .success) {
            func most() -> Int {
                var usage = rusage()
                precondition(
                    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0,
                    "a process may ask about itself")
                return usage.ru_maxrss  // KiB
            }
            let salt = [UInt8](repeating: 0, count: 16)
            _ = try Argon2id.derive(.of("x"), salt: salt, parameters: .cheapest)
            let before = most()
            let beyond = KDFParameters(memoryKiB: (1 << 20) + 1, passes: 1, lanes: 1)
            #expect(throws: CryptoError.sealedKey(.parametersBeyondCeiling(beyond))) {
                _ = try Argon2id.derive(.of("x"), salt: salt, parameters: beyond)
            }
            #expect(most() - before < 64 << 10)
        }
    }

    @Test(arguments: [
        KDFParameters(memoryKiB: 8, passes: 0, lanes: 1), .init(memoryKiB: 8, passes: 1, lanes: 0),
        .init(memoryKiB: 7, passes: 1, lanes: 1), .init(memoryKiB: 0, passes: 1, lanes: 1),
        .init(memoryKiB: 63, passes: 1, lanes: 8),
    ])
    func `below what it is defined for is refused`(parameters: KDFParameters) {
        #expect(throws: CryptoError.sealedKey(.parametersBelowFloor(parameters))) {
            _ = try Argon2id.derive(.of("x"), salt: [UInt8](repeating: 0, count: 16), parameters: parameters)
        }
    }

    @Test(arguments: [
        KDFParameters(memoryKiB: 8, passes: 1, lanes: 1), .init(memoryKiB: 64, passes: 1, lanes: 8),
        .init(memoryKiB: 8, passes: 10, lanes: 1),
    ])
    func `at the ends of its range works`(parameters: KDFParameters) throws {
        let tag = try Argon2id.derive(.of("x"), salt: [UInt8](repeating: 0, count: 16), parameters: parameters)
        #expect(tag.count == 32)
        #expect(tag.revealed != [UInt8](repeating: 0, count: 32))
    }

    @Test func `refuses a salt too short to be one`() {
        let refusal = CryptoError.library(operation: "argon2id", words: "Salt is too short")
        #expect(throws: refusal) {
            _ = try Argon2id.derive(.of("x"), salt: [1, 2, 3, 4, 5, 6, 7], parameters: .cheapest)
        }
    }
}
