import CLinux
import Glibc

/// One end of a socket pair between two of our own processes, neither of which trusts what the other says.
package struct MessageChannel: Sendable {
    package let descriptor: Descriptor

    package init(_ descriptor: Descriptor) { self.descriptor = descriptor }

    /// Two ends; what is sent into one comes out of the other. Both are closed at execve.
    package static func pair() throws(ChannelError) -> (MessageChannel, MessageChannel) {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw .last("socketpair") }
        return (MessageChannel(Descriptor(owning: ends[0])), MessageChannel(Descriptor(owning: ends[1])))
    }

    package func send(_ frame: Frame, by deadline: Deadline) throws(ChannelError) {
        guard frame.bytes.count <= Int(UInt32.max) else {
            throw .tooLong(bytes: frame.bytes.count, most: Int(UInt32.max))
        }
        let header = FrameHeader(
            kind: frame.kind, descriptors: frame.descriptors.count, length: frame.bytes.count)
        let head = header.bytes
        let numbers = frame.descriptors.map(\.number)
        var done = 0  // of head and body together
        while done < head.count + frame.bytes.count {
            if done > 0 && deadline.isPast { throw .timedOut }  // somebody reads, but a byte at a time
            let sent = unsafe head.withUnsafeBytes { head in
                unsafe frame.bytes.withUnsafeBytes { body in
                    let restOfHead = unsafe UnsafeRawBufferPointer(rebasing: head.dropFirst(done))
                    let restOfBody = unsafe UnsafeRawBufferPointer(rebasing: body.dropFirst(max(0, done - head.count)))
                    return unsafe CLinux_send(
                        descriptor.number, restOfHead.baseAddress, restOfHead.count, restOfBody.baseAddress,
                        restOfBody.count, numbers, done == 0 ? numbers.count : 0)
                }
            }
            if sent >= 0 {
                done += sent
            } else if errno == EAGAIN {
                guard try descriptor.waitUntilWritable(by: deadline) else { throw .timedOut }
            } else if errno == EPIPE || errno == ECONNRESET {
                throw .closed
            } else if errno != EINTR {
                throw .last("sendmsg")
            }
        }
        withExtendedLifetime(frame) {}  // its descriptors stay open until the kernel has its own
    }

    /// The next message, which may have so many bytes and must have come whole by the deadline.
    package func receive(bytesMax: Int = Frame.bytesMax, by deadline: Deadline) throws(ChannelError) -> Frame {
        var head = [UInt8](repeating: 0, count: FrameHeader.count)
        let arrived = unsafe head.withUnsafeMutableBytes { unsafe fill($0, takesDescriptors: true, by: deadline) }
        let descriptors = try arrived.get()
        let header = try FrameHeader(head)
        guard header.descriptors == descriptors.count else { throw .malformed }
        guard header.length <= bytesMax else { throw .tooLong(bytes: header.length, most: bytesMax) }
        return Frame(header.kind, bytes: try body(of: header.length, by: deadline), descriptors: descriptors)
    }

    /// Memory is reserved at once and touched only as far as bytes arrive, so that announcing a length costs nothing.
    private func body(of length: Int, by deadline: Deadline) throws(ChannelError) -> [UInt8] {
        var outcome: Result<[Descriptor], ChannelError> = .success([])
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            // The array may have room for more than was asked.
            let room = unsafe UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: length)
            outcome = unsafe fill(room, takesDescriptors: false, by: deadline)
            if case .success = outcome { count = length }
        }
        _ = try outcome.get()
        return bytes
    }

    /// Fills the buffer to its end. Descriptors that come along are owned from the first moment; where none are expected
    /// the kernel throws them away and says so.
    private func fill(
        _ buffer: UnsafeMutableRawBufferPointer, takesDescriptors: Bool, by deadline: Deadline
    ) -> Result<[Descriptor], ChannelError> {
        var descriptors: [Descriptor] = []
        var numbers = [Int32](repeating: -1, count: Frame.descriptorsMax)
        var done = 0
        while done < buffer.count {
            if done > 0 && deadline.isPast { return .failure(.timedOut) }  // something comes, but a byte at a time
            var count = 0
            var isCut: Int32 = 0
            let got = unsafe numbers.withUnsafeMutableBufferPointer { numbers in
                unsafe CLinux_receive(
                    descriptor.number, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done,
                    takesDescriptors ? numbers.baseAddress : nil, &count, &isCut)
            }
            let failure = got < 0 ? errno : 0
            descriptors += numbers.prefix(count).map { Descriptor(owning: $0) }
            if isCut != 0 || descriptors.count > Frame.descriptorsMax { return .failure(.malformed) }
            if got > 0 {
                done += got
            } else if got == 0 || failure == ECONNRESET {
                return .failure(.closed)
            } else if failure == EAGAIN {
                do throws(ChannelError) {
                    guard try descriptor.waitUntilReadable(by: deadline) else { return .failure(.timedOut) }
                } catch {
                    return .failure(error)
                }
            } else if failure != EINTR {
                return .failure(.system(operation: "recvmsg", code: failure))
            }
        }
        return .success(descriptors)
    }
}
