/// Where a request may go. An address out of a stranger's file may lead to a machine that trusts ours.
package struct AddressGuard: Sendable {
    private struct Rules: Sendable {
        let ports: Set<UInt16>
        let admits: @Sendable (IPAddress) -> Bool
    }

    private let rules: Rules?

    /// Those of the web. Others may belong to a service that takes HTTP for its own language.
    package static let webPorts: Set<UInt16> = [80, 443]

    /// Wherever the operator's own configuration says.
    package static let any = AddressGuard(rules: nil)

    /// The public internet on the web's ports, and no name or password on the way.
    package static let publicOnly = AddressGuard(ports: webPorts) { $0.isPublic }

    /// As strict as `publicOnly`, with other ports and addresses.
    package init(ports: Set<UInt16>, admitting admits: @escaping @Sendable (IPAddress) -> Bool) {
        self.init(rules: Rules(ports: ports, admits: admits))
    }

    private init(rules: Rules?) {
        self.rules = rules
    }

    /// Whether nothing needs to be looked at.
    var isOpen: Bool { rules == nil }

    /// What can be said before the name is resolved.
    func admits(_ address: WebAddress) -> Bool {
        guard let rules else { return true }
        return !address.hasUserInfo && rules.ports.contains(address.port)
    }

    /// What it was resolved to; nil is no IP address.
    func admits(_ address: IPAddress?, port: UInt16) -> Bool {
        guard let rules else { return true }
        guard let address else { return false }
        return rules.ports.contains(port) && rules.admits(address)
    }
}
