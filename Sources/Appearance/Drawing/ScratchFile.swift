import CPoDoFo

/// Sole owner of a PDF that PoDoFo makes: the form, and the fonts and pictures it refers to.
@safe struct ScratchFile: ~Copyable {
    private let pointer: OpaquePointer

    init() throws(AppearanceError) {
        var status = CPoDoFoStatus()
        guard let pointer = unsafe CPoDoFo_create(&status) else { throw .of("CPoDoFo_create", status) }
        unsafe self.pointer = pointer
    }

    deinit { unsafe CPoDoFo_free(pointer) }

    func add(_ subset: FontSubset) throws(AppearanceError) {
        let font = subset.font
        let (file, toUnicode, widths) = (try subset.file(), subset.toUnicode, subset.widths)
        var status = CPoDoFoStatus()
        let isAdded = unsafe subset.name.withCString { name in
            unsafe file.withBytes { file in
                unsafe toUnicode.withBytes { toUnicode in
                    unsafe widths.withUnsafeBufferPointer { widths in
                        guard let firstWidth = widths.baseAddress else { return false }
                        var description = unsafe CPoDoFoFont(
                            name: name, file: file, toUnicode: toUnicode, widths: firstWidth,
                            widthCount: widths.count, ascent: Int32(font.ascent), descent: Int32(font.descent),
                            capHeight: Int32(font.capHeight), stemWidth: Int32(font.stemWidth),
                            box: (font.box[0], font.box[1], font.box[2], font.box[3]))
                        return unsafe CPoDoFo_add_font(pointer, &description, &status)
                    }
                }
            }
        }
        guard isAdded else { throw .of("CPoDoFo_add_font", status) }
    }

    func add(_ picture: Picture) throws(AppearanceError) {
        let (samples, alpha, isJPEG, isInverted): ([UInt8], [UInt8], Bool, Bool) =
            switch picture.samples {
            case .pixels(let colour, let alpha): (colour, alpha, false, false)
            case .jpeg(let file, let isInverted): (file, [], true, isInverted)
            }
        var status = CPoDoFoStatus()
        let isAdded = unsafe samples.withBytes { samples in
            unsafe alpha.withBytes { alpha in
                var description = unsafe CPoDoFoImage(
                    samples: samples, alpha: alpha, width: UInt32(picture.width), height: UInt32(picture.height),
                    components: UInt32(picture.components), isJPEG: isJPEG, isInverted: isInverted)
                return unsafe CPoDoFo_add_image(pointer, &description, &status)
            }
        }
        guard isAdded else { throw .of("CPoDoFo_add_image", status) }
    }

    consuming func written(
        width: Double, height: Double, content: ContentStream
    ) throws(AppearanceError) -> ComposedAppearance {
        var status = CPoDoFoStatus()
        let file = unsafe content.bytes.withBytes { content in
            unsafe CPoDoFo_write(pointer, width, height, content, &status)
        }
        guard let start = unsafe file.start else { throw .of("CPoDoFo_write", status) }
        return ComposedAppearance(
            scratchPDF: unsafe Array(UnsafeBufferPointer(start: start, count: file.count)))
    }
}

extension [UInt8] {
    fileprivate func withBytes<Result>(_ body: (CPoDoFoBytes) -> Result) -> Result {
        unsafe withUnsafeBufferPointer { unsafe body(CPoDoFoBytes(start: $0.baseAddress, count: $0.count)) }
    }
}

extension AppearanceError {
    fileprivate static func of(_ operation: String, _ status: CPoDoFoStatus) -> AppearanceError {
        var status = status
        let words = unsafe withUnsafeBytes(of: &status.words) {
            unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        return .library(operation: operation, words: words)
    }
}
