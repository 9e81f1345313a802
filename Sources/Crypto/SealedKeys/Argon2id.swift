import CArgon2
import CLinux
import Glibc

/// Argon2id (RFC 9106), the price of a guess. OpenSSL has it only from 3.2 on.
package enum Argon2id {
    /// Derives `count` bytes. `secret` and `associated` are RFC 9106's K and X; sealed keys leave them empty.
    ///
    /// Passphrase and result stay in the locked heap; the working memory is overwritten by the library before it is freed
    /// (`FLAG_clear_internal_memory`, on by default).
    package static func derive(
        _ passphrase: borrowing Secret, salt: [UInt8], secret: [UInt8] = [], associated: [UInt8] = [],
        parameters: KDFParameters, count: Int = 32
    ) throws(CryptoError) -> Secret {
        guard parameters.isWithinCeiling else { throw .sealedKey(.parametersBeyondCeiling(parameters)) }
        guard parameters.isDefined else { throw .sealedKey(.parametersBelowFloor(parameters)) }

        var derived = try Secret(zeros: count)
        var salt = salt
        var secret = secret
        var associated = associated
        let status = unsafe derived.withMutableBytes { out in
            unsafe passphrase.withBytes { word in
                unsafe salt.withUnsafeMutableBufferPointer { salt in
                    unsafe secret.withUnsafeMutableBufferPointer { secret in
                        unsafe associated.withUnsafeMutableBufferPointer { associated in
                            var context = unsafe Argon2_Context()
                            unsafe context.out = out.bytePointer
                            unsafe context.outlen = UInt32(out.count)
                            // The library takes a mutable pointer because it can wipe the word; that flag stays off.
                            unsafe context.pwd = UnsafeMutablePointer(mutating: word.bytePointer)
                            unsafe context.pwdlen = UInt32(word.count)
                            unsafe context.salt = salt.baseAddress
                            unsafe context.saltlen = UInt32(salt.count)
                            unsafe context.secret = secret.isEmpty ? nil : secret.baseAddress
                            unsafe context.secretlen = UInt32(secret.count)
                            unsafe context.ad = associated.isEmpty ? nil : associated.baseAddress
                            unsafe context.adlen = UInt32(associated.count)
                            unsafe context.t_cost = parameters.passes
                            unsafe context.m_cost = parameters.memoryKiB
                            unsafe context.lanes = UInt32(parameters.lanes)
                            unsafe context.threads = UInt32(parameters.lanes)
                            unsafe context.version = ARGON2_VERSION_13.rawValue
                            unsafe context.allocate_cbk = takeWorkingMemory
                            unsafe context.free_cbk = giveWorkingMemoryBack
                            return unsafe argon2id_ctx(&context)
                        }
                    }
                }
            }
        }
        guard status == ARGON2_OK.rawValue else {
            let words = unsafe argon2_error_message(status).map { unsafe String(cString: $0) } ?? "status \(status)"
            throw .library(operation: "argon2id", words: words)
        }
        return derived
    }
}

/// Argon2 walks its memory at random, so page faults and missing translations are a good part of its price: in pages of 2 MiB
/// the same work takes less time, for us as it does for whoever guesses.
private func takeWorkingMemory(_ memory: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?, _ bytes: Int) -> Int32 {
    let start = unsafe mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let start = unsafe start, unsafe start != MAP_FAILED else { return ARGON2_MEMORY_ALLOCATION_ERROR.rawValue }
    unsafe CLinux_advise_working_memory(start, bytes)
    unsafe memory?.pointee = start.assumingMemoryBound(to: UInt8.self)
    return ARGON2_OK.rawValue
}

/// The library has overwritten it by then.
private func giveWorkingMemoryBack(_ memory: UnsafeMutablePointer<UInt8>?, _ bytes: Int) {
    guard let memory = unsafe memory else { return }
    unsafe munmap(memory, bytes)
}
