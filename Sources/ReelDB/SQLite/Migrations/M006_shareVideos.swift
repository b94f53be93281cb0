import GRDB

extension Migrations {
    /// Links to single videos, and when the list of videos last changed.
    @Sendable static func shareVideos(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE shares (
                  -- AUTOINCREMENT: whoever revokes an old link by its number never meets a new one.
                  id INTEGER PRIMARY KEY AUTOINCREMENT,
                  video_id INTEGER NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
                  -- SHA-256 in hexadecimal. Whoever reads the database cannot watch by it.
                  token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64 AND token_hash NOT GLOB '*[^0-9a-f]*'),
                  is_indexable INTEGER NOT NULL DEFAULT 0 CHECK (is_indexable IN (0, 1)),
                  created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%d %H:%M:%f', created_at))
                ) STRICT;

                CREATE INDEX shares_by_video ON shares (video_id, id);

                -- One row. By triggers, so that it also holds after a hand-written DELETE.
                CREATE TABLE video_changes (
                  id INTEGER PRIMARY KEY CHECK (id = 1),
                  changed_at TEXT NOT NULL CHECK (changed_at IS strftime('%Y-%m-%d %H:%M:%f', changed_at))
                ) STRICT;

                INSERT INTO video_changes (id, changed_at) VALUES (1, strftime('%Y-%m-%d %H:%M:%f', 'now'));

                CREATE TRIGGER videos_changed_by_insert AFTER INSERT ON videos BEGIN
                  UPDATE video_changes SET changed_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = 1;
                END;
                CREATE TRIGGER videos_changed_by_update AFTER UPDATE ON videos BEGIN
                  UPDATE video_changes SET changed_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = 1;
                END;
                CREATE TRIGGER videos_changed_by_delete AFTER DELETE ON videos BEGIN
                  UPDATE video_changes SET changed_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = 1;
                END;
                """)
    }
}
