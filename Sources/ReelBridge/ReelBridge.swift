import ArgumentParser
import Configuration
import Foundation
import Logging
import ReelDB
import ReelSettings
import ReelSignals
import ReelStore
import ServiceLifecycle
import UnixSignals

/// The bridge: tells browsers by WebSocket and event streams how their jobs move. Reads the store, listens to the runners,
/// writes nothing.
@main
struct ReelBridge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ReelBridge",
        abstract:
            "Tells ReelCraft's clients by WebSocket and event streams how their jobs move; nginx stands in front.",
        discussion:
            "Settings come from the environment (REEL_HOME, REEL_DATABASE, REEL_BRIDGE_MAX_CONNECTIONS, ...) or "
            + "from the JSON file that REEL_CONFIG names. SIGTERM ends it after closing each connection.")

    func run() async throws {
        HomePermissions.restrict()
        let config = try await Settings.load()
        try LogSettings.bootstrap(config)
        let logger = Logger(label: "bridge")
        let settings = try BridgeSettings(config)

        OpenFiles.raiseLimit()
        let database = try HomeSettings(config).database
        // One reader for snapshots, one for asking what has changed.
        let store = try StoreEngines.open(database, StoreOptions(isReadOnly: true, readers: 2))
        let subscriptions = JobSubscriptions(store: store, pollInterval: settings.pollInterval, logger: logger)
        let signals = SignalEngine.standard.open(
            layout: settings.layout, logger: logger, scanInterval: settings.scanInterval)
        let events = EventRelay(from: signals.makeSubscriber(), to: subscriptions)
        let server = BridgeServer(settings: settings, subscriptions: subscriptions, logger: logger)
        // Stopped from the last to the first.
        try await ServiceGroup(
            services: [subscriptions, events, server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }
}
