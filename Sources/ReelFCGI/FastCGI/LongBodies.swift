import Synchronization

/// How many requests with long bodies (recordings) are held in memory at once. Each is held several times over until it is
/// answered: as records, as a body, as a part of it, and as the store writes it.
final class LongBodies: Sendable {
    /// The place of one request, free again when the last copy is gone.
    final class Place: Sendable {
        private let bodies: LongBodies

        fileprivate init(_ bodies: LongBodies) {
            self.bodies = bodies
        }

        deinit {
            bodies.taken.withLock { $0 -= 1 }
        }
    }

    private let most: Int
    private let taken = Mutex(0)

    init(most: Int) {
        self.most = most
    }

    /// - Returns: `nil` when all places are taken.
    func place() -> Place? {
        let isFree = taken.withLock { taken in
            guard taken < most else { return false }
            taken += 1
            return true
        }
        return isFree ? Place(self) : nil
    }
}
