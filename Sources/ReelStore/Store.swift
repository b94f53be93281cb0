import ReelCore

/// Everything that is asked of the place where jobs and videos are kept: what an engine implements. Who asks takes the
/// narrowest protocol that does.
///
/// Every verb is one transaction, blocks its thread, and may be called from any thread. Writers of several processes are
/// kept apart by the store. A verb that carries a `ClaimID` changes nothing when that claim is no longer current: the job
/// was cancelled, or another runner has it.
///
/// - Throws: `StoreError` from every verb.
public protocol Store: JobQueue, JobReader, EventLog, VideoCatalog, ShareStore, ClaimStore, AttemptLog, RunnerRegistry,
    StoreMaintenance,
    StoreInspector, TakeoverStore
{}
