import Foundation
import Logging
import ReelSettings

/// Looks whether there is room for another job, and says so once when it changes.
package actor DiskWatch {
    private let folder: URL
    private let reserve: DiskReserve
    private let logger: Logger
    private var wasFull = false

    package init(folder: URL, reserve: DiskReserve, logger: Logger) {
        self.folder = folder
        self.reserve = reserve
        self.logger = logger
    }

    package func hasRoom() -> Bool {
        let isFull = reserve.shortage(at: folder) > 0
        if isFull != wasFull {
            wasFull = isFull
            if isFull {
                logger.error(
                    "the disk is nearly full: no job is started until \(reserve.bytes >> 20) MiB are free under \(folder.path)"
                )
            } else {
                logger.notice("there is room on the disk again")
            }
        }
        return !isFull
    }
}
