/// The revisions of the Model Context Protocol that this service speaks: those in which a request is one message and an answer
/// may be plain JSON. Between them nothing differs of what is used here.
package enum MCPVersion: String, CaseIterable, Sendable {
    case june2025 = "2025-06-18"
    case november2025 = "2025-11-25"

    package static let newest = MCPVersion.november2025

    /// The one to go on with: what the client asks for, or the newest, which it may take or leave.
    package static func agreed(on wish: String?) -> MCPVersion {
        wish.flatMap(MCPVersion.init(rawValue:)) ?? newest
    }
}
