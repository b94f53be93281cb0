import GRDB

extension Migrations {
    /// Recordings that came with requests, apart from `jobs`: lists would read them along. An edit shares that of the job
    /// whose video it edits; one that no job has any more goes with the last that had it.
    @Sendable static func keepRecordings(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE recordings (
                  id INTEGER PRIMARY KEY,
                  data BLOB NOT NULL
                ) STRICT;
                ALTER TABLE jobs ADD COLUMN recording_id INTEGER REFERENCES recordings (id);
                CREATE INDEX jobs_by_recording ON jobs (recording_id) WHERE recording_id IS NOT NULL;
                CREATE TRIGGER jobs_delete_recording AFTER DELETE ON jobs WHEN old.recording_id IS NOT NULL BEGIN
                  DELETE FROM recordings WHERE id = old.recording_id
                    AND NOT EXISTS (SELECT 1 FROM jobs WHERE recording_id = old.recording_id);
                END;
                """)
    }
}
