import GRDB

extension Migrations {
    /// Which version of which family a deleted video was: an edit of it that is still being made joins that family, and its
    /// number is given to no other version.
    @Sendable static func rememberDeletedVersions(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE deleted_versions (
                  video_id INTEGER PRIMARY KEY,
                  family_id INTEGER NOT NULL,
                  version INTEGER NOT NULL CHECK (version >= 1)
                ) STRICT;

                CREATE INDEX deleted_versions_by_family ON deleted_versions (family_id, version);

                CREATE TRIGGER videos_remember_deleted AFTER DELETE ON videos BEGIN
                  INSERT INTO deleted_versions (video_id, family_id, version)
                  VALUES (old.id, coalesce(old.family_id, old.id), old.version);
                END;
                """)
    }
}
