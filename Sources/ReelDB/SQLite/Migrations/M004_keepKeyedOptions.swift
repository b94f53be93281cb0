import GRDB

extension Migrations {
    /// What a request with an idempotency key asked for beside the video, so that the same key with another priority, time
    /// or number of attempts is told apart. Jobs of before have none.
    @Sendable static func keepKeyedOptions(_ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE jobs ADD COLUMN options_json TEXT
                  CHECK (options_json IS NULL OR json_valid(options_json));
                """)
    }
}
