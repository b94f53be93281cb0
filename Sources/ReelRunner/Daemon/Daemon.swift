import Foundation
import Logging
import ReelCore
import ReelDB
import ReelSettings
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
        let presence = try Presence(layout: layout)
        let hub = EventHub(socket: layout.runnerSocket(presence.id), logger: logger)
        let disk = DiskWatch(folder: layout.root, reserve: settings.reserve, logger: logger)
        let dispatcher = Dispatcher(
            runner: presence.id, settings: settings, runAttempt: runAttempt, store: store, hub: hub, disk: disk,
            logger: logger)
        let rescuer = Rescuer(runner: presence.id, layout: layout, store: StoreActor(store), hub: hub, logger: logger)
        let importer = OriginalImporter(
            layout: layout, database: settings.home.database, store: StoreActor(store), logger: logger)
        let housekeeper = Housekeeper(settings: settings, store: StoreActor(store), logger: logger)
        // What a dead runner held is freed before the first claim, so that it is what the first claim finds.
        _ = await rescuer.rescue()
        let services: [any Service] = [
            hub,
            Chore(interval: .seconds(5)) { await hub.bindAgainIfGone() },
            Chore(interval: settings.heartbeat) { await dispatcher.heartbeat() },
            Chore(interval: .milliseconds(300)) { await dispatcher.checkClaims() },
            Chore(interval: .seconds(1)) { if await rescuer.rescue() { await dispatcher.wake() } },
            Chore(interval: .seconds(3600)) {
                await importer.run()
                await housekeeper.keepHouse()
            },
            Chore(interval: .seconds(30)) { await housekeeper.makeRoom() },
            dispatcher,
        ]
        logger.info("runner \(presence.id) is ready", metadata: ["jobs": "\(settings.jobs)"])
        do {
            try await ServiceGroup(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
            ).run()
        } catch {
            await leave(presence, dispatcher)
            throw error
        }
        await leave(presence, dispatcher)
    }

    /// With something left unwritten, the lock file stays: whoever finds that nobody holds it frees the jobs at once.
    private func leave(_ presence: Presence, _ dispatcher: Dispatcher) async {
        try? FileManager.default.removeItem(at: settings.home.layout.workFolder(of: presence.id))
        presence.leave(isSettled: await dispatcher.isSettled)
    }
}
