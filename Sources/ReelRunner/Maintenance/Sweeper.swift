import Foundation
import Glibc
import Logging
import ReelCache
import ReelCore
import ReelOutputs
import ReelSignals
import ReelStore

/// Removes what nobody owns any more: work folders of runners that are gone, half-removed cache entries, and outputs that
/// no row names because their runner died between the rename and the transaction.
package struct Sweeper: Sendable {
    let layout: HomeLayout
    let outputs: any OutputStore
    let store: AsyncStore
    let logger: Logger
    /// Seconds for which a file may lie unclaimed: well above the time between a rename and its transaction.
    let patience: TimeInterval

    package init(
        layout: HomeLayout, outputs: any OutputStore, store: AsyncStore, logger: Logger, patience: TimeInterval = 120
    ) {
        self.layout = layout
        self.outputs = outputs
        self.store = store
        self.logger = logger
        self.patience = patience
    }

    package func sweep() async {
        sweepWorkFolders()
        sweepHalfRemovedEntries()
        do {
            try await sweepOutputs()
        } catch {
            logger.warning("the outputs could not be swept", metadata: ["error": "\(error)"])
        }
    }

    private func sweepWorkFolders() {
        let alive = HostPresence(layout: layout).known()
        for folder in children(of: layout.work)
        where !alive.contains(RunnerID(rawValue: folder.lastPathComponent)) && isOld(folder) {
            // `ReelRunner make` locks its folder for as long as it works.
            let lock = FolderLock.hold(folder)
            guard lock >= 0 else { continue }
            remove(folder)
            close(lock)
        }
    }

    /// A trim that was cut short leaves them, half removed.
    private func sweepHalfRemovedEntries() {
        for folder in children(of: layout.cache) {
            for entry in children(of: folder)
            where entry.lastPathComponent.hasPrefix(".removing-") && isOld(entry) {
                remove(entry)
            }
        }
    }

    private func sweepOutputs() async throws {
        // The files first, then the claims, then the rows: a file whose claim is current is spared, however old the wall
        // clock makes it, and so is a video whose row is written in between.
        let listings = try await blocking { [outputs] in try outputs.list() }.filter { isOld($0.changedAt) }
        guard !listings.isEmpty else { return }
        let claims = try await store.perform { try $0.claims(of: nil) }
        let published = Set(try await store.perform { try $0.videoPaths() }.map(Self.baseName))
        // Versions before named files after eight letters of their claim. Those are spared for as long as a current claim
        // begins with the same ones; which of the two is meant does not matter, since nothing is removed for it.
        let short = Set(claims.map { $0.rawValue.prefix(8) })
        for listing in listings where !published.contains(listing.baseName) {
            let isClaimed = listing.name?.claim.map(claims.contains) ?? short.contains(listing.baseName.suffix(8))
            guard !isClaimed else { continue }
            logger.info("swept", metadata: ["outputs": "\(listing.entries)"])
            try await blocking { [outputs] in try outputs.remove(listing) }
        }
    }

    private static func baseName(ofPath path: String) -> String {
        ReelFile.baseName(ofFile: URL(fileURLWithPath: path).lastPathComponent)
    }

    private func children(of folder: URL) -> [URL] {
        (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    }

    /// By the time of the last change of the inode, which a rename sets too.
    private func isOld(_ file: URL) -> Bool {
        var status = stat()
        guard lstat(file.path, &status) == 0 else { return false }
        return isOld(Date(timeIntervalSince1970: TimeInterval(status.st_ctim.tv_sec)))
    }

    private func isOld(_ changedAt: Date) -> Bool { Date().timeIntervalSince(changedAt) > patience }

    private func remove(_ file: URL) {
        logger.info("swept", metadata: ["path": "\(file.path)"])
        try? FileManager.default.removeItem(at: file)
    }
}
