import COpenSSL

/// Sole owner of a `BIGNUM`: a public number.
@safe struct BigNumber: ~Copyable {
    fileprivate let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe BN_free(pointer) }

    var bitCount: Int { Int(unsafe BN_num_bits(pointer)) }

    var isOdd: Bool { unsafe BN_is_odd(pointer) == 1 }

    func isWord(_ word: UInt) -> Bool { unsafe BN_is_word(pointer, word) == 1 }

    func remainder(by word: UInt) -> UInt { unsafe BN_mod_word(pointer, word) }

    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (bitCount + 7) / 8)
        let written = unsafe BN_bn2bin(pointer, &bytes)
        precondition(Int(written) == bytes.count, "a number has as many bytes as its bits need")
        return bytes
    }
}

/// Sole owner of a `BN_CTX`, in which numbers are worked with.
@safe struct Arithmetic: ~Copyable {
    private let context: OpaquePointer

    init() throws(CryptoError) {
        guard let context = unsafe BN_CTX_new() else { throw .last("BN_CTX_new") }
        unsafe self.context = context
    }

    deinit { unsafe BN_CTX_free(context) }

    /// Whether Fermat's method finds the factors of an odd number within so many steps.
    mutating func fermatFactors(_ number: borrowing BigNumber, rounds: Int) throws(CryptoError) -> Bool {
        unsafe BN_CTX_start(context)
        defer { unsafe BN_CTX_end(context) }

        let middle = try unsafe scratch()
        let rest = try unsafe scratch()
        let root = try unsafe scratch()
        // The smallest a with a² ≥ n.
        try unsafe squareRoot(of: number.pointer, into: middle)
        try unsafe check(BN_sqr(rest, middle, context))
        if unsafe BN_cmp(rest, number.pointer) < 0 { try unsafe check(BN_add_word(middle, 1)) }
        try unsafe check(BN_sqr(rest, middle, context))
        try unsafe check(BN_sub(rest, rest, number.pointer))
        for _ in 0..<rounds {
            if unsafe Self.maybeSquare(rest) {
                try unsafe squareRoot(of: rest, into: root)
                let square = try unsafe scratch()
                try unsafe check(BN_sqr(square, root, context))
                if unsafe BN_cmp(square, rest) == 0 { return true }
            }
            // (a + 1)² − n = (a² − n) + 2a + 1
            try unsafe check(BN_add(rest, rest, middle))
            try unsafe check(BN_add_word(middle, 1))
            try unsafe check(BN_add(rest, rest, middle))
        }
        return false
    }

    /// The floor of a square root, by Newton's method from above.
    private func squareRoot(of number: OpaquePointer, into root: OpaquePointer) throws(CryptoError) {
        let next = try unsafe scratch()
        unsafe BN_zero_ex(root)
        guard unsafe BN_is_zero(number) == 0 else { return }
        try unsafe check(BN_set_bit(root, (BN_num_bits(number) + 1) / 2))
        while true {
            try unsafe check(BN_div(next, nil, number, root, context))
            try unsafe check(BN_add(next, next, root))
            try unsafe check(BN_rshift1(next, next))
            if unsafe BN_cmp(next, root) >= 0 { return }
            try unsafe check(BN_copy(root, next) != nil ? 1 : 0)
        }
    }

    /// Squares leave few remainders by these; most other numbers are told apart at once.
    private static func maybeSquare(_ number: OpaquePointer) -> Bool {
        residues.allSatisfy { modulus, squares in squares.contains(unsafe BN_mod_word(number, modulus)) }
    }

    private static let residues: [(UInt, Set<UInt>)] = [64, 63, 65, 11, 17, 19, 23, 31].map { modulus in
        (modulus, Set((0..<modulus).map { $0 * $0 % modulus }))
    }

    /// Lives until `BN_CTX_end`.
    private func scratch() throws(CryptoError) -> OpaquePointer {
        guard let number = unsafe BN_CTX_get(context) else { throw .last("BN_CTX_get") }
        return unsafe number
    }

    private func check(_ status: Int32) throws(CryptoError) {
        guard status == 1 else { throw .last("BN") }
    }
}
