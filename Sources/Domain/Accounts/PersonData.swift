/// What is known of a person, as the person gave it. It is kept encrypted, under the person's own key.
package struct PersonData: Codable, Hashable, Sendable {
    package var nik: String
    package var name: String
    package var email: String
    package var phone: String?
    package var employeeNumber: String?
    package var position: String?
    package var unit: String?
    package var city: String?
    package var province: String?

    package init(nik: String, name: String, email: String) {
        self.nik = nik
        self.name = name
        self.email = email
    }

    /// What the person is looked up by.
    package var names: [PersonName] {
        [PersonName(nik: nik), PersonName(email: email), phone.flatMap(PersonName.init(phone:))].compactMap { $0 }
    }
}

/// A number or an address that belongs to one person only, in the one form that all its spellings have in common.
package struct PersonName: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case nik
        case email
        case phone
    }

    package static let bytesMax = 254

    package let kind: Kind
    package let text: String

    /// Digits alone. The population registry's have sixteen; other lengths are not refused here, because programs look up trial
    /// people by them.
    package init?(nik: String) {
        let text = nik.filter { $0 != " " }
        guard (1...32).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        (kind, self.text) = (.nik, text)
    }

    /// Small letters: no mail server here tells addresses apart by case.
    package init?(email: String) {
        let text = email.lowercased()
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), (3...Self.bytesMax).contains(text.utf8.count),
            text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F })
        else { return nil }
        (kind, self.text) = (.email, text)
    }

    /// With the country's number in front, digits alone; a leading zero is the country's own way to write its number.
    package init?(phone: String) {
        var text = phone.filter { !" -()+.".contains($0) }
        if text.hasPrefix("0") { text = "62" + text.dropFirst() }
        guard (10...15).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        (kind, self.text) = (.phone, text)
    }
}

/// The subject of an institution's identifier: whose people sign, and whose verifikators look after them.
package enum Institution {}
