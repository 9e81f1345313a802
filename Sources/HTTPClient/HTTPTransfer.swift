import CCurl
import Crypto

/// What is sent to one server.
struct HTTPRequest {
    enum Method {
        case get
        case post(contentType: String, fields: [String: String], body: [UInt8])
    }

    let address: WebAddress
    let method: Method
    let accept: String
    let limits: HTTPLimits
    let addresses: AddressGuard

    /// Nil where none is sent.
    var body: [UInt8]? {
        switch method {
        case .get: nil
        case .post(_, _, let body): body
        }
    }

    /// "Expect:" alone keeps libcurl from waiting for a 100 that small servers never send.
    var headers: [String] {
        switch method {
        case .get: ["Accept: \(accept)"]
        case .post(let contentType, let fields, _):
            ["Content-Type: \(contentType)", "Accept: \(accept)", "Expect:"] + fields.map { "\($0.key): \($0.value)" }
        }
    }
}

/// One request to one server, over a connection of its own.
enum HTTPTransfer {
    struct Outcome {
        let answer: HTTPAnswer
        /// Where the server sends us on to, as an absolute URL; libcurl itself goes nowhere.
        let redirect: String?
    }

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

    static func run(_ request: HTTPRequest) throws(HTTPClientError) -> Outcome {
        guard request.addresses.admits(request.address) else { throw .addressRefused }
        try start.get()
        guard let handle = unsafe curl_easy_init() else { throw .library("libcurl does not start") }
        defer { unsafe curl_easy_cleanup(handle) }

        var headers: UnsafeMutablePointer<curl_slist>?
        for header in request.headers {
            guard let longer = unsafe curl_slist_append(headers, header) else {
                unsafe curl_slist_free_all(headers)
                throw .library("out of memory")
            }
            unsafe headers = longer
        }
        defer { unsafe curl_slist_free_all(headers) }

        let collected = CollectedBody(bytesMax: request.limits.answerBytesMax)
        let gate = SocketGate(request.addresses)
        try unsafe configure(handle, for: request, headers: headers)
        let code = withExtendedLifetime((collected, gate)) {
            unsafe (request.body ?? []).withUnsafeBytes { body in
                // Not copied: all three outlive `curl_easy_perform`. Fields make a POST of any request, even if there
                // are none (CURLOPT_POSTFIELDS(3)).
                if request.body != nil {
                    unsafe CCurl_set_pointer(
                        handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: body.baseAddress))
                }
                unsafe CCurl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(collected).toOpaque())
                unsafe CCurl_set_pointer(handle, CURLOPT_OPENSOCKETDATA, Unmanaged.passUnretained(gate).toOpaque())
                return unsafe curl_easy_perform(handle)
            }
        }
        if collected.isOverflowing { throw .answerTooLarge(bytesMax: request.limits.answerBytesMax) }
        if code == CURLE_COULDNT_CONNECT, gate.hasRefused { throw .addressRefused }
        guard code == CURLE_OK else { throw HTTPClientError(code) }
        let answer = unsafe HTTPAnswer(
            status: status(of: handle), mediaType: mediaType(of: handle), body: collected.bytes)
        return Outcome(answer: answer, redirect: unsafe text(CURLINFO_REDIRECT_URL, of: handle))
    }

    private static func configure(
        _ handle: UnsafeMutableRawPointer, for request: HTTPRequest, headers: UnsafeMutablePointer<curl_slist>?
    ) throws(HTTPClientError) {
        var settings = unsafe [
            CCurl_set_string(handle, CURLOPT_URL, request.address.text),
            CCurl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https"),
            CCurl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0),
            // Otherwise libcurl takes a proxy from the environment, which nobody here chose.
            CCurl_set_string(handle, CURLOPT_PROXY, ""),
            CCurl_set_long(handle, CURLOPT_NOSIGNAL, 1),
            CCurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, request.limits.connectTime.wholeMilliseconds),
            CCurl_set_long(handle, CURLOPT_TIMEOUT_MS, request.limits.totalTime.wholeMilliseconds),
            // A name server that is silent keeps the resolver's thread busy longer than that; nobody waits for it.
            CCurl_set_long(handle, CURLOPT_QUICK_EXIT, 1),
            CCurl_set_long(handle, request.body == nil ? CURLOPT_HTTPGET : CURLOPT_POST, 1),
            CCurl_set_long(handle, CURLOPT_POSTFIELDSIZE, request.body?.count ?? 0),
            CCurl_set_list(handle, CURLOPT_HTTPHEADER, headers),
            CCurl_set_string(handle, CURLOPT_USERAGENT, "teken"),
            CCurl_set_writer(handle) { bytes, size, count, context in
                guard let context = unsafe context, let bytes = unsafe bytes else { return 0 }
                let collected = unsafe Unmanaged<CollectedBody>.fromOpaque(context).takeUnretainedValue()
                return unsafe collected.append(UnsafeRawBufferPointer(start: bytes, count: size * count))
            },
        ]
        if !request.addresses.isOpen {
            let opener = unsafe CCurl_set_opener(handle) { context, purpose, target in
                guard let context = unsafe context, let target = unsafe target else { return CURL_SOCKET_BAD }
                let gate = unsafe Unmanaged<SocketGate>.fromOpaque(context).takeUnretainedValue()
                return unsafe gate.open(purpose, target)
            }
            settings.append(opener)
        }
        guard settings.allSatisfy({ $0 == CURLE_OK }) else { throw .unusableURL }
    }

    private static func status(of handle: UnsafeMutableRawPointer) -> Int {
        var status = 0
        unsafe CCurl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    private static func mediaType(of handle: UnsafeMutableRawPointer) -> String {
        let type = unsafe text(CURLINFO_CONTENT_TYPE, of: handle) ?? ""
        return String(type.prefix { $0 != ";" }.lowercased().prefix(60).filter { !$0.isWhitespace && $0.isASCII })
    }

    private static func text(_ info: CURLINFO, of handle: UnsafeMutableRawPointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        unsafe CCurl_get_string(handle, info, &text)
        return unsafe text.map { unsafe String(cString: $0) }
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
    /// One at least: nothing is no limit to libcurl.
    fileprivate var wholeMilliseconds: Int {
        max(1, Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000))
    }
}
