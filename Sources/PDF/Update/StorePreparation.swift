import Crypto

/// A document examined for an extension of its store: nothing that is there is written again.
package struct StorePreparation {
    private let document: PDFDocument
    private let request: StoreRequest

    /// What a certificate, an answer or a list is found under, in the store and in an entry of it.
    private static var kinds: [(list: PDFName, own: PDFName, of: KeyPath<StoreRequest.Entry, [[UInt8]]>)] {
        [("Certs", "Cert", \.certificates), ("OCSPs", "OCSP", \.statusAnswers), ("CRLs", "CRL", \.revocationLists)]
    }

    package init(_ document: PDFDocument, for request: StoreRequest) throws(PDFError) {
        // A new cross-reference for the whole file would be a change to what was signed.
        if document.isRepaired { throw .cannotSign(.repairedAndSigned) }
        self.document = document
        self.request = request
    }

    /// Writes the update; nil where the store holds everything already.
    package consuming func section() throws(PDFError) -> StoreSection? {
        let (root, catalog) = try document.catalog()
        let home = catalog["DSS"]
        let store = try document.resolve(home).dictionary
        let known = try document.placedStore()
        // Read before anything gets a number: what it refers to must be known by then.
        let extensions = try self.extensions(in: catalog)
        var update = try UpdateWriter(document)
        var left = document.limits.storeAddedBytesMax
        var changed = store ?? PDFDictionary([("Type", .name("DSS"))])
        var index = try document.resolve(changed["VRI"]).dictionary ?? PDFDictionary()
        var isNew = false
        var places: [[UInt8]: ObjectID] = [:]
        for (list, own, path) in Self.kinds {
            for (id, bytes) in known[list] ?? [] where places[bytes] == nil { places[bytes] = id }
            var members = try document.resolve(changed[list]).array ?? []
            var listed = Set((known[list] ?? []).map(\.bytes))
            for entry in request.entries {
                for bytes in entry[keyPath: path] where listed.insert(bytes).inserted {
                    if places[bytes] == nil {
                        left -= bytes.count
                        guard left >= 0 else { throw .tooComplex(.decodedSize) }
                        places[bytes] = try add(bytes, to: &update)
                    }
                    if let id = places[bytes] { members.append(.reference(id)) }
                    changed[list] = .array(members)
                    isNew = true
                }
                try extend(&index, with: entry, own, places, entry[keyPath: path])
            }
        }
        // The index alone tells nobody anything that he could not find.
        guard isNew else { return nil }
        changed["VRI"] = .dictionary(index)

        var newCatalog = catalog
        if let id = home?.reference, store != nil {
            update.replace(id, with: .dictionary(changed))
        } else {
            newCatalog["DSS"] = .reference(try update.add(.dictionary(changed)))
        }
        if let (id, extensions) = extensions {
            if let id {
                update.replace(id, with: .dictionary(extensions))
            } else {
                newCatalog["Extensions"] = .dictionary(extensions)
            }
        }
        if newCatalog != catalog { update.replace(root, with: .dictionary(newCatalog)) }
        return try update.finishStore(newIdentifier: request.identifier)
    }

    /// What the packed form must save to be worth the words that say so.
    private static let filterWordsBytes = 24

    private func add(_ bytes: [UInt8], to update: inout UpdateWriter) throws(PDFError) -> ObjectID {
        let id = try update.reserve()
        if let packed = Deflate.encode(bytes), packed.count + Self.filterWordsBytes < bytes.count {
            update.replace(id, with: PDFDictionary([("Filter", .name("FlateDecode"))]), data: packed)
        } else {
            update.replace(id, with: PDFDictionary(), data: bytes)
        }
        return id
    }

    /// Names the material of one signature in the index, beside what is named there already.
    private func extend(
        _ index: inout PDFDictionary, with entry: StoreRequest.Entry, _ own: PDFName, _ places: [[UInt8]: ObjectID],
        _ material: [[UInt8]]
    ) throws(PDFError) {
        guard !material.isEmpty else { return }
        let key = try Self.key(of: entry.contents)
        var words = try document.resolve(index[key]).dictionary ?? PDFDictionary()
        var members = try document.resolve(words[own]).array ?? []
        for bytes in material {
            guard let id = places[bytes], !members.contains(.reference(id)) else { continue }
            members.append(.reference(id))
        }
        words[own] = .array(members)
        index[key] = .dictionary(words)
    }

    /// The standard's own choice of a digest; nothing rests on its strength.
    private static func key(of contents: [UInt8]) throws(PDFError) -> PDFName {
        do throws(CryptoError) {
            return PDFName(Hexadecimal.text(try HashFunction.sha1.digest(of: contents).bytes[...]).uppercased())
        } catch {
            throw .unreadable(.signatureField)
        }
    }
}

// MARK: Extensions

extension StorePreparation {
    /// Before PDF 2.0 the store is an extension of ETSI's (TS 102 778-4 annex A), and readers are told so.
    private static let developer: PDFName = "ESIC"
    private static let level = 5
    private static let base: PDFName = "1.7"
    private static let versionWithStore = "2.0"

    /// The dictionary of extensions as it shall be, and its own object where it has one; nil where nothing is to be said.
    private func extensions(in catalog: PDFDictionary) throws(PDFError) -> (home: ObjectID?, PDFDictionary)? {
        guard try document.version() < Self.versionWithStore else { return nil }
        let entry = catalog["Extensions"]
        let known = try document.resolve(entry).dictionary
        // Several may be listed for one developer (ISO 32000-2 §7.12.2); whoever did so knows what he does.
        let own = try document.resolve(known?[Self.developer])
        let stated = try document.resolve(own.dictionary?["ExtensionLevel"]).integer ?? 0
        if own.array != nil || stated >= Self.level { return nil }
        var changed = known ?? PDFDictionary()
        changed[Self.developer] = .dictionary(
            PDFDictionary([("BaseVersion", .name(Self.base)), ("ExtensionLevel", .integer(Self.level))]))
        return (known == nil ? nil : entry?.reference, changed)
    }
}
