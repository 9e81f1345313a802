import Channels

/// How the body of one request is kept, decided at its head.
package enum BodyPlan: Hashable, Sendable {
    case bytes(most: Int)
    case file(most: Int)
    case urlEncoded(most: Int, partsMax: Int)
    case multipart(boundary: String, most: Int, FormLimits)

    package var bytesMax: Int {
        switch self {
        case .bytes(let most), .file(let most), .urlEncoded(let most, _), .multipart(_, let most, _): most
        }
    }
}

/// A body while it arrives.
package struct BodyReader: ~Copyable {
    private let plan: BodyPlan
    /// What is neither large nor in parts.
    private var small = WipedDraft()
    private var file: MemoryFileDraft?
    private var multipart: MultipartReader?
    package private(set) var count = 0

    package init(_ plan: BodyPlan) throws(BodyDefect) {
        self.plan = plan
        switch plan {
        case .bytes, .urlEncoded: break
        case .file(let most):
            do throws(MemoryFileError) {
                file = try MemoryFileDraft(bytesMax: most)
            } catch {
                throw .noRoom
            }
        case .multipart(let boundary, _, let limits):
            multipart = MultipartReader(boundary: boundary, limits: limits)
            guard multipart != nil else { throw .malformedForm }
        }
    }

    @unsafe package mutating func append(_ piece: UnsafeRawBufferPointer) throws(BodyDefect) {
        guard piece.count <= plan.bytesMax - count else { throw .bodyTooLarge(bytesMax: plan.bytesMax) }
        count += piece.count
        switch plan {
        case .bytes, .urlEncoded: unsafe small.append(piece)
        case .multipart: try unsafe multipart?.append(piece)
        case .file:
            do throws(MemoryFileError) {
                try unsafe file?.append(piece)
            } catch {
                throw .noRoom
            }
        }
    }

    /// The body; the reader is of no use afterwards.
    package mutating func finish() throws(BodyDefect) -> HTTPBody {
        switch plan {
        case .bytes: return .bytes(small.take())
        case .urlEncoded(_, let partsMax): return .form(try URLEncodedForm.parse(small.take(), partsMax: partsMax))
        case .multipart:
            guard let form = try multipart?.finish() else { throw .malformedForm }
            return .form(form)
        case .file:
            guard let file = file.take() else { throw .noRoom }
            do throws(MemoryFileError) {
                return .file(try file.seal())
            } catch {
                throw .noRoom
            }
        }
    }
}
