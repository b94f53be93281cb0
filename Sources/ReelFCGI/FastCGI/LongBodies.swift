import Synchronization

/// How many requests with long bodies (recordings) are held in memory at once. Each is held several times over until it is
/// answered: as records, as a body, as a part of it, and as the store writes it.
final class LongBodies: Sendable {
    /// The place of one request.
    final class Place: Sendable {
        private let bodies: LongBodies
        private let isTaken = Mutex(true)

        fileprivate init(_ bodies: LongBodies) {
            self.bodies = bodies
        }

        deinit {
            free()
        }

        /// Another request may have it. Not left to `deinit` alone: whoever gets an answer may send the next request before
        /// the last copy of its connection is gone.
        func free() {
            let wasTaken = isTaken.withLock { isTaken in
                defer { isTaken = false }
                return isTaken
            }
            if wasTaken { bodies.taken.withLock { $0 -= 1 } }
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
