import COpenSSL

extension [UInt8] {
    /// Overwrites the bytes where they lie, for secrets that a library or a message wants as plain bytes for a moment.
    ///
    /// Only an array that nobody shares is reached: of another, this would overwrite a copy. So it belongs where the
    /// array was made. An array that grew has left its bytes behind where it lay before, and nothing reaches those.
    package mutating func wipe() {
        unsafe withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
    }

    /// Parts put together for one computation, in a place that they never leave and that is wiped after it.
    package static func whileJoined<Result, Failure>(
        _ parts: [ArraySlice<UInt8>], _ body: ([UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var whole: [UInt8] = []
        whole.reserveCapacity(parts.reduce(0) { $0 + $1.count })
        for part in parts { whole += part }
        defer { whole.wipe() }

        return try body(whole)
    }
}
