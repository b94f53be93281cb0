import ReelCore
import ReelStore
import Synchronization

/// Somebody who loses a store's answers: the first claim and every first completion are done, and reported as not.
final class Forgetting: Sendable {
    private let forgotten = Mutex((claims: 0, completions: Set<ClaimID>()))

    private struct Lost: Error {}

    var hasForgottenEverything: Bool { forgotten.withLock { $0.claims == 1 && $0.completions.count == 3 } }

    var hooks: HookedStore.Hooks {
        HookedStore.Hooks(
            afterClaim: { [self] _ in
                let isLost = forgotten.withLock { forgotten in
                    guard forgotten.claims == 0 else { return false }
                    forgotten.claims += 1
                    return true
                }
                if isLost { throw Lost() }
            },
            afterComplete: { [self] claim in
                if forgotten.withLock({ $0.completions.insert(claim).inserted }) { throw Lost() }
            })
    }
}
