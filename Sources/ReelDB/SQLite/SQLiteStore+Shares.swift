import Foundation
import GRDB
import ReelCore
import ReelStore

/// Links to videos.
extension SQLiteStore {
    public func createShare(
        of video: VideoID, tokenHash: String, isIndexable: Bool, limit: Int
    ) throws -> ShareOutcome {
        try write("sharing a video") { db in
            guard try VideoQueries.find(db, id: video) != nil else { return .noSuchVideo }
            guard try ShareQueries.count(db, of: video) < limit else { return .limitReached }
            let share = try ShareQueries.insert(
                db, of: video, tokenHash: tokenHash, isIndexable: isIndexable, now: storedNow())
            return share.map(ShareOutcome.created) ?? .noSuchVideo
        }
    }

    public func shares(of video: VideoID) throws -> [Share]? {
        try read("listing a video's links") { db in
            guard try VideoQueries.find(db, id: video) != nil else { return nil }
            return try ShareQueries.list(db, of: video)
        }
    }

    /// See `ShareStore`.
    public func deleteShare(_ id: ShareID, of video: VideoID) throws -> Bool {
        try write("revoking a link") { try ShareQueries.delete($0, id: id, of: video) }
    }

    public func share(tokenHash: String) throws -> (share: Share, video: Video)? {
        try read("reading a link and its video") { db in
            guard let share = try ShareQueries.find(db, tokenHash: tokenHash),
                let video = try VideoQueries.find(db, id: share.videoID)
            else { return nil }
            return (share, video)
        }
    }

    public func videosChangedAt() throws -> Date {
        try readOne("asking when the videos changed") { db in
            let text = try String.fetchOne(
                db.cachedStatement(sql: "SELECT changed_at FROM video_changes WHERE id = 1"))
            return try RowError.date(text ?? "", in: "video_changes", key: "1")
        }
    }
}
