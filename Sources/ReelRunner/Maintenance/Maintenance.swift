import Foundation
import Logging
import ReelCache
import ReelCore
import ReelOutputs
import ReelSettings
import ReelStore

/// Keeps storage within its limits: sweeps what nobody owns, trims the cache, removes old records and videos. At start and
/// hourly.
package struct Maintenance: Sendable {
    private let settings: RunnerSettings
    private let store: AsyncStore
    private let outputs: any OutputStore
    private let logger: Logger
    private let sweeper: Sweeper

    package init(settings: RunnerSettings, store: AsyncStore, logger: Logger) {
        self.settings = settings
        self.store = store
        self.logger = logger
        outputs = Outputs.open(settings.home.layout)
        sweeper = Sweeper(layout: settings.home.layout, outputs: outputs, store: store, logger: logger)
    }

    package func runOnce() async {
        await sweeper.sweep()
        await trimCache(to: settings.keep.cacheBytes)
        await removeOldRecords()
        if let days = settings.keep.videoDays { await removeVideos(before: date(daysAgo: days)) }
    }

    /// When the disk is nearly full, what was kept for later goes first.
    package func makeRoom() async {
        let layout = settings.home.layout
        let shortage = settings.reserve.shortage(at: layout.root)
        guard shortage > 0 else { return }
        let size = try? await blocking { ContentCache(root: layout.cache).trim(to: .max).size }
        guard let size, size > 0 else { return }
        await trimCache(to: max(0, size - shortage))
    }

    private func trimCache(to limit: Int) async {
        let root = settings.home.layout.cache
        guard let trim = try? await blocking({ ContentCache(root: root).trim(to: limit) }), trim.removedEntries > 0
        else { return }
        logger.info(
            "the cache was trimmed",
            metadata: ["entries": "\(trim.removedEntries)", "mebibytes": "\(trim.removedBytes >> 20)"])
    }

    /// The row goes first, as with a deletion by hand: a file without a row is swept, a row without a file would be a
    /// video that does not play.
    private func removeVideos(before border: Date) async {
        do {
            // Page by page to the end: videos that cannot be deleted must not hide those behind them.
            var last: Video?
            repeat {
                let start = last
                let page = try await store.perform {
                    try $0.videos(before: border, after: start, limit: Self.batch)
                }
                for video in page { try await remove(video) }
                last = page.last
            } while last != nil
        } catch {
            logger.warning("old videos could not be deleted", metadata: ["error": "\(error)"])
        }
    }

    private func remove(_ video: Video) async throws {
        guard [.made, .imported].contains(video.origin), let path = video.filePath else { return }
        guard try await store.perform({ try $0.deleteVideo(video.id) }) != nil else { return }
        if let name = OutputName(filePath: path) { _ = outputs.delete(name) }
        logger.info("an old video was deleted", metadata: ["video": "\(video.id)", "path": "\(path)"])
    }

    private func removeOldRecords() async {
        let failed = date(daysAgo: settings.keep.failedDays)
        await removeInBatches("records of failed and cancelled jobs") {
            try $0.removeEndedJobs(before: failed, limit: $1)
        }
        let completed = date(daysAgo: settings.keep.jobDays)
        await removeInBatches("records of completed jobs") { try $0.removeCompletedJobs(before: completed, limit: $1) }
    }

    /// Few at a time, because nobody else can write meanwhile.
    ///
    /// - Parameter remove: takes the size of a batch and says how many it has removed.
    private func removeInBatches(
        _ what: String, _ remove: @Sendable (any StoreMaintenance, _ limit: Int) throws -> Int
    ) async {
        do {
            var removed = 0
            while true {
                let batch = try await store.perform { try remove($0, Self.batch) }
                removed += batch
                if batch < Self.batch { break }
            }
            if removed > 0 { logger.info("\(removed) \(what) were removed") }
        } catch {
            logger.warning("old \(what) could not be removed", metadata: ["error": "\(error)"])
        }
    }

    private static let batch = 200

    private func date(daysAgo days: Int) -> Date { Date() - Double(days) * 86400 }
}
