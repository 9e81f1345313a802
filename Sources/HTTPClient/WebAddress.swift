import CCurl

/// A URL as libcurl reads it: another reader might see another host in it than the one that is gone to.
struct WebAddress {
    static let bytesMax = 4_096

    let text: String
    let port: UInt16
    let hasUserInfo: Bool
    private let isEncrypted: Bool

    init(_ text: String) throws(HTTPClientError) {
        // Nothing behind a zero would be seen by libcurl.
        guard HTTPPost.isUsable(text), text.utf8.count <= Self.bytesMax, !text.utf8.contains(0) else {
            throw .unusableURL
        }
        guard let url = unsafe curl_url() else { throw .library("out of memory") }
        defer { unsafe curl_url_cleanup(url) }

        guard unsafe curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK,
            let scheme = unsafe Self.part(CURLUPART_SCHEME, of: url),
            let port = unsafe Self.part(CURLUPART_PORT, of: url).flatMap(UInt16.init)
        else { throw .unusableURL }
        self.text = text
        self.port = port
        isEncrypted = scheme == "https"
        hasUserInfo = [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS].contains { part in
            unsafe Self.part(part, of: url) != nil
        }
    }

    /// Where a server sends us on to: an absolute URL, and none in clear once the way there was not.
    func following(_ redirect: String) throws(HTTPClientError) -> WebAddress {
        let next = try WebAddress(redirect)
        guard next.isEncrypted || !isEncrypted else { throw .addressRefused }
        return next
    }

    private static func part(_ part: CURLUPart, of url: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe curl_url_get(url, part, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK,
            let text = unsafe text
        else { return nil }
        defer { unsafe curl_free(text) }

        return unsafe String(cString: text)
    }
}
