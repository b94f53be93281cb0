import Foundation
import Logging
import ReelCore
import ReelOutputs
import ReelSettings
import ReelSignals
import ReelStore
import ServiceLifecycle
import UnixSignals

/// The long-lived runner: its services, and the order in which they start and stop.
package struct Daemon: Sendable {
    let settings: RunnerSettings
    let runAttempt: RunAttempt
    let store: any Store
    let logger: Logger

    package init(settings: RunnerSettings, runAttempt: @escaping RunAttempt, store: any Store, logger: Logger) {
        self.settings = settings
        self.runAttempt = runAttempt
        self.store = store
        self.logger = logger
    }

    /// Runs until SIGTERM or SIGINT; then the attempts may finish a step, and their jobs are given back.
    package func run() async throws {
        let parts = try RunnerParts(self)
        // What a dead runner held is freed before the first claim, so that it is what the first claim finds.
        _ = await parts.rescuer.rescue()
        logger.info("runner \(parts.liveness.id) is ready", metadata: ["jobs": "\(settings.jobs)"])
        let services = services(parts)
        do {
            try await ServiceGroup(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
            ).run()
        } catch {
            await leave(parts)
            throw error
        }
        await leave(parts)
    }

    /// Started from the first to the last, stopped from the last to the first: the dispatcher ends its attempts while
    /// leases are still renewed and watchers are still told.
    private func services(_ parts: RunnerParts) -> [any Service] {
        let (dispatcher, rescuer, maintenance) = (parts.dispatcher, parts.rescuer, parts.maintenance)
        let importer = parts.importer
        return [
            parts.endpoint,
            PeriodicTask(interval: settings.heartbeat) { await dispatcher.heartbeat() },
            PeriodicTask(interval: .milliseconds(300)) { await dispatcher.checkClaims() },
            PeriodicTask(interval: .seconds(1)) { if await rescuer.rescue() { await dispatcher.wake() } },
            PeriodicTask(interval: .seconds(3600)) {
                await importer.run()
                await maintenance.runOnce()
            },
            PeriodicTask(interval: .seconds(30)) { await maintenance.makeRoom() },
            dispatcher,
        ]
    }

    /// With something left unwritten, the lock file stays: whoever finds that nobody holds it frees the jobs at once.
    private func leave(_ parts: RunnerParts) async {
        try? FileManager.default.removeItem(at: settings.home.layout.workFolder(of: parts.liveness.id))
        parts.liveness.leave(isFinalized: await parts.dispatcher.isFinalized)
    }
}

/// What a runner consists of, put together.
private struct RunnerParts {
    let liveness: RunnerLiveness
    let endpoint: any RunnerEndpoint
    let dispatcher: Dispatcher
    let rescuer: Rescuer
    let importer: OriginalImporter
    let maintenance: Maintenance

    init(_ daemon: Daemon) throws {
        let (settings, store, logger) = (daemon.settings, daemon.store, daemon.logger)
        let layout = settings.home.layout
        liveness = try RunnerLiveness(layout: layout)
        endpoint = SignalEngine.standard.open(layout: layout, logger: logger).makeEndpoint(for: liveness.id)
        dispatcher = Dispatcher(
            runner: liveness.id, settings: settings, runAttempt: daemon.runAttempt, store: store, events: endpoint,
            disk: DiskWatch(folder: layout.root, reserve: settings.reserve, logger: logger), logger: logger)
        rescuer = Rescuer(
            runner: liveness.id, layout: layout, store: AsyncStore(store), events: endpoint, logger: logger)
        importer = OriginalImporter(
            layout: layout, outputs: Outputs.open(layout), database: settings.home.database, store: AsyncStore(store),
            logger: logger)
        maintenance = Maintenance(settings: settings, store: AsyncStore(store), logger: logger)
    }
}
