import Foundation
import Glibc
import Logging
import ReelCore
import ReelSocket
import ReelStore

/// Removes what nobody owns any more: work folders of runners that are gone, half-removed cache entries, and outputs that
/// no row names because their runner died between the rename and the transaction.
package struct Sweeper: Sendable {
    let layout: HomeLayout
    let store: AsyncStore
    let logger: Logger
    /// Seconds for which a file may lie unclaimed: well above the time between a rename and its transaction.
    let patience: TimeInterval

    package init(layout: HomeLayout, store: AsyncStore, logger: Logger, patience: TimeInterval = 120) {
        self.layout = layout
        self.store = store
        self.logger = logger
        self.patience = patience
    }

    package func sweep() async {
        sweepWorkFolders()
        sweepHalfRemovedEntries()
        await sweepOutputs()
    }

    private func sweepWorkFolders() {
        let alive = Set(RunnerFolder(layout.runners).runners())
        for folder in children(of: layout.work) where !alive.contains(folder.lastPathComponent) && isOld(folder) {
            // `ReelRunner make` locks its folder for as long as it works.
            let lock = RunnerLock.holdFolder(folder)
            guard lock >= 0 else { continue }
            remove(folder)
            close(lock)
        }
    }

    /// A trim that was cut short leaves them, half removed.
    private func sweepHalfRemovedEntries() {
        for shelf in children(of: layout.cache) {
            for entry in children(of: shelf)
            where entry.lastPathComponent.hasPrefix(".removing-") && isOld(entry) {
                remove(entry)
            }
        }
    }

    private func sweepOutputs() async {
        // The files first, then the claims, then the rows: a file whose claim is current is spared, however old the wall
        // clock makes it, and so is a video whose row is written in between.
        let candidates = children(of: layout.outputs).filter { isOld($0) }
        guard !candidates.isEmpty else { return }
        guard let claims = try? await store.perform({ try $0.claims(of: nil) }),
            let paths = try? await store.perform({ try $0.videoPaths() })
        else { return }
        let claimSuffixes = Set(claims.map { OutputPublisher.claimSuffix(of: $0) })
        let stems = Set(paths.map { ReelFile.baseName(ofFile: URL(fileURLWithPath: $0).lastPathComponent) })
        for file in candidates
        where !stems.contains(ReelFile.baseName(ofFile: file.lastPathComponent))
            && !claimSuffixes.contains(OutputPublisher.claimSuffix(ofFile: file.lastPathComponent))
        {
            remove(file)
        }
    }

    private func children(of folder: URL) -> [URL] {
        (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    }

    /// By the time of the last change of the inode, which a rename sets too.
    private func isOld(_ file: URL) -> Bool {
        var status = stat()
        guard lstat(file.path, &status) == 0 else { return false }
        return Date().timeIntervalSince1970 - TimeInterval(status.st_ctim.tv_sec) > patience
    }

    private func remove(_ file: URL) {
        logger.info("swept", metadata: ["path": "\(file.path)"])
        try? FileManager.default.removeItem(at: file)
    }
}
