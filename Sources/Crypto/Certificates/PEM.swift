import COpenSSL

/// What a PEM text holds, block by block: for a judgement certificates, CRLs and OCSP answers.
package enum PEMBlocks {
    package static let forJudging: Set<String> = ["CERTIFICATE", "X509 CRL", "OCSP RESPONSE"]
    package static let publicKey: Set<String> = ["PUBLIC KEY"]
    /// As many are looked at.
    package static let blocksMax = 10_000

    /// The DER of each, whatever stands between them; none for a text without any, and nil for one that is cut or garbled.
    package static func all(
        in text: [UInt8], labelled labels: Set<String> = forJudging
    ) throws(CryptoError) -> [[UInt8]]? {
        try OpenSSLRuntime.require()
        guard text.count <= Int(Int32.max), let source = unsafe BIO_new_mem_buf(text, Int32(text.count)) else {
            throw .last("BIO_new_mem_buf")
        }
        defer { unsafe BIO_free(source) }

        ERR_clear_error()  // The end is told by the queue; what somebody left there is not this text's.
        var found: [[UInt8]] = []
        while found.count < blocksMax, let block = unsafe PEM.nextBlock(of: source, labelled: labels) {
            if case .wanted(let der) = block { found.append(der) }
        }
        // No more blocks, and not a broken one, is the ordinary end.
        let end = OpenSSLQueue.Reason(library: ERR_LIB_PEM, number: PEM_R_NO_START_LINE)
        return OpenSSLQueue.drainReasons().isSubset(of: [end]) ? found : nil
    }
}
