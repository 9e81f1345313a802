import COpenSSL
import CLinux
import Glibc

/// OpenSSL as this process uses it: a locked heap for secrets, everything else wiped when freed, no configuration file.
///
/// Whoever touches a key, a secret or a certificate goes through `require()`, so nothing can run before it.
package enum OpenSSLRuntime {
    /// Room for some thousand opened keys; within Debian's default limit of 8 MiB locked memory.
    package static let secureHeapBytes = 4 << 20

    /// OpenSSL's smallest block in that heap.
    private static let secureHeapGrain = 32

    private static let start: Result<Void, CryptoError> = {
        // First of all: OpenSSL takes other memory functions only before its first allocation.
        guard wipeEverythingFreed() else {
            return .failure(.secureMemoryUnavailable("OpenSSL was in use before its memory could be guarded"))
        }
        // The machine's openssl.cnf may load engines and providers; what signs here is decided here.
        guard OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil) == 1 else {
            return .failure(.last("OPENSSL_init_crypto"))
        }
        // 2 means a heap that is not locked or has no guard pages: its secrets could reach the swap.
        guard CRYPTO_secure_malloc_init(secureHeapBytes, secureHeapGrain) == 1 else {
            return .failure(.secureMemoryUnavailable("locked memory is limited below \(secureHeapBytes) bytes"))
        }
        return .success(())
    }()

    /// Starts OpenSSL once; the first failure is final for the process.
    package static func require() throws(CryptoError) {
        try start.get()
    }

    /// As `require`, for a reader whose only answer to anything is nil.
    static var isReady: Bool {
        switch start {
        case .success: true
        case .failure: false
        }
    }

    /// Whether an address lies in the locked heap.
    static func holds(_ pointer: UnsafeRawPointer) -> Bool {
        unsafe CRYPTO_secure_allocated(pointer) == 1
    }

    /// OpenSSL copies private numbers into ordinary memory on its way (encoders, Montgomery contexts) and does not
    /// always clean them, so every block it frees is overwritten here.
    private static func wipeEverythingFreed() -> Bool {
        unsafe CRYPTO_set_mem_functions(
            { size, _, _ in unsafe malloc(size) },
            { old, size, _, _ in
                guard let old = unsafe old else { return unsafe malloc(size) }
                let oldSize = unsafe malloc_usable_size(old)
                guard size > oldSize || size == 0 else { return unsafe old }
                let new = unsafe size == 0 ? nil : malloc(size)
                if let new = unsafe new { unsafe memcpy(new, old, oldSize) }
                if unsafe new != nil || size == 0 {
                    unsafe explicit_bzero(old, oldSize)
                    unsafe free(old)
                }
                return unsafe new
            },
            { pointer, _, _ in
                guard let pointer = unsafe pointer else { return }
                unsafe explicit_bzero(pointer, malloc_usable_size(pointer))
                unsafe free(pointer)
            }) == 1
    }
}

extension CryptoError {
    /// The newest error of OpenSSL's queue in its own words; the queue is empty afterwards.
    static func last(_ operation: String) -> CryptoError {
        .library(operation: operation, words: OpenSSLQueue.drain())
    }
}

/// OpenSSL's queue of errors of the calling thread.
enum OpenSSLQueue {
    /// Empties the queue and tells the reason at its end, the one nearest to the call that failed.
    static func drain() -> String {
        let code = ERR_peek_last_error()
        ERR_clear_error()
        guard code != 0 else { return "no reason given" }
        return unsafe ERR_reason_error_string(code).map { unsafe String(cString: $0) } ?? "reason \(code)"
    }

    /// What OpenSSL adds to its newest error, such as why a certificate path failed; the queue stays as it is.
    static func newestDetail() -> String {
        var detail: UnsafePointer<CChar>?
        var flags: Int32 = 0
        unsafe ERR_peek_last_error_data(&detail, &flags)
        guard let detail = unsafe detail, flags & ERR_TXT_STRING != 0 else { return "" }
        return unsafe String(cString: detail)
    }

    /// One library's reason for an error.
    struct Reason: Hashable {
        let library: Int32
        let number: Int32
    }

    /// Empties the queue and tells every reason in it.
    static func drainReasons() -> Set<Reason> {
        var reasons: Set<Reason> = []
        while case let code = ERR_get_error(), code != 0 {
            reasons.insert(Reason(library: ERR_GET_LIB(code), number: ERR_GET_REASON(code)))
        }
        return reasons
    }
}
