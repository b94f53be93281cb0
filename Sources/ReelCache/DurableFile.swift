import Foundation
import Glibc

/// What survives a power cut: a file that was flushed before it got its name, in a folder that was flushed after.
public enum DurableFile {
    /// Flushes a file or a folder to the disk.
    ///
    /// - Throws: `CocoaError` or `POSIXError`; a full disk shows here at the latest.
    public static func flush(_ url: URL) throws {
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw POSIXError.current }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw POSIXError.current }
    }
}

extension POSIXError {
    /// The error of the system call that has just failed.
    public static var current: POSIXError {
        POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
}
