/// All routes, found segment by segment: how many there are does not make the search longer.
package struct Router: Sendable {
    /// What an address and a method lead to.
    package enum Match: Sendable {
        case route(Route, PathParameters)
        /// OPTIONS, of an address or of the whole server.
        case options(allowed: [HTTPMethod])
        case refused(HTTPRefusal)
    }

    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var parameter: Int?
        var routes: [HTTPMethod: Route] = [:]
    }

    /// The first is the root; nodes name one another by their place.
    private var nodes = [Node()]
    /// Below these paths everything is one segment, and nobody decodes it on the way.
    package let opaquePaths: [String]

    /// Two routes that the same request could lead to are a mistake in the program.
    package init(_ routes: [Route]) {
        precondition(Set(routes.map(\.name)).count == routes.count, "each route has its own name")
        opaquePaths = Set(routes.compactMap(\.pattern.opaquePath)).sorted { $0.count > $1.count }
        for route in routes { add(route) }
    }

    /// A literal goes before braces: `/user/me` is not the user called "me".
    package func match(_ method: HTTPMethod?, _ target: HTTPTarget, for peer: PeerAddress = .unix) -> Match {
        guard target.path != "*" else {
            return method == .options ? .options(allowed: HTTPMethod.allCases) : .refused(.malformed(.target(.form)))
        }
        var allowed: Set<HTTPMethod> = []
        if let (route, values) = find(method == .head ? .get : method, target.segments, peer, &allowed) {
            return .route(route, PathParameters(.init(uniqueKeysWithValues: zip(route.pattern.names, values))))
        }
        guard !allowed.isEmpty else { return .refused(.noSuchRoute) }
        if allowed.contains(.get) { allowed.insert(.head) }
        allowed.insert(.options)
        let inOrder = HTTPMethod.allCases.filter(allowed.contains)
        return method == .options ? .options(allowed: inOrder) : .refused(.methodNotAllowed(allowed: inOrder))
    }

    private mutating func add(_ route: Route) {
        var node = 0
        for segment in route.pattern.segments {
            switch segment {
            case .literal(let text):
                if nodes[node].literals[text] == nil {
                    nodes.append(Node())
                    nodes[node].literals[text] = nodes.count - 1
                }
                node = nodes[node].literals[text] ?? 0
            case .parameter:
                if nodes[node].parameter == nil {
                    nodes.append(Node())
                    nodes[node].parameter = nodes.count - 1
                }
                node = nodes[node].parameter ?? 0
            }
        }
        precondition(nodes[node].routes[route.method] == nil, "\(route.name) collides with another route")
        nodes[node].routes[route.method] = route
    }

    /// The route and what its braces stood for; on the way, every method that the address knows.
    private func find(
        _ method: HTTPMethod?, _ segments: [String], _ peer: PeerAddress, _ allowed: inout Set<HTTPMethod>
    ) -> (Route, [String])? {
        // Each node is visited once at most: it has one way to it. The last pushed is the first looked at.
        var open: [(node: Int, depth: Int, values: [String])] = [(0, 0, [])]
        let hasSlash = segments.count > 1 && segments.last == ""
        while let (node, depth, values) = open.popLast() {
            let isAtEnd = depth == segments.count
            let isAtSlash = hasSlash && depth == segments.count - 1
            if isAtEnd || isAtSlash {
                let here = nodes[node].routes.values.filter {
                    (isAtEnd || $0.pattern.toleratesTrailingSlash) && $0.rules.isThere(for: peer)
                }
                allowed.formUnion(here.map(\.method))
                if let route = here.first(where: { $0.method == method }) { return (route, values) }
            }
            guard !isAtEnd else { continue }
            let segment = segments[depth]
            if let next = nodes[node].parameter, !segment.isEmpty { open.append((next, depth + 1, values + [segment])) }
            if let next = nodes[node].literals[segment] { open.append((next, depth + 1, values)) }
        }
        return nil
    }
}
