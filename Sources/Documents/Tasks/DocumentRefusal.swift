package import Appearance
package import PDF

/// Why a document was not read, or cannot be signed as asked: one vocabulary for callers, whatever room said no.
package struct DocumentRefusal: Error, Hashable, Sendable {
    /// The raw values are the codes that clients branch on; they never change.
    package enum Reason: String, CaseIterable, Sendable {
        case empty = "document_empty"
        case notPDF = "document_not_pdf"
        case damaged = "document_damaged"
        case tooComplex = "document_too_complex"
        case passwordNeeded = "document_password_needed"
        case passwordWrong = "document_password_wrong"
        case encryptedForCertificate = "document_encrypted_for_certificate"
        case encryptionUnknown = "document_encryption_unknown"

        case noChangesAllowed = "document_allows_no_changes"
        case repairedAndSigned = "document_damaged_and_signed"
        case dynamicForm = "document_dynamic_form"
        case noSuchPage = "page_not_found"
        case boxOutsidePage = "box_outside_page"
        case tooManyAnnotations = "page_has_too_many_annotations"
        case tagNotFound = "tag_not_found"
        case tagOccurrenceNotFound = "tag_occurrence_not_found"
        case protectedTooLarge = "protected_document_too_large"

        case fieldNameTaken = "field_name_taken"
        case fieldNameUnusable = "field_name_unusable"
        case fieldNotFound = "field_not_found"
        case fieldNotForSignatures = "field_not_for_signatures"
        case fieldAlreadySigned = "field_already_signed"
        case fieldLocked = "field_locked"
        case fieldHasNoPlace = "field_has_no_place"
        case fieldDemand = "field_demand_not_met"
        case certificationNotFirst = "certification_not_first"
        case newVisibleFieldForbidden = "certified_against_new_fields"

        case appearanceEmpty = "appearance_empty"
        case appearanceBox = "appearance_box_unusable"
        case pictureUnreadable = "picture_unreadable"
        case pictureUnsupported = "picture_unsupported"
        case pictureTooLarge = "picture_too_large"
        case qrEmpty = "qr_text_empty"
        case qrTooLong = "qr_text_too_long"
        case textUnusable = "text_unusable"
        case textTooLong = "text_too_long"
        case textDoesNotFit = "text_does_not_fit"
        case characterMissing = "character_missing"
        case appearanceFailed = "appearance_failed"
    }

    package let reason: Reason
    /// What the reason is about, in numbers: a page asked for and how many there are, a length and its limit.
    package let numbers: [Int]
    /// One word that names a part, a limit or a demand. Never anything the document says.
    package let word: String

    package init(_ reason: Reason, numbers: [Int] = [], word: String = "") {
        self.reason = reason
        self.numbers = numbers
        self.word = word
    }
}

extension DocumentRefusal {
    package init(_ error: PDFError) {
        switch error {
        case .unreadable(.empty): self.init(.empty)
        case .unreadable(.notPDF): self.init(.notPDF)
        case .unreadable(let damage): self.init(.damaged, word: damage.rawValue)
        case .tooComplex(.plainCopy): self.init(.protectedTooLarge, numbers: [ReadingLimits().plainCopyBytesMax >> 20])
        case .tooComplex(let limit): self.init(.tooComplex, word: limit.rawValue)
        case .encryption(let defect): self.init(encryption: defect)
        case .cannotSign(let obstacle): self.init(obstacle: obstacle)
        }
    }

    private init(encryption defect: EncryptionDefect) {
        switch defect {
        case .passwordNeeded: self.init(.passwordNeeded)
        case .wrongPassword: self.init(.passwordWrong)
        case .publicKey: self.init(.encryptedForCertificate)
        case .unknownHandler, .unknownMethod: self.init(.encryptionUnknown, word: defect.rawValue)
        }
    }

    private init(obstacle: SigningObstacle) {
        switch obstacle {
        case .noChangesAllowed: self.init(.noChangesAllowed)
        case .repairedAndSigned: self.init(.repairedAndSigned)
        case .dynamicForm: self.init(.dynamicForm)
        case .noSuchPage(let asked, let pages): self.init(.noSuchPage, numbers: [asked, pages])
        case .boxOutsidePage: self.init(.boxOutsidePage)
        case .fieldNameTaken: self.init(.fieldNameTaken)
        case .fieldNameUnusable: self.init(.fieldNameUnusable)
        case .noSuchField: self.init(.fieldNotFound)
        case .notASignatureField: self.init(.fieldNotForSignatures)
        case .fieldAlreadySigned: self.init(.fieldAlreadySigned)
        case .fieldLocked: self.init(.fieldLocked)
        case .certificationNotFirst: self.init(.certificationNotFirst)
        case .newVisibleFieldForbidden: self.init(.newVisibleFieldForbidden)
        case .fieldHasNoPlace: self.init(.fieldHasNoPlace)
        case .seedValue(let demand): self.init(.fieldDemand, word: demand.rawValue)
        case .pageHasTooManyAnnotations: self.init(.tooManyAnnotations)
        }
    }
}

extension DocumentRefusal {
    package init(_ error: AppearanceError) {
        switch error {
        case .nothingToShow: self.init(.appearanceEmpty)
        case .box(let defect): self.init(box: defect)
        case .picture(let defect): self.init(picture: defect)
        case .qr(.empty): self.init(.qrEmpty)
        case .qr(.tooLong(let bytes, let most)): self.init(.qrTooLong, numbers: [bytes, most])
        case .qr(.controlCharacter(let codePoint)): self.init(.textUnusable, numbers: [Int(codePoint)])
        case .text(let defect): self.init(text: defect)
        case .font: self.init(.appearanceFailed, word: "font")
        case .library(let operation, _): self.init(.appearanceFailed, word: operation)
        }
    }

    private init(box defect: BoxDefect) {
        switch defect {
        case .sizeOutsideLimits(let least, let most):
            self.init(.appearanceBox, numbers: [Int(least), Int(most)], word: "size")
        case .marginOutsideLimits(let most): self.init(.appearanceBox, numbers: [0, Int(most)], word: "margin")
        case .borderOutsideLimits(let most): self.init(.appearanceBox, numbers: [0, Int(most)], word: "border")
        case .tooSmall: self.init(.appearanceBox, word: "tooSmall")
        }
    }

    private init(picture defect: PictureDefect) {
        switch defect {
        case .empty: self.init(.pictureUnreadable, word: "empty")
        case .truncated: self.init(.pictureUnreadable, word: "truncated")
        case .damaged: self.init(.pictureUnreadable, word: "damaged")
        case .zeroSize: self.init(.pictureUnreadable, word: "zeroSize")
        case .unsupportedType(let name): self.init(.pictureUnsupported, word: name)
        case .unsupportedCoding(let name): self.init(.pictureUnsupported, word: name)
        case .severalFrames: self.init(.pictureUnsupported, word: "severalFrames")
        case .tooManyBytes(let bytes, let most): self.init(.pictureTooLarge, numbers: [bytes, most], word: "bytes")
        case .tooLarge(let width, let height, let most):
            self.init(.pictureTooLarge, numbers: [width, height, most], word: "side")
        case .tooManyPixels(let pixels, let most): self.init(.pictureTooLarge, numbers: [pixels, most], word: "pixels")
        case .tooManyScans(let most): self.init(.pictureTooLarge, numbers: [most], word: "scans")
        }
    }

    private init(text defect: TextDefect) {
        switch defect {
        case .tooManyLines(let lines, let most): self.init(.textTooLong, numbers: [lines, most], word: "lines")
        case .tooManyCharacters(let count, let most):
            self.init(.textTooLong, numbers: [count, most], word: "characters")
        case .fontSizeOutsideLimits(let least, let most):
            self.init(.appearanceBox, numbers: [Int(least), Int(most)], word: "fontSize")
        case .sizeFactorOutsideLimits(let least, let most):
            self.init(.appearanceBox, numbers: [Int(least), Int(most)], word: "sizeFactor")
        case .controlCharacter(let codePoint), .combiningMark(let codePoint):
            self.init(.textUnusable, numbers: [Int(codePoint)])
        case .rightToLeft(let codePoint), .unsupportedScript(let codePoint), .missingCharacter(let codePoint):
            self.init(.characterMissing, numbers: [Int(codePoint)])
        case .doesNotFit: self.init(.textDoesNotFit)
        }
    }
}
