import Foundation
import Logging
import ReelDB
import ReelSettings
import ReelStore
import ServiceLifecycle
import UnixSignals

/// The bridge: tells browsers over WebSocket how their jobs move. Reads the store, listens to the runners, writes nothing.
@main struct ReelBridge {
    static func main() async {
        do {
            let config = try await Settings.load()
            try LogSettings.bootstrap(config)
            let settings = try BridgeSettings(config)
            OpenFiles.raiseLimit()
            let logger = Logger(label: "bridge")
            let store = try StoreEngines.open(
                try HomeSettings(config).database, StoreOptions(isReadOnly: true, readers: 1))
            let subscriptions = JobSubscriptions(store: store, pollInterval: settings.pollInterval, logger: logger)
            let hub = EventSubscriber(
                folder: settings.runners, scanInterval: settings.scanInterval, subscriptions: subscriptions,
                logger: logger)
            let server = BridgeServer(settings: settings, subscriptions: subscriptions, logger: logger)
            // Stopped from the last to the first.
            try await ServiceGroup(
                services: [subscriptions, hub, server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
            ).run()
        } catch {
            FileHandle.standardError.write(Data("ReelBridge: \(error)\n".utf8))
            exit(1)
        }
    }
}
