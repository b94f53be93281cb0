import GRDB

extension Migrations {
    /// What a job's attempts have spent on a speech service. Jobs of before, and those that no service spoke, have none.
    @Sendable static func countSpeech(_ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE jobs ADD COLUMN speech_usage_json TEXT
                  CHECK (speech_usage_json IS NULL OR json_valid(speech_usage_json));
                """)
    }
}
