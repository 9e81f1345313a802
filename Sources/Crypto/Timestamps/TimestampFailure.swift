/// Why one timestamp authority gave nothing that can be used.
package enum TimestampFailure: Error, Equatable, Sendable {
    // It did not answer, or not with a timestamp.
    case unreachable(String)
    case timedOut
    case httpStatus(Int)
    case notAReply(contentType: String)
    case tooLarge(bytesMax: Int)
    case malformed

    // It answered, and refused; the words are its own, cut to a line.
    case rejected(String)

    // It answered with a token that does not hold.
    case wrongNonce
    case wrongImprint
    case wrongPolicy
    case wrongSignature
    case certificateRefused(String)
    case weakDigest(String)
    case implausibleTime(secondsOff: Int64)
}

/// One authority asked in vain.
package struct TimestampRefusal: Equatable, Sendable {
    package let authority: String
    package let failure: TimestampFailure
}
