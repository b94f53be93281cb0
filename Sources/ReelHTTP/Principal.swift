/// Who asks for something. Decided once for each request, by `AccessPolicy.principal(for:)`; whatever a request leads to
/// asks `require`. There are no accounts yet: clients are distinguished by their address and by the page that asks for them.
package struct Principal: Hashable, Sendable {
    package enum Identity: String, Sendable {
        /// Somebody on the network.
        case anonymous
        /// Somebody on this machine.
        case local
    }

    /// The page for which a browser asks.
    package enum Page: Hashable, Sendable {
        /// This service's own, or no page at all: only browsers send `Origin`, and they always do.
        case own
        /// A page of a site that the settings name; with the origin as the browser wrote it.
        case allowed(String)
        /// A page of any other site.
        case foreign(String)
    }

    package let identity: Identity
    package let page: Page

    package init(identity: Identity = .anonymous, page: Page = .own) {
        self.identity = identity
        self.page = page
    }

    /// A page that somebody happens to visit must not drive the service behind their back. That it reads is harmless:
    /// without `CORS` headers its browser does not show it the answer. A WebSocket knows no such headers.
    ///
    /// - Throws: `Problem` with status 403.
    package func require(_ permission: Permission) throws(Problem) {
        switch (page, permission) {
        case (.own, _), (.allowed, _), (.foreign, .read): return
        case (.foreign(let origin), .change), (.foreign(let origin), .watch): throw .foreignPage(origin)
        }
    }
}

/// What a request needs to be allowed.
package enum Permission: Sendable {
    /// An answer that changes nothing.
    case read
    /// Whatever changes something, and the question whether one may (a preflight).
    case change
    /// A WebSocket or a stream of events.
    case watch
}
