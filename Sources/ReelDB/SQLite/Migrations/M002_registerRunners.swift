import GRDB

extension Migrations {
    /// Runners that are known, deaths of runners counted apart from crashes, and what removing old records needs.
    @Sendable static func registerRunners(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE runners (
                  id TEXT PRIMARY KEY NOT NULL,
                  -- The machine, for limits; its name, for people.
                  host TEXT NOT NULL,
                  host_name TEXT NOT NULL,
                  version TEXT NOT NULL,
                  slots INTEGER NOT NULL CHECK (slots >= 0),
                  started_at TEXT NOT NULL CHECK (started_at IS strftime('%Y-%m-%d %H:%M:%f', started_at)),
                  seen_at TEXT NOT NULL CHECK (seen_at IS strftime('%Y-%m-%d %H:%M:%f', seen_at)),
                  -- As with a claim: milliseconds of the boot clock in the boot of that id.
                  lease_expires_at INTEGER NOT NULL,
                  lease_boot_id TEXT NOT NULL
                ) STRICT, WITHOUT ROWID;

                -- How many runners in a row died with the job in hand, with nothing kept in between.
                ALTER TABLE jobs ADD COLUMN runner_losses INTEGER NOT NULL DEFAULT 0 CHECK (runner_losses >= 0);
                -- Whether events and attempts are still kept.
                ALTER TABLE jobs ADD COLUMN has_history INTEGER NOT NULL DEFAULT 1 CHECK (has_history IN (0, 1));

                -- What is for later and was never begun: not a part of the queue yet.
                CREATE INDEX jobs_scheduled ON jobs (run_at) WHERE run_at IS NOT NULL AND attempt = 0;
                -- Records of completed jobs to be dropped when they are old.
                CREATE INDEX jobs_with_history ON jobs (completed_at) WHERE status = 'completed' AND has_history = 1;
                CREATE INDEX jobs_without_video ON jobs (completed_at) WHERE status = 'completed' AND video_id IS NULL;
                """)
    }
}
