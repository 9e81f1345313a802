/// What the reader spends on one document at most. Each limit has a test at its edge.
package struct ReadingLimits: Sendable {
    /// Dictionaries and arrays inside each other.
    package var nestingMax = 100
    package var nameBytesMax = 4_096
    package var stringBytesMax = 8 << 20
    /// Elements of one array, or entries of one dictionary.
    package var elementsMax = 1_000_000
    /// Values parsed for one document, members of object streams among them; each takes up to a hundred bytes.
    package var valuesMax = 3_000_000
    /// Values come by where a file has to be searched. Most are not kept, so they may be more.
    package var searchedValuesMax = 6_000_000
    /// Looks at objects; one at a large object counts as many.
    package var lookupsMax = 5_000_000
    /// What one stream may decode to.
    package var streamBytesMax = 64 << 20
    /// What all streams decoded for one document come to.
    package var decodedBytesMax = 256 << 20
    /// A copy in clear; with its frame it must fit into one message between processes.
    package var plainCopyBytesMax = 56 << 20
    /// Cross-reference sections; a letter signed with long-term data by forty people has some hundred and fifty.
    package var revisionsMax = 8_192
    /// Rows of all cross-reference sections together; a subsection without rows counts as one.
    package var rowsMax = 10_000_000
    /// Objects listed one by one, in all sections together: rows are uneven, or the file had to be searched.
    package var listedObjectsMax = 500_000
    /// The highest object number, PDF's own (ISO 32000-1 annex C).
    package var objectNumberMax = 8_388_607
    /// Numbers that references name and nobody lists. What has more of them gets no new object.
    package var danglingNumbersMax = 100_000
    package var filtersMax = 8
    package var pagesMax = 200_000
    package var pageTreeDepthMax = 64
    package var fieldsMax = 100_000
    package var fieldDepthMax = 32
    package var annotationsMax = 100_000
    /// Signatures a verifier looks at.
    package var signaturesMax = 1_000
    /// Earlier states opened to compare them.
    package var statesMax = 1_024
    /// Rows of the cross-references of all these states, each counted as often as states have it.
    package var stateRowsMax = 50_000_000
    /// Fields gone through in the forms of all these states.
    package var stateFieldsMax = 1_000_000
    /// Certificates and revocation data a document's store names, in all its lists together, and its entries.
    package var storeObjectsMax = 1_000
    /// What they decode to.
    package var storeBytesMax = 64 << 20
    /// What may be added to a store at once; a country's list of revoked certificates is some of them.
    package var storeAddedBytesMax = 16 << 20
    /// Changes that are named one by one.
    package var changesMax = 10_000
    /// References that lead to references.
    package var referenceHopsMax = 16

    package init() {}
}
