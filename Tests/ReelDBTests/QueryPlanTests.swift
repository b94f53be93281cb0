import Foundation
import GRDB
import ReelDB
import ReelStore
import ReelTestKit
import Synchronization
import Testing

/// No verb becomes slow as the tables grow: every statement that any verb runs finds its rows by an index.
@Suite struct QueryPlanTests {
    /// Walks of an index that read no more than they return: a page of a list, newest first; every video's file.
    static let allowedWalks: Set = [
        "SCAN jobs USING INDEX jobs_newest",
        "SCAN videos USING INDEX videos_newest",
        "SCAN videos USING COVERING INDEX sqlite_autoindex_videos_1",
        // As many rows as there are runners.
        "SCAN runners",
        // The ids that a caller asks about, as one parameter.
        "SCAN json_each VIRTUAL TABLE INDEX 1:",
    ]

    @Test func noStatementScansOrSorts() async throws {
        let statements = try await statementsOfAllVerbs()
        // The exercise must have been seen at all.
        #expect(statements.count > 25)
        try await withTemporaryStore { store in
            try store.write("explaining") { db in
                for statement in statements {
                    for step in try plan(db, of: statement) {
                        let isFine =
                            step.hasPrefix("SEARCH") || Self.allowedWalks.contains(step)
                            || ["SCAN CONSTANT ROW", "MULTI-INDEX OR"].contains(step)
                            || step.hasPrefix("INDEX ") || step.hasPrefix("SCALAR SUBQUERY")
                            || step.hasPrefix("CORRELATED SCALAR SUBQUERY")
                            || step.hasPrefix("LIST SUBQUERY")
                        #expect(isFine, "\(step)\nin \(statement)")
                    }
                }
            }
        }
    }

    /// The check itself must be able to fail.
    @Test func aScanIsSeenInAPlan() async throws {
        try await withTemporaryStore { store in
            let steps = try store.write("explaining") { try plan($0, of: "SELECT * FROM jobs WHERE progress = 5") }
            #expect(steps == ["SCAN jobs"])
        }
    }

    private func plan(_ db: Database, of statement: String) throws -> [String] {
        let explain = try db.makeStatement(sql: "EXPLAIN QUERY PLAN \(statement)")
        // The values do not matter to the plan: SQLite has no statistics of these tables.
        explain.setUncheckedArguments(StatementArguments())
        return try Row.fetchAll(explain).map { $0["detail"] }
    }

    /// Runs the whole exercise and listens to both kinds of connection.
    private func statementsOfAllVerbs() async throws -> Set<String> {
        let seen = Mutex<Set<String>>([])
        for exercise in StoreExercise.all {
            try await withTemporaryFolder { folder in
                try exercise.run { clock in
                    let file = folder.appending(path: "reelcraft.db")
                    let store = try SQLiteStore(path: file, readers: 1, clock: clock.storeClock)
                    let listen: (Database) -> Void = { db in
                        db.trace { event in
                            guard case .statement(let statement) = event else { return }
                            seen.withLock { _ = $0.insert(statement.sql) }
                        }
                    }
                    try store.write("listening", listen)
                    try store.readOne("listening", listen)
                    return store
                }
            }
        }
        return seen.withLock { $0 }.filter { sql in
            // The rest opens and closes transactions; what begins with "--" is a trigger's, and no statement.
            ["SELECT", "INSERT", "UPDATE", "DELETE"].contains { sql.hasPrefix($0) }
        }
    }
}
