import COpenSSL
import CGFShare

/// Shamir's secret sharing over GF(2^8), byte by byte, by libgfshare.
enum SecretSharing {
    static let thresholdMin = 2
    static let sharesMax = 16

    /// The library has no randomness of its own that is good enough; it asks here, and overwrites its buffers from here too.
    private static let source: Void = unsafe CGFShare_draw_from { buffer, count in
        // It takes no error from its source, and without randomness the shares would tell the secret.
        guard unsafe RAND_priv_bytes(buffer, Int32(count)) == 1 else {
            preconditionFailure("a process without randomness shares no secret")
        }
    }

    /// One share for each of the numbers 1 to `count`, any `threshold` of which make the secret again.
    static func split(
        _ secret: borrowing Secret, into count: Int, threshold: Int,
        _ take: (UInt8, consuming Secret) throws(CryptoError) -> Void
    ) throws(CryptoError) {
        try OpenSSLRuntime.require()
        _ = source
        var numbers = (1...count).map { UInt8($0) }
        let context = unsafe gfshare_ctx_init_enc(
            &numbers, UInt32(count), UInt8(threshold), UInt32(secret.count))
        guard let context = unsafe context else { throw .library(operation: "gfshare_ctx_init_enc", words: "") }
        defer { unsafe gfshare_ctx_free(context) }  // fills what it frees with random bytes first

        // The library only reads the secret, through a pointer that it could write to.
        unsafe secret.withBytes { secret in
            unsafe gfshare_ctx_enc_setsecret(context, UnsafeMutablePointer(mutating: secret.bytePointer))
        }
        for index in 0..<count {
            var share = try Secret(zeros: secret.count)
            unsafe share.withMutableBytes { unsafe gfshare_ctx_enc_getshare(context, UInt8(index), $0.bytePointer) }
            try take(numbers[index], share)
        }
    }

    /// What these shares come to. Fewer than the threshold, or wrong ones, come to something else.
    static func combine(_ shares: [OperatorShare]) throws(CryptoError) -> Secret {
        try OpenSSLRuntime.require()
        _ = source
        var numbers = shares.map(\.index)
        let context = unsafe gfshare_ctx_init_dec(&numbers, UInt32(shares.count), UInt32(OperatorShare.valueBytes))
        guard let context = unsafe context else { throw .library(operation: "gfshare_ctx_init_dec", words: "") }
        defer { unsafe gfshare_ctx_free(context) }

        for (index, share) in zip(UInt8(0)..., shares) {
            unsafe share.value.withBytes { value in
                unsafe gfshare_ctx_dec_giveshare(context, index, UnsafeMutablePointer(mutating: value.bytePointer))
            }
        }
        var secret = try Secret(zeros: OperatorShare.valueBytes)
        unsafe secret.withMutableBytes { unsafe gfshare_ctx_dec_extract(context, $0.bytePointer) }
        return secret
    }
}
