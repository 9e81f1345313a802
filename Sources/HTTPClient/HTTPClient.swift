import CCurl
import Crypto

/// Outgoing HTTP: one request at a time on the calling thread, bounded in time and size, redirects not followed.
package enum HTTPClient {
    /// libcurl wants this once before any handle, and while one thread runs (curl_global_init(3)); a static does so.
    ///
    /// Debian's libcurl speaks TLS through the OpenSSL of this process, which `Crypto` must have started before: OpenSSL guards
    /// its memory from its first allocation on or not at all.
    private static let start: Result<Void, HTTPClientError> = {
        do throws(CryptoError) {
            try OpenSSLRuntime.require()
        } catch {
            return .failure(.library("OpenSSL does not start"))
        }
        return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
            ? .success(()) : .failure(.library("libcurl does not start"))
    }()

    package static func post(_ post: HTTPPost) throws(HTTPClientError) -> HTTPAnswer {
        guard HTTPPost.isUsable(post.url) else { throw .unusableURL }
        try start.get()
        guard let handle = unsafe curl_easy_init() else { throw .library("libcurl does not start") }
        defer { unsafe curl_easy_cleanup(handle) }

        var headers: UnsafeMutablePointer<curl_slist>?
        // "Expect:" alone keeps libcurl from waiting for a 100 that small servers never send.
        for header in ["Content-Type: \(post.contentType)", "Accept: \(post.accept)", "Expect:"] {
            guard let longer = unsafe curl_slist_append(headers, header) else {
                unsafe curl_slist_free_all(headers)
                throw .library("out of memory")
            }
            unsafe headers = longer
        }
        defer { unsafe curl_slist_free_all(headers) }

        let collected = CollectedBody(bytesMax: post.limits.answerBytesMax)
        try unsafe configure(handle, for: post, headers: headers)
        let code = withExtendedLifetime(collected) {
            unsafe post.body.withUnsafeBytes { body in
                // Not copied: both outlive `curl_easy_perform` (CURLOPT_POSTFIELDS(3)).
                unsafe CCurl_set_pointer(
                    handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: body.baseAddress))
                unsafe CCurl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(collected).toOpaque())
                return unsafe curl_easy_perform(handle)
            }
        }
        if collected.isOverflowing { throw .answerTooLarge(bytesMax: post.limits.answerBytesMax) }
        guard code == CURLE_OK else { throw HTTPClientError(code) }
        return unsafe HTTPAnswer(status: status(of: handle), mediaType: mediaType(of: handle), body: collected.bytes)
    }

    private static func configure(
        _ handle: UnsafeMutableRawPointer, for post: HTTPPost, headers: UnsafeMutablePointer<curl_slist>?
    ) throws(HTTPClientError) {
        let settings = unsafe [
            CCurl_set_string(handle, CURLOPT_URL, post.url),
            CCurl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https"),
            CCurl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0),
            // Otherwise libcurl takes a proxy from the environment, which nobody here chose.
            CCurl_set_string(handle, CURLOPT_PROXY, ""),
            CCurl_set_long(handle, CURLOPT_NOSIGNAL, 1),
            CCurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, post.limits.connectTime.wholeMilliseconds),
            CCurl_set_long(handle, CURLOPT_TIMEOUT_MS, post.limits.totalTime.wholeMilliseconds),
            CCurl_set_long(handle, CURLOPT_POST, 1),
            CCurl_set_long(handle, CURLOPT_POSTFIELDSIZE, post.body.count),
            CCurl_set_list(handle, CURLOPT_HTTPHEADER, headers),
            CCurl_set_string(handle, CURLOPT_USERAGENT, "teken"),
            CCurl_set_writer(handle) { bytes, size, count, context in
                guard let context = unsafe context, let bytes = unsafe bytes else { return 0 }
                let collected = unsafe Unmanaged<CollectedBody>.fromOpaque(context).takeUnretainedValue()
                return unsafe collected.append(UnsafeRawBufferPointer(start: bytes, count: size * count))
            },
        ]
        guard settings.allSatisfy({ $0 == CURLE_OK }) else { throw .unusableURL }
    }

    private static func status(of handle: UnsafeMutableRawPointer) -> Int {
        var status = 0
        unsafe CCurl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    private static func mediaType(of handle: UnsafeMutableRawPointer) -> String {
        var text: UnsafeMutablePointer<CChar>?
        unsafe CCurl_get_string(handle, CURLINFO_CONTENT_TYPE, &text)
        guard let text = unsafe text else { return "" }
        let type = unsafe String(cString: text).prefix { $0 != ";" }.lowercased()
        return String(type.prefix(60).filter { !$0.isWhitespace && $0.isASCII })
    }
}

/// The body as it arrives, up to its bound.
private final class CollectedBody {
    private(set) var bytes: [UInt8] = []
    private(set) var isOverflowing = false
    private let bytesMax: Int

    init(bytesMax: Int) {
        self.bytesMax = bytesMax
    }

    /// How much was taken; libcurl ends the transfer when it is not everything.
    func append(_ piece: UnsafeRawBufferPointer) -> Int {
        guard bytes.count + piece.count <= bytesMax else {
            isOverflowing = true
            return 0
        }
        unsafe bytes.append(contentsOf: piece)
        return piece.count
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int {
        Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}

extension HTTPClientError {
    fileprivate init(_ code: CURLcode) {
        let words = unsafe String(cString: curl_easy_strerror(code))
        self =
            switch code {
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .unusableURL
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_PROXY: .unreachable(words)
            case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
                CURLE_SSL_CACERT_BADFILE:
                .tls(words)
            case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_WEIRD_SERVER_REPLY:
                .brokenAnswer(words)
            default: .library(words)
            }
    }
}
