import Configuration
import Foundation
import ReelCore
import ReelHTTP
import ReelSettings

/// How the bridge listens and what it allows.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `bridge.pingSeconds` | `REEL_BRIDGE_PING_SECONDS` | 25 | how often a connection is asked for a sign of life |
/// | `bridge.pongSeconds` | `REEL_BRIDGE_PONG_SECONDS` | 8 | how long the sign may take before the connection is dropped |
/// | `bridge.maxSubscriptions` | `REEL_BRIDGE_MAX_SUBSCRIPTIONS` | 100 | jobs that one connection may watch at once |
/// | `bridge.maxConnections` | `REEL_BRIDGE_MAX_CONNECTIONS` | 4096 | connections at once |
///
/// The proxy in front must wait longer for a byte than `pingSeconds` (nginx: `proxy_read_timeout`, 60 s by default).
package struct BridgeSettings: Sendable {
    package var layout: HomeLayout
    package var socket: URL
    /// Whom the bridge answers.
    package var access = AccessPolicy()
    package var pingInterval: Duration = .seconds(25)
    package var pongTimeout: Duration = .seconds(8)
    package var maxConnections = 4096
    package var limits = SessionLimits()
    /// Bytes of one frame from a client, and of one message in several frames.
    package var maxFrameBytes = 4096
    /// How long a connection may take to ask for something.
    package var requestTimeout: Duration = .seconds(10)
    /// How long a client may take to answer a close frame.
    package var closeTimeout: Duration = .seconds(1)
    /// How often the runners' folder is looked through.
    package var scanInterval: Duration = .milliseconds(200)
    /// How often the store is asked about watched jobs.
    package var pollInterval: Duration = .seconds(1)

    /// - Throws: `SettingsError` when a value cannot be used.
    package init(_ config: ConfigReader) throws {
        layout = try HomeSettings(config).layout
        socket = layout.bridgeSocket
        access = try AccessPolicy(config)
        let settings = SettingsReader(config)
        pingInterval = .seconds(try settings.int("bridge.pingSeconds", in: 1...3_600, default: 25))
        pongTimeout = .seconds(try settings.int("bridge.pongSeconds", in: 1...3_600, default: 8))
        limits.subscriptions = try settings.int(
            "bridge.maxSubscriptions", in: 1...100_000, default: limits.subscriptions)
        maxConnections = try settings.int("bridge.maxConnections", in: 1...1_000_000, default: maxConnections)
    }
}
