import Authority
import Signing
import Verification

extension MaterialSource {
    /// What our own authority says, asked of it directly; nothing for addresses that are not its own.
    static func own(_ authority: Authority) -> MaterialSource {
        MaterialSource { wish, _ in
            switch wish {
            case .status(let url, let request):
                authority.answersStatus(at: url) ? authority.answerStatus(request) : nil
            case .revocationList(let url), .issuer(let url): try? authority.publication(at: url)
            }
        }
    }

    /// Where nothing is to be had.
    static let nowhere = MaterialSource { _, _ in nil }
}
