import Glibc
import HTTP

/// An identity as C strings, which the library reads while it starts; wiped afterwards.
@unsafe final class SecretTexts {
    private let buffers: [UnsafeMutableRawBufferPointer]
    let certificates: UnsafePointer<CChar>?
    let key: UnsafePointer<CChar>?
    let trust: UnsafePointer<CChar>?

    init?(_ identity: TLSIdentity?) {
        guard let identity else { return nil }
        let certificates = unsafe Self.text(of: identity.certificates)
        let key = unsafe identity.key.withBytes { unsafe Self.text(of: $0) }
        let trust = unsafe identity.clientAuthorities.map { unsafe Self.text(of: $0) }
        unsafe buffers = unsafe [certificates, key] + (trust.map { unsafe [$0] } ?? [])
        unsafe self.certificates = unsafe Self.start(certificates)
        unsafe self.key = unsafe Self.start(key)
        unsafe self.trust = unsafe trust.flatMap { unsafe Self.start($0) }
    }

    deinit {
        for index in unsafe buffers.indices {
            let buffer = unsafe buffers[index]
            if let base = buffer.baseAddress { unsafe explicit_bzero(base, buffer.count) }
            unsafe buffer.deallocate()
        }
    }

    private static func text(of bytes: some Collection<UInt8>) -> UnsafeMutableRawBufferPointer {
        let text = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + 1, alignment: 1)
        unsafe text.copyBytes(from: bytes)
        unsafe text[bytes.count] = 0
        return unsafe text
    }

    private static func start(_ text: UnsafeMutableRawBufferPointer) -> UnsafePointer<CChar>? {
        unsafe UnsafePointer(text.baseAddress?.assumingMemoryBound(to: CChar.self))
    }
}
