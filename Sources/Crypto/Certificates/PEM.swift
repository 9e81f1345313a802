import COpenSSL

/// What stands between `BEGIN` and `END` lines (RFC 7468), block by block.
package struct PEMBlock: Hashable, Sendable {
    /// Such as `CERTIFICATE` or `X509 CRL`.
    package let label: String
    package let der: [UInt8]

    /// As many are looked at.
    package static let blocksMax = 10_000

    /// All blocks, whatever stands between them; none for a text that has none, and nil for one that is cut or garbled.
    package static func all(in text: [UInt8]) throws(CryptoError) -> [PEMBlock]? {
        try OpenSSLRuntime.require()
        guard text.count <= Int(Int32.max), let source = unsafe BIO_new_mem_buf(text, Int32(text.count)) else {
            throw .last("BIO_new_mem_buf")
        }
        defer { unsafe BIO_free(source) }

        var blocks: [PEMBlock] = []
        while blocks.count < blocksMax {
            var name: UnsafeMutablePointer<CChar>?
            var header: UnsafeMutablePointer<CChar>?
            var data: UnsafeMutablePointer<UInt8>?
            var count = 0
            guard unsafe PEM_read_bio(source, &name, &header, &data, &count) == 1 else {
                // No more blocks, and not a broken one, is the ordinary end.
                let isEnd = COpenSSL_error_reason(ERR_peek_last_error()) == PEM_R_NO_START_LINE
                ERR_clear_error()
                return isEnd ? blocks : nil
            }
            defer {
                unsafe COpenSSL_free(name)
                unsafe COpenSSL_free(header)
                unsafe COpenSSL_free(data)
            }

            let label = unsafe name.map { unsafe String(cString: $0) } ?? ""
            let der = unsafe Array(UnsafeBufferPointer(start: data, count: count))
            blocks.append(PEMBlock(label: label, der: der))
        }
        return blocks
    }
}
