import Foundation
import Logging
import ReelCache
import ReelCore
import ReelSettings
import ReelStore

/// Keeps within what is to be kept: sweeps what nobody owns, trims the cache, drops old records. At start and hourly.
package struct Maintenance: Sendable {
    private let settings: RunnerSettings
    private let store: AsyncStore
    private let logger: Logger
    private let sweeper: Sweeper

    package init(settings: RunnerSettings, store: AsyncStore, logger: Logger) {
        self.settings = settings
        self.store = store
        self.logger = logger
        sweeper = Sweeper(layout: settings.home.layout, store: store, logger: logger)
    }

    package func runOnce() async {
        await sweeper.sweep()
        await trimCache(to: settings.keep.cacheBytes)
        await removeOldRecords()
        if let days = settings.keep.videoDays { await removeVideos(before: Date() - Double(days) * 86400) }
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
            for video in try await store.perform({ try $0.videos(before: border, limit: 500) }) {
                guard [.made, .imported].contains(video.origin), let path = video.filePath else { continue }
                guard try await store.perform({ try $0.deleteVideo(video.id) }) != nil else { continue }
                OutputPublisher(layout: settings.home.layout).withdraw(path)
                logger.info("an old video was deleted", metadata: ["video": "\(video.id)", "path": "\(path)"])
            }
        } catch {
            logger.warning("old videos could not be deleted", metadata: ["error": "\(error)"])
        }
    }

    private func removeOldRecords() async {
        let border = Date() - Double(settings.keep.failedDays) * 86400
        do {
            var removed = 0
            while true {
                // Few at a time, because nobody else can write meanwhile.
                let batch = try await store.perform { try $0.removeEndedJobs(before: border, limit: 500) }
                removed += batch
                if batch < 500 { break }
            }
            if removed > 0 { logger.info("\(removed) records of failed and cancelled jobs were removed") }
        } catch {
            logger.warning("old records could not be removed", metadata: ["error": "\(error)"])
        }
    }
}
