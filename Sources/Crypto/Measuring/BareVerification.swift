import COpenSSL
package import Domain

extension BareOperation {
    /// What OpenSSL itself does with a detached CMS: reads it, hashes the content, checks the signature and the path.
    @safe package struct CMSCheck: ~Copyable {
        private let der: [UInt8]
        private let content: [UInt8]
        private let store: OpaquePointer

        package init(_ der: [UInt8], over content: [UInt8], anchor: Certificate, at now: Instant) throws(CryptoError) {
            unsafe store = try unsafe CertificateStore.make(anchors: [anchor], at: now)
            self.der = der
            self.content = content
        }

        deinit { unsafe X509_STORE_free(store) }

        package func run() {
            let read = unsafe DER.parse(
                der, { unsafe d2i_CMS_ContentInfo(nil, $0, $1) }, discard: { unsafe CMS_ContentInfo_free($0) })
            guard let cms = unsafe read else { preconditionFailure("a CMS of our own is read") }
            defer { unsafe CMS_ContentInfo_free(cms) }

            guard let source = unsafe BIO_new_mem_buf(content, Int32(content.count)) else {
                preconditionFailure("memory for a few pointers")
            }
            defer { unsafe BIO_free(source) }

            let status = unsafe CMS_verify(cms, nil, store, source, nil, UInt32(CMS_BINARY | CMS_DETACHED))
            precondition(status == 1, "the bare operation works or there is nothing to measure")
        }
    }
}
