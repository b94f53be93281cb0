import Foundation
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// SQLite is a store like any other.
@Suite struct SQLiteStoreTests {
    @Test(arguments: StoreExercise.all)
    func behaves(_ exercise: StoreExercise) async throws {
        try await withTemporaryFolder { folder in
            try exercise.run { try SQLiteStore(path: folder.appending(path: "reelcraft.db"), clock: $0.storeClock) }
        }
    }
}

/// The exercise asks every verb that there is; a verb that is added to `Store` must be added to it.
@Suite struct StoreExerciseTests {
    @Test func everyVerbIsExercised() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let protocols = tests.deletingLastPathComponent().appending(path: "Sources/ReelStore/Protocols")
        let text = try FileManager.default.contentsOfDirectory(atPath: protocols.path)
            .map { try String(contentsOf: protocols.appending(path: $0), encoding: .utf8) }
            .flatMap { $0.components(separatedBy: "public protocol ").dropFirst() }
            .map { $0.components(separatedBy: "\n}\n")[0] }.joined()
        let verbs = Set(text.matches(of: /func (\w+)\(/).map { String($0.1) })
        #expect(verbs.count > 30)
        let kit = tests.appending(path: "ReelTestKit/Exercises")
        let exercise = try FileManager.default.contentsOfDirectory(atPath: kit.path)
            .filter { $0.hasPrefix("StoreExercise") }
            .map { try String(contentsOf: kit.appending(path: $0), encoding: .utf8) }.joined()
        for verb in verbs { #expect(exercise.contains("store.\(verb)("), "\(verb) is not exercised") }
    }
}
