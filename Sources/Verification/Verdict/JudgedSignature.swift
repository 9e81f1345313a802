package import Domain

/// One signature or document timestamp, and everything that was found out about it.
package struct JudgedSignature: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case signature
        case documentTimestamp
    }

    /// Whether the bytes it speaks of are those that were signed. It says nothing of who signed them.
    package enum Integrity: String, Hashable, Sendable {
        case intact
        /// The bytes are others now.
        case changed
        /// The signature was not made with the signer's key.
        case broken
        case unknown
    }

    /// How much of the file was signed.
    package enum Coverage: Hashable, Sendable {
        case wholeFile
        /// From the start to where this revision ends, counted from one.
        case revision(Int)
        case part
    }

    package var kind: Kind
    /// Nil where no field holds it.
    package var field: String?
    /// The number of its object; nil where it has none.
    package var object: Int?
    /// The format, as the document names it.
    package var subFilter: String?
    package var level: SignatureLevel?

    package var indication: Indication
    package var findings: [Finding]
    package var integrity: Integrity
    package var coverage: Coverage
    package var signedBytes: Int?
    /// What later revisions may change, from one (nothing) to three, where it certifies the document.
    package var certifies: Int?
    package var changes: [JudgedChange]

    /// Signer first, then issuers, as far as they are known.
    package var chain: [JudgedCertificate]
    /// The name that the operator gave to the anchor the chain ends in; nil for a chain that ends in none.
    package var anchor: String?
    /// Such as `sha256/rsa-pkcs1/2048`.
    package var algorithms: String?

    /// What the signer says; nobody has checked it.
    package var claimedTime: Instant?
    /// Until when at the latest it was made, as far as that is proven; nil where nothing proves it.
    package var provenTime: Instant?
    package var timestamps: [JudgedTimestamp]
    package var words: Words

    /// What its dictionary says in words, which nobody has checked.
    package struct Words: Hashable, Sendable {
        package var name: String?
        package var reason: String?
        package var location: String?
        package var contact: String?
        package var application: String?

        package init(
            name: String? = nil, reason: String? = nil, location: String? = nil, contact: String? = nil,
            application: String? = nil
        ) {
            (self.name, self.reason, self.location) = (name, reason, location)
            (self.contact, self.application) = (contact, application)
        }
    }

    package init(
        kind: Kind, field: String?, object: Int?, subFilter: String?, coverage: Coverage, signedBytes: Int? = nil,
        words: Words = Words()
    ) {
        self.kind = kind
        self.field = field
        self.object = object
        self.subFilter = subFilter
        self.coverage = coverage
        self.signedBytes = signedBytes
        self.words = words
        indication = .indeterminate(.signedDataNotFound)
        findings = []
        integrity = .unknown
        changes = []
        chain = []
        timestamps = []
    }

    package var signer: JudgedCertificate? { chain.first }
    /// What the worst of the later changes comes to; nil where nothing changed.
    package var worstChange: JudgedChange.Answer? { changes.map(\.answer).max() }
}

/// How much a signature carries for being judged later (EN 319 142-1, and the same steps for older formats).
package struct SignatureLevel: Hashable, Sendable {
    package enum Family: String, Hashable, Sendable {
        case baseline = "PAdES-BASELINE"
        /// A format of PAdES that leaves out something of the baseline.
        case pades = "PAdES"
        case pkcs7 = "PKCS7"
        case bare = "X509"
    }

    package enum Step: String, Hashable, Sendable {
        case basic = "B"
        case time = "T"
        case longTerm = "LT"
        case archive = "LTA"
    }

    package let family: Family
    package let step: Step

    package init(_ family: Family, _ step: Step) {
        self.family = family
        self.step = step
    }

    package var name: String { "\(family.rawValue)-\(step.rawValue)" }
}
