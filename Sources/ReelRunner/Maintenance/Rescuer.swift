import Foundation
import Logging
import ReelCache
import ReelCore
import ReelOutputs
import ReelSignals
import ReelStore

/// Frees the jobs of runners that died or hang, so that somebody can go on with them.
package struct Rescuer: Sendable {
    let runner: RunnerID
    let layout: HomeLayout
    let outputs: any OutputStore
    let store: AsyncStore
    let events: any EventPublisher
    let logger: Logger

    /// - Parameter runner: who looks: its own claims are never freed, because it is alive.
    package init(runner: RunnerID, layout: HomeLayout, store: AsyncStore, events: any EventPublisher, logger: Logger) {
        self.runner = runner
        self.layout = layout
        outputs = Outputs.open(layout)
        self.store = store
        self.events = events
        self.logger = logger
    }

    /// - Returns: whether any job was freed.
    package func rescue() async -> Bool {
        let own = runner
        var changes: [JobChange] = []
        do {
            try await HostPresence(layout: layout).reapDeadRunners { runner in
                logger.warning("a runner died", metadata: ["runner": "\(runner)"])
                let lost = try await store.perform { try $0.claims(of: runner) }
                changes += try await store.perform { try $0.releaseJobs(heldBy: runner) }
                // What cannot be removed now is swept later.
                try? await blocking { [outputs] in try outputs.withdraw(filesOf: lost) }
                try? FileManager.default.removeItem(at: layout.workFolder(of: runner))
            }
            changes += try await store.perform { try $0.releaseExpired(sparing: own) }
        } catch {
            logger.error("the rescue was cut short", metadata: ["error": "\(error)"])
        }
        for change in changes {
            logger.warning("the job was freed", metadata: ["job": "\(change.job.id)"])
            events.publish(change)
        }
        return !changes.isEmpty
    }
}
