import Foundation
import ReelCore
import ReelDB
import ReelTestKit
import Testing

/// SQLite is a store like any other.
@Suite struct SQLiteStoreTests {
    @Test(arguments: StoreExercise.all)
    func behaves(_ exercise: StoreExercise) async throws {
        try await withTemporaryFolder { folder in
            try exercise.run { try SQLiteStore(path: folder.appending(path: "reelcraft.db"), clock: $0) }
        }
    }
}
