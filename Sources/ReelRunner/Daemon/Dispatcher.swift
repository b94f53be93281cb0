import Foundation
import Logging
import ReelCore
import ReelOutputs
import ReelSettings
import ReelSignals
import ReelStore
import ReelTool
import ServiceLifecycle

/// Claims jobs while there is room, runs an attempt of each, and ends those whose claim is gone.
package actor Dispatcher: Service {
    private let runner: RunnerID
    private let info: RunnerInfo
    private let settings: RunnerSettings
    private let runAttempt: RunAttempt
    private let store: any Store
    /// Serial queues of their own, so that a heartbeat never waits behind a claim, nor a claim behind somebody's progress.
    private let claimStore: AsyncStore
    private let heartbeatStore: AsyncStore
    private let events: any RunnerEndpoint
    private let outputs: any OutputStore
    private let finalizer: AttemptFinalizer
    private let disk: DiskWatch
    private let logger: Logger

    private var running: [ClaimID: RunningAttempt] = [:]
    /// Names of claims that the store has been asked for and has not answered yet.
    private var claiming: Set<ClaimID> = []
    /// Ends that the store could not take (a full disk, a long lock); tried again with every heartbeat.
    private var unfinalized: [ClaimID: (Claim, FinalizationStep)] = [:]
    /// Those of them that are being written at this moment: written twice at once, the second would not find the files
    /// that the first has moved.
    private var finalizing: Set<ClaimID> = []
    private var isStopping = false
    private let wakes: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    /// How often the queue is looked at without being told: wakes are only messages.
    private static let pollInterval: Duration = .seconds(1)
    /// For how long this runner must outlive an attempt that died, until that counts as a crash.
    private static let crashGrace: Duration = .milliseconds(300)
    /// The most that one transaction claims.
    private static let claimBatch = 16

    package init(
        runner: RunnerID, settings: RunnerSettings, runAttempt: @escaping RunAttempt, store: any Store,
        events: any RunnerEndpoint, disk: DiskWatch, logger: Logger
    ) {
        self.runner = runner
        info = HostIdentity.info(of: runner, slots: settings.jobs)
        self.settings = settings
        self.runAttempt = runAttempt
        self.store = store
        self.events = events
        self.disk = disk
        self.logger = logger
        claimStore = AsyncStore(store)
        heartbeatStore = AsyncStore(store)
        outputs = Outputs.open(settings.home.layout)
        finalizer = AttemptFinalizer(outputs: outputs, events: events, logger: logger)
        (wakes, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package func run() async throws {
        await register()
        await withTaskGroup { group in
            group.addTask { await self.listen() }
            group.addTask { await self.tick() }
            for await _ in wakes.cancelOnGracefulShutdown() {
                await fillSlots()
            }
            // Cancels are heard to the end: stop means stop, also while we stop ourselves.
            await stop()
            group.cancelAll()
        }
    }

    /// Whether every attempt's end stands in the store. If not, another runner must take this one for dead.
    package var isFinalized: Bool { running.isEmpty && unfinalized.isEmpty && claiming.isEmpty }

    // MARK: Claims

    /// There may be work.
    package func wake() {
        wakeUp.yield()
    }

    private func fillSlots() async {
        while !isStopping, running.count < settings.jobs, await disk.hasRoom() {
            let names = (0..<min(settings.jobs - running.count, Self.claimBatch)).map { _ in ClaimID() }
            claiming.formUnion(names)
            defer { claiming.subtract(names) }
            do {
                let (runner, settings) = (runner, settings)
                let claimed = try await claimStore.perform {
                    try $0.claimNext(names, by: runner, lease: settings.lease, hostLimit: settings.jobs)
                }
                for claim in claimed { begin(claim) }
                if claimed.count < names.count { return await wakeWhenDue() }
            } catch {
                // If the claim was made all the same, the next heartbeat finds a claim that we do not know.
                logger.error("no job could be claimed", metadata: ["error": "\(error)"])
                return
            }
        }
    }

    /// A job that waits for its time is started on time, not at the next look into the queue.
    private func wakeWhenDue() async {
        guard let due = try? await claimStore.perform({ try $0.nextDue() }) else { return }
        let wait = Duration.seconds(due.timeIntervalSinceNow)
        // What is due later is seen again by then, also when somebody sets the clock meanwhile.
        guard wait < Self.pollInterval else { return }
        Task {
            try? await Task.sleep(for: max(wait, .zero) + .milliseconds(1))
            wakeUp.yield()
        }
    }

    /// Enters this runner into the registry, or renews its entry. Until that succeeds, the limit of jobs per host takes it
    /// for one of this host, whichever that is.
    private func register() async {
        do {
            let (info, lease) = (info, settings.lease)
            try await heartbeatStore.perform { try $0.register(info, lease: lease) }
        } catch {
            logger.error("the runner could not be registered", metadata: ["error": "\(error)"])
        }
    }

    /// Renews the leases, ends the attempts whose claim is gone, gives back claims that nobody works on, and tries again
    /// what could not be written.
    package func heartbeat() async {
        if !isStopping { await register() }
        let known = Set(running.keys)
        do {
            let (runner, lease) = (runner, settings.lease)
            let current = try await heartbeatStore.perform { try $0.renewLeases(of: runner, lease: lease) }
            for claim in known.subtracting(current) { running[claim]?.end() }
            for claim in current where running[claim] == nil && !claiming.contains(claim) && unfinalized[claim] == nil {
                // Claimed in a transaction of which we were never told. An attempt that has just been settled is no
                // claim any more, and giving it back changes nothing.
                guard let change = try await heartbeatStore.perform({ try $0.release(claim) }) else { continue }
                logger.warning("a claim that nobody works on was given back", metadata: ["job": "\(change.job.id)"])
                events.publish(change)
                wakeUp.yield()
            }
        } catch {
            logger.error("the leases could not be renewed", metadata: ["error": "\(error)"])
        }
        // Looked up anew each time: meanwhile an end may have been written by who saw it.
        for id in Array(unfinalized.keys) {
            guard let (claim, ending) = unfinalized[id] else { continue }
            await finalize(claim, ending, through: heartbeatStore)
        }
    }

    /// Ends attempts whose job was taken from them, when no message told. Costs one small read.
    package func checkClaims() async {
        let known = Set(running.keys)
        guard !known.isEmpty else { return }
        let runner = runner
        guard let current = try? await heartbeatStore.perform({ try $0.claims(of: runner) }) else { return }
        for claim in known.subtracting(current) { running[claim]?.end() }
    }

    // MARK: Messages

    private func listen() async {
        for await command in events.commands {
            switch command {
            case .wake: wakeUp.yield()
            case .cancelled(let id): await tell(id)
            case .retried(let id):
                wakeUp.yield()
                await tell(id)
            case .watch, .watching: break
            }
        }
    }

    private func tick() async {
        while !Task.isCancelled {
            wakeUp.yield()
            try? await Task.sleep(for: Self.pollInterval)
        }
    }

    /// Somebody says that a client changed a job's status. The store decides whether it is so; the watchers are told.
    private func tell(_ id: JobID) async {
        guard let snapshot = try? await heartbeatStore.perform({ try $0.snapshot(of: id) }) else { return }
        if snapshot.job.status == .cancelled {
            for attempt in running.values where attempt.jobID == id { attempt.end() }
        }
        for event in snapshot.events where event.kind == .status && event.seq == snapshot.job.eventSeq {
            events.publish(event.carrying(snapshot.job))
        }
    }

    // MARK: One attempt

    private func begin(_ claim: Claim) {
        running[claim.id] = RunningAttempt(jobID: claim.job.id) { stopRequests in
            await self.attempt(claim, stopRequests)
        }
    }

    private func attempt(_ claim: Claim, _ stopRequests: AsyncStream<Void>) async {
        var logger = logger
        logger[metadataKey: "job"] = "\(claim.job.id)"
        logger.info("attempt \(claim.job.attempt) begins")
        events.publish(claim.event.carrying(claim.job))
        let store = AsyncStore(store)
        let folder = settings.home.layout.workFolder(of: runner, claim.id)
        let live = HLSPublisher(
            outputs: outputs, workFolder: folder, claim: claim.id)
        var end: AttemptOutcome
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let quality = claim.job.request.quality
            let recorder = ProgressRecorder(claim: claim.id, store: store, events: events, live: live, logger: logger)
            end = await runAttempt(
                AttemptTask(
                    claim: claim, history: (try? await store.perform { try $0.stageHistory(of: quality) }) ?? .init(),
                    workFolder: folder, logger: logger, stopRequests: stopRequests,
                    onReport: { await recorder.take($0) }))
        } catch {
            end = .failed(JobFailure.diskFull(error, in: nil) ?? JobFailure(error, in: nil))
        }
        // Whatever killed the attempt may be about to kill this runner too; then its next one says so (`releaseJobs`), and
        // the job is not to blame. A crash that this runner outlives is the attempt's own.
        if case .crashed = end { try? await Task.sleep(for: Self.crashGrace) }
        // The request to stop may have come before the attempt could hear it, and have killed it.
        if isStopping, case .crashed = end { end = .stopped }
        await finalize(claim, .end(end, stream: await live.name), through: store)
        try? FileManager.default.removeItem(at: folder)
        running[claim.id] = nil
        wakeUp.yield()
    }

    /// Does nothing while somebody else is at it.
    private func finalize(_ claim: Claim, _ ending: FinalizationStep, through store: AsyncStore) async {
        guard finalizing.insert(claim.id).inserted else { return }
        defer { finalizing.remove(claim.id) }
        unfinalized[claim.id] = (claim, ending)
        let folder = settings.home.layout.workFolder(of: runner, claim.id)
        let rest = await finalizer.finalize(claim, ending, folder: folder, through: store)
        unfinalized[claim.id] = rest.map { (claim, $0) }
    }

    // MARK: The end

    /// No new work; what is running may finish what it has begun; then it is ended, and its job given back.
    private func stop() async {
        isStopping = true
        let attempts = Array(running.values)
        let endAll: @Sendable () -> Void = { for attempt in attempts { attempt.end() } }
        let grace = settings.stopGrace
        if !attempts.isEmpty { logger.info("stopping; \(attempts.count) attempts have \(grace) to finish a step") }
        for attempt in attempts { attempt.stopSoon() }
        let patience = Task {
            try await Task.sleep(for: grace)
            endAll()
        }
        await withTaskCancellationHandler {
            for attempt in attempts { await attempt.task.value }
        } onCancel: {
            endAll()
        }
        patience.cancel()
        if !unfinalized.isEmpty { await heartbeat() }
        guard isFinalized else { return }
        do {
            let runner = runner
            try await heartbeatStore.perform { try $0.deregister(runner) }
        } catch {
            // The entry ends with its lease.
            logger.warning("the runner's entry could not be removed", metadata: ["error": "\(error)"])
        }
    }
}
