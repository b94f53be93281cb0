-- A database as the version with the migration 001 alone left it, dumped by sqlite3: jobs in every state. Never changed.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('001 create jobs and videos');
CREATE TABLE videos (
  -- AUTOINCREMENT: a deleted video's number, and so its address, is never given to another one.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL,
  source_url TEXT NOT NULL,
  -- Relative to REEL_HOME. Two rows for one file would delete each other's.
  file_path TEXT UNIQUE,
  duration REAL CHECK (duration >= 0),  -- seconds
  size_mb REAL CHECK (size_mb >= 0),    -- units of 1,048,576 bytes
  script_json TEXT CHECK (script_json IS NULL OR json_valid(script_json)),
  created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%d %H:%M:%f', created_at)),
  storage_location TEXT NOT NULL DEFAULT 'local' CHECK (storage_location = iif(origin = 'cloud', 'cloud', 'local')),
  -- All but 'made' were taken over from the Python ReelCraft (VideoOrigin).
  origin TEXT NOT NULL DEFAULT 'made' CHECK (origin IN ('made', 'original', 'imported', 'missing', 'cloud')),
  -- Whether it can be watched as a stream too.
  has_stream INTEGER NOT NULL DEFAULT 0 CHECK (has_stream IN (0, 1)),

  -- How it was made: what an edit keeps.
  quality TEXT,
  style_json TEXT CHECK (style_json IS NULL OR json_valid(style_json)),
  -- An edit is a version of the video that the family began with; that one may be deleted before it, and so may
  -- the one that was edited.
  version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
  family_id INTEGER,
  edit_of INTEGER REFERENCES videos (id) ON DELETE SET NULL,
  CONSTRAINT edits_have_a_family CHECK ((version = 1) = (family_id IS NULL)),
  CONSTRAINT only_edits_have_a_parent CHECK (edit_of IS NULL OR version > 1),
  CONSTRAINT made_is_whole CHECK (
    origin <> 'made' OR (file_path IS NOT NULL AND duration IS NOT NULL AND size_mb IS NOT NULL))
) STRICT;
INSERT INTO videos VALUES(1,'Coral gardens','https://example.org/coral','outputs/coral-1.mp4',41.25,7.5,'{"scenes":[{"asset_keywords":["coral"],"asset_type":"image","scene_number":1,"scene_type":"media","script":"Corals are animals."}],"title":"Coral gardens"}','2026-10-27 10:30:20.000','local','made',1,'standard',NULL,1,NULL,NULL);
INSERT INTO videos VALUES(2,'Coral gardens','https://example.org/coral','outputs/coral-2.mp4',40.0,7.0,'{"scenes":[],"title":"Coral gardens"}','2026-10-27 10:31:20.000','local','made',0,'draft',NULL,2,1,1);
CREATE TABLE jobs (
  id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 36 AND id = lower(id)),
  status TEXT NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'cancelled')),
  progress INTEGER NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
  progress_message TEXT NOT NULL DEFAULT 'Job created',
  error_message TEXT,
  created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%d %H:%M:%f', created_at)),
  started_at TEXT CHECK (started_at IS strftime('%Y-%m-%d %H:%M:%f', started_at)),
  completed_at TEXT CHECK (completed_at IS strftime('%Y-%m-%d %H:%M:%f', completed_at)),
  video_id INTEGER REFERENCES videos (id) ON DELETE SET NULL,

  -- What was asked for, and its address once more, to be found by.
  request_json TEXT NOT NULL CHECK (json_valid(request_json)),
  source_url TEXT NOT NULL,
  -- By which a client that is not sure whether it was heard asks again for the same job.
  idempotency_key TEXT,

  -- The queue. A pending job without run_at is due.
  priority INTEGER NOT NULL DEFAULT 0,
  run_at TEXT CHECK (run_at IS strftime('%Y-%m-%d %H:%M:%f', run_at)),
  -- When the running attempt is expected to have made the video.
  expected_end TEXT CHECK (expected_end IS strftime('%Y-%m-%d %H:%M:%f', expected_end)),

  -- Attempts begun; how many ended in an error; how many in a row died without a word, leaving nothing.
  attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
  max_attempts INTEGER NOT NULL DEFAULT 3 CHECK (max_attempts >= 1),
  error_count INTEGER NOT NULL DEFAULT 0 CHECK (error_count >= 0),
  crash_count INTEGER NOT NULL DEFAULT 0 CHECK (crash_count >= 0),

  -- Whose it is, and until when: milliseconds of the boot clock in the boot of that id.
  claim_id TEXT,
  claimed_by TEXT,
  lease_expires_at INTEGER,
  lease_boot_id TEXT,

  -- The number of the newest event, stored or not.
  event_seq INTEGER NOT NULL DEFAULT 0 CHECK (event_seq >= 0),

  -- The path that the video will have, from when it can be watched in the making; meant only while the job runs.
  live_path TEXT,

  -- Who wrote the script; its usage is what all attempts have spent on a model.
  script_origin_json TEXT CHECK (script_origin_json IS NULL OR json_valid(script_origin_json)),

  -- The last failure, also of a job that is tried again.
  failure_stage TEXT,
  failure_code TEXT,
  failure_detail TEXT,

  CONSTRAINT processing_is_claimed CHECK ((status = 'processing') = (claim_id IS NOT NULL)),
  CONSTRAINT claim_is_whole CHECK (
    (claim_id IS NULL) = (claimed_by IS NULL)
    AND (claim_id IS NULL) = (lease_expires_at IS NULL)
    AND (claim_id IS NULL) = (lease_boot_id IS NULL)),
  CONSTRAINT processing_has_begun CHECK (
    status <> 'processing' OR (started_at IS NOT NULL AND attempt >= 1)),
  CONSTRAINT only_pending_waits CHECK (run_at IS NULL OR status = 'pending'),
  CONSTRAINT only_processing_expects CHECK (expected_end IS NULL OR status = 'processing'),
  CONSTRAINT completed_is_whole CHECK ((status = 'completed') = (progress = 100)),
  CONSTRAINT final_has_ended CHECK (
    (status IN ('completed', 'failed', 'cancelled')) = (completed_at IS NOT NULL)),
  CONSTRAINT failed_says_why CHECK ((status = 'failed') = (error_message IS NOT NULL)),
  CONSTRAINT only_completed_has_video CHECK (video_id IS NULL OR status = 'completed')
) STRICT;
INSERT INTO jobs VALUES('aaaaaaaa-0000-4000-8000-000000000001','pending',0,'Job created',NULL,'2026-10-27 10:30:00.000',NULL,NULL,NULL,'{"quality":"standard","url":"https://example.org/due"}','https://example.org/due',NULL,3,NULL,NULL,0,3,0,0,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO jobs VALUES('aaaaaaaa-0000-4000-8000-000000000002','pending',0,'Job created',NULL,'2026-10-27 10:30:01.000',NULL,NULL,NULL,'{"quality":"standard","url":"https://example.org/later"}','https://example.org/later','order 7',0,'2099-01-01 00:00:00.000',NULL,0,3,0,0,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO jobs VALUES('aaaaaaaa-0000-4000-8000-000000000003','pending',25,'Waiting for another try: The page took too long.',NULL,'2026-10-27 10:30:02.000','2026-10-27 10:30:03.000',NULL,NULL,'{"quality":"draft","url":"https://example.org/retry"}','https://example.org/retry',NULL,0,'2026-10-27 10:30:09.000',NULL,1,3,1,2,NULL,NULL,NULL,NULL,2,NULL,NULL,'extract','fetch_timed_out',NULL);
INSERT INTO jobs VALUES('aaaaaaaa-0000-4000-8000-000000000004','processing',80,'Composing',NULL,'2026-10-27 10:30:04.000','2026-10-27 10:30:05.000',NULL,NULL,'{"quality":"standard","url":"https://example.org/running"}','https://example.org/running',NULL,0,NULL,NULL,1,3,0,0,'bbbbbbbb-0000-4000-8000-000000000004','oldrunner',123456,'boot-0',2,'outputs/running.mp4',NULL,NULL,NULL,NULL);
INSERT INTO jobs VALUES('aaaaaaaa-0000-4000-8000-000000000005','completed',100,'Video generation completed',NULL,'2026-10-27 10:30:05.000','2026-10-27 10:30:06.000','2026-10-27 10:30:20.000',1,'{"quality":"standard","url":"https://example.org/coral"}','https://example.org/coral',NULL,0,NULL,NULL,1,3,0,0,NULL,NULL,NULL,NULL,3,NULL,NULL,NULL,NULL,NULL);
INSERT INTO jobs VALUES('aaaaaaaa-0000-4000-8000-000000000006','failed',10,'Reading','There is no such page.','2026-10-27 10:30:06.000','2026-10-27 10:30:07.000','2026-10-27 10:30:08.000',NULL,'{"quality":"standard","url":"https://example.org/gone"}','https://example.org/gone',NULL,0,NULL,NULL,1,3,0,0,NULL,NULL,NULL,NULL,2,NULL,NULL,NULL,'not_found',NULL);
INSERT INTO jobs VALUES('aaaaaaaa-0000-4000-8000-000000000007','cancelled',0,'Job created',NULL,'2026-10-27 10:30:07.000',NULL,'2026-10-27 10:30:08.000',NULL,'{"quality":"high","text":"An article of its own.","title":"Own","url":""}','',NULL,0,NULL,NULL,0,3,0,0,NULL,NULL,NULL,NULL,1,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE job_events (
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  kind TEXT NOT NULL CHECK (kind IN ('milestone', 'status')),
  progress INTEGER NOT NULL CHECK (progress BETWEEN 0 AND 100),
  message TEXT NOT NULL,
  status TEXT NOT NULL
    CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'cancelled')),
  created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%d %H:%M:%f', created_at)),
  PRIMARY KEY (job_id, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO job_events VALUES('aaaaaaaa-0000-4000-8000-000000000004',1,'status',0,'Processing started','processing','2026-10-27 10:30:05.000');
INSERT INTO job_events VALUES('aaaaaaaa-0000-4000-8000-000000000004',2,'milestone',80,'Composing','processing','2026-10-27 10:30:06.000');
INSERT INTO job_events VALUES('aaaaaaaa-0000-4000-8000-000000000005',1,'status',0,'Processing started','processing','2026-10-27 10:30:06.000');
INSERT INTO job_events VALUES('aaaaaaaa-0000-4000-8000-000000000005',2,'milestone',100,'Video generation completed','completed','2026-10-27 10:30:20.000');
INSERT INTO job_events VALUES('aaaaaaaa-0000-4000-8000-000000000005',3,'status',100,'Video generation completed','completed','2026-10-27 10:30:20.000');
CREATE TABLE attempts (
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number >= 1),
  claim_id TEXT NOT NULL UNIQUE,
  runner TEXT NOT NULL,
  started_at TEXT NOT NULL CHECK (started_at IS strftime('%Y-%m-%d %H:%M:%f', started_at)),
  ended_at TEXT CHECK (ended_at IS strftime('%Y-%m-%d %H:%M:%f', ended_at)),
  outcome TEXT CHECK (outcome IN ('completed', 'failed', 'crashed', 'released', 'cancelled')),
  failure_json TEXT CHECK (failure_json IS NULL OR json_valid(failure_json)),
  PRIMARY KEY (job_id, number),
  CONSTRAINT ended_is_told CHECK ((ended_at IS NULL) = (outcome IS NULL)),
  CONSTRAINT only_failed_says_why CHECK (failure_json IS NULL OR outcome IN ('failed', 'crashed'))
) STRICT, WITHOUT ROWID;
INSERT INTO attempts VALUES('aaaaaaaa-0000-4000-8000-000000000004',1,'bbbbbbbb-0000-4000-8000-000000000004','oldrunner','2026-10-27 10:30:05.000',NULL,NULL,NULL);
INSERT INTO attempts VALUES('aaaaaaaa-0000-4000-8000-000000000005',1,'bbbbbbbb-0000-4000-8000-000000000005','oldrunner','2026-10-27 10:30:06.000','2026-10-27 10:30:20.000','completed',NULL);
CREATE TABLE attempt_stages (
  id INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  stage TEXT NOT NULL,
  quality TEXT NOT NULL,
  seconds REAL NOT NULL CHECK (seconds >= 0),
  cpu_seconds REAL NOT NULL CHECK (cpu_seconds >= 0),
  made INTEGER NOT NULL CHECK (made >= 0),
  found INTEGER NOT NULL CHECK (found >= 0),
  reel_seconds REAL CHECK (reel_seconds > 0),
  is_done INTEGER NOT NULL CHECK (is_done IN (0, 1)),
  FOREIGN KEY (job_id, number) REFERENCES attempts (job_id, number) ON DELETE CASCADE
) STRICT;
INSERT INTO attempt_stages VALUES(1,'aaaaaaaa-0000-4000-8000-000000000005',1,'compose','standard',9.5,17.0,9,0,41.25,1);
CREATE TABLE row_counts (
  name TEXT PRIMARY KEY NOT NULL,
  rows INTEGER NOT NULL CHECK (rows >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO row_counts VALUES('jobs cancelled',1);
INSERT INTO row_counts VALUES('jobs completed',1);
INSERT INTO row_counts VALUES('jobs failed',1);
INSERT INTO row_counts VALUES('jobs pending',3);
INSERT INTO row_counts VALUES('jobs processing',1);
INSERT INTO row_counts VALUES('videos',2);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('videos',2);
CREATE INDEX videos_newest ON videos (created_at);
CREATE UNIQUE INDEX videos_by_family ON videos (family_id, version) WHERE family_id IS NOT NULL;
CREATE INDEX videos_by_parent ON videos (edit_of) WHERE edit_of IS NOT NULL;
CREATE INDEX videos_to_import ON videos (origin) WHERE origin = 'original';
CREATE INDEX jobs_newest ON jobs (created_at);
CREATE INDEX jobs_newest_by_status ON jobs (status, created_at);
CREATE UNIQUE INDEX jobs_by_key ON jobs (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX jobs_due ON jobs (status, priority DESC, created_at) WHERE status = 'pending' AND run_at IS NULL;
CREATE INDEX jobs_waiting ON jobs (run_at) WHERE run_at IS NOT NULL;
CREATE UNIQUE INDEX jobs_by_claim ON jobs (claim_id) WHERE claim_id IS NOT NULL;
CREATE INDEX jobs_by_runner ON jobs (claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX jobs_by_lease ON jobs (lease_boot_id, lease_expires_at) WHERE lease_boot_id IS NOT NULL;
CREATE INDEX jobs_by_video ON jobs (video_id) WHERE video_id IS NOT NULL;
CREATE INDEX jobs_by_end ON jobs (status, completed_at) WHERE status IN ('failed', 'cancelled');
CREATE INDEX jobs_by_source ON jobs (source_url, created_at) WHERE video_id IS NOT NULL;
CREATE UNIQUE INDEX attempts_running ON attempts (job_id) WHERE ended_at IS NULL;
CREATE INDEX attempt_stages_by_attempt ON attempt_stages (job_id, number);
CREATE INDEX attempt_stages_whole ON attempt_stages (quality, stage) WHERE is_done = 1 AND found = 0;
CREATE TRIGGER videos_count_insert AFTER INSERT ON videos BEGIN
  UPDATE row_counts SET rows = rows + 1 WHERE name = 'videos';
END;
CREATE TRIGGER videos_count_delete AFTER DELETE ON videos BEGIN
  UPDATE row_counts SET rows = rows - 1 WHERE name = 'videos';
END;
CREATE TRIGGER jobs_count_insert AFTER INSERT ON jobs BEGIN
  UPDATE row_counts SET rows = rows + 1 WHERE name = 'jobs ' || new.status;
END;
CREATE TRIGGER jobs_count_delete AFTER DELETE ON jobs BEGIN
  UPDATE row_counts SET rows = rows - 1 WHERE name = 'jobs ' || old.status;
END;
CREATE TRIGGER jobs_count_update AFTER UPDATE OF status ON jobs WHEN old.status <> new.status BEGIN
  UPDATE row_counts SET rows = rows - 1 WHERE name = 'jobs ' || old.status;
  UPDATE row_counts SET rows = rows + 1 WHERE name = 'jobs ' || new.status;
END;
COMMIT;
