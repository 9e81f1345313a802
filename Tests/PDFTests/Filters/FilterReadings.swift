import TestSupport

@testable import PDF

/// What a stream with these entries decodes to.
func decoded(
    _ entries: String, _ data: [UInt8], limits: ReadingLimits = ReadingLimits()
) throws(PDFError) -> [UInt8] {
    var budget = limits.decodedBytesMax
    return try decoded(entries, data, limits: limits, budget: &budget)
}

func decoded(
    _ entries: String, _ data: [UInt8], limits: ReadingLimits, budget: inout Int
) throws(PDFError) -> [UInt8] {
    guard let dictionary = try value("<<\(entries)>>").dictionary else { return [] }
    return try StreamFilters(dictionary, limits: limits)
        .decode(DocumentBytes(data), 0..<data.count, limits: limits, budget: &budget).all
}
