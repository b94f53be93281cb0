import Foundation
import Glibc

/// Steps that survive a power cut: what is renamed into place was flushed before, and so is the folder that names it.
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

    /// Flushes a file, gives it its name, and flushes the folder. An existing file of that name is replaced at once.
    public static func publish(_ file: URL, as destination: URL) throws {
        try publish([(file, destination.lastPathComponent)], in: destination.deletingLastPathComponent())
    }

    /// Flushes files, gives them their names one after the other, and flushes the folder. Whoever sees the last one sees
    /// all of them.
    public static func publish(_ files: [(file: URL, name: String)], in folder: URL) throws {
        for (file, _) in files { try flush(file) }
        for (file, name) in files {
            guard rename(file.path, folder.appending(path: name).path) == 0 else { throw POSIXError.current }
        }
        try flush(folder)
    }
}

extension POSIXError {
    /// The error of the system call that has just failed.
    public static var current: POSIXError {
        POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
}
