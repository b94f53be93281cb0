import ReelCore

/// Which runners live, for those who must know before a lease ends: health, rescue, sweeping.
package protocol RunnerPresence: Sendable {
    /// How many runners live.
    func livingCount() -> Int

    /// The runners that live, and dead ones that were not reaped yet.
    func known() -> Set<RunnerID>

    /// Finds runners that are dead for certain. `release` is called for each, by one caller at a time; when it throws, the
    /// runner stays to be found again.
    func reapDeadRunners(_ release: (RunnerID) async throws -> Void) async throws
}
