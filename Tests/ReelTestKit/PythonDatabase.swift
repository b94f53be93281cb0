/// The database of the Python ReelCraft, as SQL.
public enum PythonDatabase {
    /// The tables as SQLAlchemy makes them, and a row of each kind.
    public static let tables = """
        CREATE TABLE videos (id INTEGER NOT NULL, title VARCHAR NOT NULL, source_url TEXT NOT NULL, file_path VARCHAR,
          storage_location VARCHAR(5) NOT NULL, duration FLOAT, size_mb FLOAT, script_json TEXT,
          created_at DATETIME NOT NULL, PRIMARY KEY (id));
        CREATE INDEX ix_videos_created_at ON videos (created_at);
        CREATE INDEX ix_videos_storage_location ON videos (storage_location);
        CREATE TABLE jobs (id VARCHAR NOT NULL, status VARCHAR(10) NOT NULL, progress INTEGER, progress_message VARCHAR,
          error_message TEXT, created_at DATETIME NOT NULL, started_at DATETIME, completed_at DATETIME,
          video_id INTEGER, PRIMARY KEY (id), FOREIGN KEY(video_id) REFERENCES videos (id));
        CREATE INDEX ix_jobs_status ON jobs (status);
        INSERT INTO videos VALUES
          (3, 'Coral "gardens"', 'https://example.org/coral', 'outputs/Coral Gardens.mp4', 'LOCAL', NULL, 7.25,
           '{"title": "Coral", "scenes": [{"scene_number": 1, "script": "Corals are animals.",
             "asset_keywords": ["coral"], "asset_type": "image", "scene_type": "media"}]}', '2025-10-27 10:30:00.123456'),
          (4, 'Clouds', 'https://example.org/clouds', 'https://cdn.example/clouds.mp4', 'CLOUD', 31.5, NULL, 'not json',
           '2025-10-27 10:30:01'),
          (6, 'Gone', 'https://example.org/gone', NULL, 'LOCAL', NULL, NULL, NULL, '2025-10-27 10:30:02.000000');
        INSERT INTO jobs VALUES
          ('aaaaaaaa-0000-4000-8000-000000000001', 'COMPLETED', 100, 'Done', NULL, '2025-10-27 10:00:00.000001',
           '2025-10-27 10:00:01.5', '2025-10-27 10:30:00.9', 3),
          ('aaaaaaaa-0000-4000-8000-000000000002', 'PENDING', 0, '', NULL, '2025-10-27 10:01:00', NULL, NULL, NULL),
          ('aaaaaaaa-0000-4000-8000-000000000003', 'PROCESSING', 55, 'Downloading', NULL, '2025-10-27 10:02:00',
           '2025-10-27 10:02:01', NULL, NULL),
          ('aaaaaaaa-0000-4000-8000-000000000004', 'FAILED', 30, NULL, 'No key', '2025-10-27 10:03:00',
           '2025-10-27 10:03:01', '2025-10-27 10:03:02', NULL),
          ('aaaaaaaa-0000-4000-8000-000000000005', 'CANCELLED', 100, 'Stopped', 'odd', '2025-10-27 10:04:00', NULL,
           NULL, NULL);
        """
}
