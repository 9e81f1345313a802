/// What the author of an empty signature field demands of the signature in it (ISO 32000-1 §12.7.4.5, table 234).
///
/// A demand that is marked as binding and cannot be met, or not be checked here, is a refusal; a wish is a wish.
struct SeedValue {
    private enum Flag: Int {
        case filter = 0
        case subFilter = 1
        case version = 2
        case reasons = 3
        case legalAttestation = 4
        case addRevocationInformation = 5
        case digestMethod = 6
        case lockDocument = 7
        case appearanceFilter = 8
    }

    /// The highest version of the parsing rules this reader knows (PDF 2.0: 3).
    private static let versionMax = 3.0

    private let dictionary: PDFDictionary
    private let flags: Int
    private let document: PDFDocument

    init(_ dictionary: PDFDictionary, in document: PDFDocument) throws(PDFError) {
        self.dictionary = dictionary
        self.document = document
        flags = try document.resolve(dictionary["Ff"]).integer ?? 0
    }

    private func demands(_ flag: Flag) -> Bool { flags >> flag.rawValue & 1 == 1 }

    func check(_ request: SignatureRequest) throws(PDFError) {
        func require(_ isMet: Bool, _ demand: SeedValueDemand) throws(PDFError) {
            if !isMet { throw .cannotSign(.seedValue(demand)) }
        }
        let filter = try document.resolve(dictionary["Filter"]).name
        try require(!demands(.filter) || filter == nil || filter == "Adobe.PPKLite", .filter)
        let subFilters = try names("SubFilter")
        try require(
            !demands(.subFilter) || subFilters.isEmpty || subFilters.contains(SignaturePreparation.subFilter.text),
            .subFilter)
        let version = try document.resolve(dictionary["V"]).number ?? 1
        try require(!demands(.version) || version <= Self.versionMax, .version)
        let digests = try names("DigestMethod")
        try require(!demands(.digestMethod) || digests.isEmpty || digests.contains(request.digestName), .digestMethod)
        if demands(.reasons) { try require(try reasonFits(request.reason), .reason) }
        try require(!demands(.legalAttestation) || request.role == .approval, .legalAttestation)
        // Revocation data come with the long-term levels, never with the signature itself.
        try require(!demands(.addRevocationInformation), .revocationData)
        try require(!demands(.appearanceFilter), .appearance)
        let locks = try document.resolve(dictionary["LockDocument"]).name
        try require(!demands(.lockDocument) || locks == nil || locks != "true", .lock)

        try checkRole(request)
        if let stamp = try document.resolve(dictionary["TimeStamp"]).dictionary {
            try require(try document.resolve(stamp["Ff"]).integer != 1 || request.hasTimestamp, .timestamp)
        }
        if let certificate = try document.resolve(dictionary["Cert"]).dictionary {
            try require(try certificateFits(certificate, request), .certificate)
        }
    }

    /// `/MDP` says whether the signature is an approval (0) or which certification it must be.
    private func checkRole(_ request: SignatureRequest) throws(PDFError) {
        guard let rule = try document.resolve(dictionary["MDP"]).dictionary,
            let permission = try document.resolve(rule["P"]).integer
        else { return }
        let wanted = ChangePermission(rawValue: permission).map(SignatureRequest.Role.certification) ?? .approval
        if request.role != wanted { throw .cannotSign(.seedValue(.certification)) }
    }

    private func names(_ key: PDFName) throws(PDFError) -> [String] {
        var out: [String] = []
        for element in try document.resolve(dictionary[key]).array ?? [] {
            let value = try document.resolve(element)
            if let text = value.name?.text ?? value.string?.text { out.append(text) }
        }
        return out
    }

    /// A list of just `.` forbids a reason; an empty one forbids it as well (ISO 32000-2 table 237).
    private func reasonFits(_ reason: String?) throws(PDFError) -> Bool {
        guard dictionary["Reasons"] != nil else { return true }
        let reasons = try names("Reasons")
        if reasons.isEmpty || reasons == ["."] { return reason == nil }
        return reason.map(reasons.contains) ?? false
    }

    /// Of what a certificate must be, the exact certificate is the part that is checked; other binding parts are refused.
    private func certificateFits(_ rule: PDFDictionary, _ request: SignatureRequest) throws(PDFError) -> Bool {
        let flags = try document.resolve(rule["Ff"]).integer ?? 0
        let subjectFlag = 1
        if flags & ~subjectFlag != 0 { return false }
        guard flags & subjectFlag != 0 else { return true }
        for certificate in try document.resolve(rule["Subject"]).array ?? [] {
            if try document.resolve(certificate).string?.bytes == request.signerCertificate { return true }
        }
        return false
    }
}
