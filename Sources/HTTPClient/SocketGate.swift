import CCurl
import Glibc

/// Opens the sockets of one transfer where its guard lets it.
///
/// libcurl connects to exactly the address that it asks a socket for (CURLOPT_OPENSOCKETFUNCTION(3)), so whatever a name
/// meant when somebody looked before, it is this address that counts.
final class SocketGate {
    private let addresses: AddressGuard
    private(set) var hasRefused = false

    init(_ addresses: AddressGuard) {
        self.addresses = addresses
    }

    func open(_ purpose: curlsocktype, _ target: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        var bytes = [UInt8](repeating: 0, count: 16)
        var port: UInt16 = 0
        let count = Int(unsafe CCurl_ip_address(target, &bytes, &port))
        guard purpose == CURLSOCKTYPE_IPCXN, addresses.admits(IPAddress(bytes: Array(bytes.prefix(count))), port: port)
        else {
            hasRefused = true
            return CURL_SOCKET_BAD
        }
        // No program that is started meanwhile inherits it.
        let kind = unsafe target.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return unsafe socket(target.pointee.family, kind, target.pointee.protocol)
    }
}
