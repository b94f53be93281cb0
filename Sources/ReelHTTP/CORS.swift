/// The headers for pages of other sites (WHATWG Fetch, 3.2): of those that the settings name, their browser shows them the
/// answers; for all others nothing is said, and it does not.
extension Principal {
    /// For every answer.
    package var crossOriginHeaders: [(name: String, value: String)] {
        guard case .allowed(let origin) = page else { return [] }
        return [
            ("Access-Control-Allow-Origin", origin), ("Access-Control-Expose-Headers", "Location, Retry-After"),
            ("Vary", "Origin"),
        ]
    }

    /// For the answer to a browser that asks first, beside `crossOriginHeaders`.
    ///
    /// - Parameter methods: what the path takes, as a list with commas.
    package func preflightHeaders(methods: String) -> [(name: String, value: String)] {
        guard case .allowed = page else { return [] }
        return [
            ("Access-Control-Allow-Methods", methods),
            ("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key, Last-Event-ID, MCP-Protocol-Version"),
            ("Access-Control-Max-Age", "600"),
        ]
    }
}
