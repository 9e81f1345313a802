package import Store

extension AuditFinding {
    /// What of an audit log does not hold, for whoever finds out why.
    package var words: String {
        switch self {
        case .recordChanged(let sequence): "record \(sequence) was changed"
        case .recordMissing(let sequence): "record \(sequence) is missing"
        case .chainBroken(let sequence): "record \(sequence) does not name the one before it"
        case .timeNotRising(let sequence): "record \(sequence) is not later than the one before it"
        case .logChanged: "its first record names another node or generation"
        case .nodeChanged(let level, let position):
            "the root kept over part \(position) of level \(level) is another one"
        case .endChanged(let found, let said):
            "it has \(found) records and says that it ends after \(said), or elsewhere"
        case .headContradicted(let size): "a head over \(size) records was made over others"
        case .headSignatureBroken(let size): "the signature of a head over \(size) records does not hold"
        case .headTimestampBroken(let size): "the timestamp of a head over \(size) records does not hold"
        case .headOfStranger(let size): "a head over \(size) records is not signed by a key that may"
        case .headUnreadable: "a head that is kept cannot be read"
        case .cut(let found, let witnessed): "it has \(found) records, and a head over \(witnessed) was handed out"
        case .logMissing: "a head of it was handed out, and nothing of it is here"
        case .logUnknown: "records of it are here, and it is not"
        }
    }
}
