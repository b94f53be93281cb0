import ArgumentParser
import Configuration
import Foundation
import Logging
import ReelCore
import ReelDB
import ReelSettings
import ReelSocket
import ReelStore
import ServiceLifecycle
import UnixSignals

/// The REST API behind nginx.
@main
struct ReelFCGI: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ReelFCGI",
        abstract: "Answers ReelCraft's REST API as a FastCGI responder; nginx stands in front.",
        discussion: "Settings come from the environment (REEL_HOME, REEL_DATABASE, REEL_FCGI_WORKERS, ...) or from the "
            + "JSON file that REEL_CONFIG names. SIGTERM ends it after the requests under way.")

    func run() async throws {
        HomePermissions.restrict()
        let config = try await Settings.load()
        try LogSettings.bootstrap(config)
        let logger = Logger(label: "fcgi")
        let home = try HomeSettings(config)
        let settings = try FCGISettings(config)

        let store = try StoreEngines.open(home.database, StoreOptions(readers: settings.workers))
        let responder = Responder(store: store, layout: home.layout, settings: settings, logger: logger)
        let socket = try ListeningSocket.open(at: home.layout.responderSocket.path)
        let server = try FCGIServer(socket: socket, settings: settings, logger: logger, handler: responder.respond)

        var services = ServiceGroupConfiguration(
            services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        services.maximumGracefulShutdownDuration = settings.timeout * 3
        logger.info("listening at \(home.layout.responderSocket.path) with \(settings.workers) workers")
        try await ServiceGroup(configuration: services).run()
        logger.info("stopped")
    }
}
