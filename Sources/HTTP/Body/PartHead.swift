/// The fields before a part's content (RFC 7578 §4).
struct PartHead {
    let name: String
    let fileName: String?
    let contentType: String?

    init(_ bytes: [UInt8]) throws(BodyDefect) {
        var fields = HTTPFields()
        // The line end before the first field is what ended the boundary, so it is not here.
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformedForm }
        for line in Substring(text).utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), HTTPFields.isToken(line[..<colon]),
                HTTPFields.isValue(line[colon...])
            else { throw .malformedForm }
            fields.append(String(Substring(line[..<colon])), HTTPFields.trimmed(Substring(line[colon...].dropFirst())))
        }
        let dispositions = fields.values("Content-Disposition")
        guard dispositions.count == 1 else { throw .malformedForm }
        var words = ParameterReader(dispositions[0])
        guard words.until([UInt8(ascii: ";")])?.lowercased() == "form-data", let parameters = words.parameters(),
            let name = parameters["name"]
        else { throw .malformedForm }
        // An encoded part would have to be decoded by whoever checks it, and nobody sends one (RFC 7578 §4.7).
        if let encoding = fields["Content-Transfer-Encoding"]?.lowercased() {
            guard ["binary", "8bit", "7bit"].contains(encoding) else { throw .malformedForm }
        }
        self.name = name
        fileName = try parameters["filename*"].map(Self.extended) ?? parameters["filename"]
        contentType = fields["Content-Type"]
    }

    /// `UTF-8''na%C3%AFf` (RFC 8187), which clients send although RFC 7578 tells them not to.
    private static func extended(_ value: String) throws(BodyDefect) -> String {
        let parts = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].lowercased() == "utf-8",
            let bytes = PercentEncoding.decoded(parts[2].utf8, plusIsSpace: false),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw .malformedForm }
        return text
    }
}
