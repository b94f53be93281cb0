import Foundation
import ReelCore
import ReelStore
import Testing

extension StoreExercise {
    static let shares = [
        StoreExercise("a link to a video is found by its token's hash, listed, and gone when it is revoked") { bench in
            let video = try bench.makeVersion("a")
            let first = try bench.share(video.id, "1")
            bench.clock.advance(by: .seconds(1))
            let second = try bench.share(video.id, "2", isIndexable: true)
            #expect(first.videoID == video.id && !first.isIndexable && second.isIndexable)
            #expect(second.createdAt == bench.clock.now && first.createdAt == bench.clock.now - 1)
            #expect(try bench.store.shares(of: video.id) == [second, first])
            let found = try #require(try bench.store.share(tokenHash: bench.hash("1")))
            #expect(found.share == first && found.video == video)
            #expect(try bench.store.share(tokenHash: bench.hash("3")) == nil)
            // Another process sees the same.
            #expect(try bench.open(bench.clock).share(tokenHash: bench.hash("2"))?.share == second)

            let other = try bench.makeVersion("b")
            #expect(try bench.store.deleteShare(first.id, of: other.id) == false)
            #expect(try bench.store.deleteShare(first.id, of: video.id) == true)
            #expect(try bench.store.deleteShare(first.id, of: video.id) == false)
            #expect(try bench.store.share(tokenHash: bench.hash("1")) == nil)
            #expect(try bench.store.shares(of: video.id) == [second])
            #expect(try bench.store.shares(of: other.id) == [])
        },
        StoreExercise("links go with their video, and their numbers are not given again") { bench in
            let video = try bench.makeVersion("a")
            let first = try bench.share(video.id, "1")
            #expect(try bench.store.deleteVideo(video.id) != nil)
            #expect(try bench.store.share(tokenHash: bench.hash("1")) == nil)
            #expect(try bench.store.shares(of: video.id) == nil)
            #expect(
                try bench.store.createShare(of: video.id, tokenHash: bench.hash("2"), isIndexable: false, limit: 5)
                    == .noSuchVideo)
            let next = try bench.share(try bench.makeVersion("b").id, "1")
            #expect(next.id.rawValue > first.id.rawValue)
        },
        StoreExercise("a video has as many links as it may have, and a token belongs to one of them") { bench in
            let video = try bench.makeVersion("a")
            for token in ["1", "2"] { _ = try bench.share(video.id, token) }
            #expect(
                try bench.store.createShare(of: video.id, tokenHash: bench.hash("3"), isIndexable: false, limit: 2)
                    == .limitReached)
            let other = try bench.makeVersion("b")
            #expect(throws: StoreError.self) { try bench.share(other.id, "1") }
            // What is no hash is kept nowhere: it might be the token itself.
            #expect(throws: StoreError.self) {
                try bench.store.createShare(of: other.id, tokenHash: "token", isIndexable: false, limit: 2)
            }
            #expect(try bench.store.shares(of: other.id) == [])
        },
        StoreExercise("when the videos changed is told anew by each that comes, and by each that goes") { bench in
            var last = try bench.store.videosChangedAt()
            func expectChange(_ change: () throws -> Void) throws {
                // The next millisecond of the machine's clock, by which it is told.
                while Date().timeIntervalSince(last) < 0.002 {}
                let before = last
                #expect(try bench.store.videosChangedAt() == before)
                try change()
                last = try bench.store.videosChangedAt()
                #expect(last > before)
            }
            var video: Video?
            try expectChange { video = try bench.makeVersion("a") }
            let id = try #require(video?.id)
            try expectChange { _ = try bench.store.deleteVideo(id) }
        },
    ]
}

extension StoreBench {
    /// 64 hexadecimal digits.
    fileprivate func hash(_ token: String) -> String {
        String(repeating: "0", count: 64 - token.count) + token
    }

    @discardableResult
    fileprivate func share(_ video: VideoID, _ token: String, isIndexable: Bool = false) throws -> Share {
        let outcome = try store.createShare(
            of: video, tokenHash: hash(token), isIndexable: isIndexable, limit: 9)
        guard case .created(let share) = outcome else { throw NoShare() }
        return share
    }

    private struct NoShare: Error {}
}
