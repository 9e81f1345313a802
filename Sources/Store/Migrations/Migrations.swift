package import Database

extension Schema {
    /// Every step of the store's tables, in their order.
    package static let store = Schema([.m0001, .m0002, .m0003, .m0004, .m0005, .m0006, .m0007])
}
