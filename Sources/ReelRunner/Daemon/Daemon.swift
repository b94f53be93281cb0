import Foundation
import Logging
import ReelCore
import ReelSettings
import ReelStore
import ServiceLifecycle
import UnixSignals

/// The long-lived runner: its services, and the order in which they begin.
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
        let layout = settings.home.layout
        let liveness = try RunnerLiveness(layout: layout)
        let events = EventPublisher(socket: layout.runnerSocket(liveness.id), logger: logger)
        let disk = DiskWatch(folder: layout.root, reserve: settings.reserve, logger: logger)
        let dispatcher = Dispatcher(
            runner: liveness.id, settings: settings, runAttempt: runAttempt, store: store, events: events, disk: disk,
            logger: logger)
        let rescuer = Rescuer(
            runner: liveness.id, layout: layout, store: AsyncStore(store), events: events, logger: logger)
        let importer = OriginalImporter(
            layout: layout, database: settings.home.database, store: AsyncStore(store), logger: logger)
        let maintenance = Maintenance(settings: settings, store: AsyncStore(store), logger: logger)
        // What a dead runner held is freed before the first claim, so that it is what the first claim finds.
        _ = await rescuer.rescue()
        let services: [any Service] = [
            events,
            PeriodicTask(interval: .seconds(5)) { await events.bindAgainIfGone() },
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
        logger.info("runner \(liveness.id) is ready", metadata: ["jobs": "\(settings.jobs)"])
        do {
            try await ServiceGroup(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
            ).run()
        } catch {
            await leave(liveness, dispatcher)
            throw error
        }
        await leave(liveness, dispatcher)
    }

    /// With something left unwritten, the lock file stays: whoever finds that nobody holds it frees the jobs at once.
    private func leave(_ liveness: RunnerLiveness, _ dispatcher: Dispatcher) async {
        try? FileManager.default.removeItem(at: settings.home.layout.workFolder(of: liveness.id))
        liveness.leave(isFinalized: await dispatcher.isFinalized)
    }
}
