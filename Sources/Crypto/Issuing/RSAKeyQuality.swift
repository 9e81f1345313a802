import COpenSSL

/// What an RSA modulus gives away of itself.
enum RSAKeyQuality {
    static let bitsMin = 2_048
    static let bitsMax = 8_192
    /// Every prime below is tried.
    private static let smallPrimesBelow = 10_000
    /// How many steps of Fermat's method are taken: those two primes differ by less than some 2^10 fourth roots of the modulus.
    static let fermatRounds = 100

    static func fault(of key: OpaquePointer, knownWeak: WeakKeyList) throws(CryptoError) -> KeyFault? {
        let modulus = try unsafe number(OSSL_PKEY_PARAM_RSA_N, of: key)
        let exponent = try unsafe number(OSSL_PKEY_PARAM_RSA_E, of: key)
        let bits = modulus.bitCount
        guard bits >= bitsMin else { return .tooShort(bits: bits) }
        guard bits <= bitsMax else { return .tooLong(bits: bits) }
        guard bits % 8 == 0 else { return .otherSize }
        guard modulus.isOdd else { return .evenModulus }
        guard exponent.isWord(UInt(RSA_F4)) else { return .exponentNotUsual }
        if let prime = smallPrimes.first(where: { modulus.remainder(by: $0) == 0 }) { return .smallFactor(Int(prime)) }
        if hasROCAPrint(modulus) { return .roca }
        if try knownWeak.names(modulus: modulus.bytes) { return .knownWeak }
        return try hasClosePrimes(modulus) ? .closePrimes : nil
    }

    private static func number(_ name: String, of key: OpaquePointer) throws(CryptoError) -> BigNumber {
        var pointer: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(key, name, &pointer) == 1, let pointer = unsafe pointer else {
            throw .last("EVP_PKEY_get_bn_param")
        }
        return unsafe BigNumber(owning: pointer)
    }

    static let smallPrimes: [UInt] = {
        var isComposite = [Bool](repeating: false, count: smallPrimesBelow)
        var primes: [UInt] = []
        for candidate in 2..<smallPrimesBelow where !isComposite[candidate] {
            primes.append(UInt(candidate))
            for multiple in stride(from: candidate * candidate, to: smallPrimesBelow, by: candidate) {
                isComposite[multiple] = true
            }
        }
        return primes
    }()

    /// The flawed library made each prime as k·M + (65537^a mod M), M being the product of the first primes; so modulo each of
    /// them the modulus is a power of 65537. (Nemec, Sys, Svenda, Klinec, Matyas: The Return of Coppersmith's Attack, 2017, §2.)
    ///
    /// A modulus made well passes for one of those about once in 2^27.
    private static func hasROCAPrint(_ modulus: borrowing BigNumber) -> Bool {
        for (prime, powers) in rocaPowers where !powers.contains(modulus.remainder(by: prime)) { return false }
        return true
    }

    /// The odd primes up to 167, which divide M for every length of key, each with the powers of 65537.
    private static let rocaPowers: [(prime: UInt, powers: Set<UInt>)] =
        smallPrimes.filter { 3...167 ~= $0 }.map { prime in
            var powers: Set<UInt> = []
            var power: UInt = 1
            while powers.insert(power).inserted { power = power * 65_537 % prime }
            return (prime, powers)
        }

    /// Fermat: n = a² − b² for an a a little above the root of n when the primes are close.
    private static func hasClosePrimes(_ modulus: borrowing BigNumber) throws(CryptoError) -> Bool {
        var arithmetic = try Arithmetic()
        return try arithmetic.fermatFactors(modulus, rounds: fermatRounds)
    }
}

/// Keys that others know, such as those of Debian's broken generator of 2008 (CVE-2008-0166).
///
/// A line is twenty hexadecimal digits: the end of the SHA-1 of `Modulus=`, the modulus in capital digits, and a line feed. So
/// have the lists of the package `openssl-blacklist`, which Debian 12 no longer ships.
package struct WeakKeyList: Hashable, Sendable {
    package static let none = WeakKeyList(prints: [])
    package static let bytesMax = 256 << 20
    private static let printBytes = 10

    private let prints: Set<[UInt8]>

    private init(prints: Set<[UInt8]>) { self.prints = prints }

    package var count: Int { prints.count }

    /// Reads such a file; lines that begin with `#` are words. Nil where a line is anything else.
    package init?(_ file: [UInt8]) {
        guard file.count <= Self.bytesMax else { return nil }
        var prints: Set<[UInt8]> = []
        for line in file.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
            guard let print = Hexadecimal.bytes(String(decoding: line, as: UTF8.self)), print.count == Self.printBytes
            else { return nil }
            prints.insert(print)
        }
        self.prints = prints
    }

    func names(modulus: [UInt8]) throws(CryptoError) -> Bool {
        guard !prints.isEmpty else { return false }
        let line = "Modulus=\(Hexadecimal.text(modulus).uppercased())\n"
        return prints.contains(Array(try HashFunction.sha1.digest(of: Array(line.utf8)).bytes.suffix(Self.printBytes)))
    }
}
