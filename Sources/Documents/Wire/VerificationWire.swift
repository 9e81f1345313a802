import Verification

extension WireWriter {
    mutating func put(_ task: VerificationTask) {
        put(task.now)
        put(task.anchors) { out, anchor in
            out.put(anchor.name)
            out.put(anchor.certificate)
        }
        for pieces in [task.material.certificates, task.material.revocationLists, task.material.statusAnswers] {
            put(pieces) { $0.put($1) }
        }
        put(task.revocation.rawValue)
    }
}

extension WireReader {
    mutating func verificationTask() throws(Malformed) -> VerificationTask {
        VerificationTask(
            now: try instant(),
            anchors: try list { (reader) throws(Malformed) in
                TrustAnchor(name: try reader.text(), certificate: try reader.piece())
            },
            material: VerificationMaterial(
                certificates: try pieces(), revocationLists: try pieces(), statusAnswers: try pieces()),
            revocation: try choice())
    }

    private mutating func pieces() throws(Malformed) -> [[UInt8]] {
        try list { (reader) throws(Malformed) in try reader.piece() }
    }
}
