import Foundation
import Glibc
import ReelCache

/// A folder that somebody filled who has read what strangers wrote: an attempt's work folder. No link in it is followed.
public final class UntrustedFolder: Sendable {
    let descriptor: Int32
    let path: String

    /// - Throws: `OutputError.notAPlainFile` when its last part is a link; file errors.
    public convenience init(_ folder: URL) throws {
        try self.init(opening: folder.path, in: AT_FDCWD, path: folder.path)
    }

    private init(opening name: String, in parent: Int32, path: String) throws {
        descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        self.path = path
        guard descriptor >= 0 else { throw refusal(of: name) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// - Throws: as `init`.
    public func folder(_ name: String) throws -> UntrustedFolder {
        try UntrustedFolder(opening: try Self.checked(name), in: descriptor, path: "\(path)/\(name)")
    }

    /// Opens a plain file that lies directly in this folder.
    ///
    /// - Throws: `OutputError.notAPlainFile`; file errors.
    public func file(_ name: String) throws -> UntrustedFile {
        try UntrustedFile(try Self.checked(name), in: self)
    }

    private static func checked(_ name: String) throws -> String {
        guard !name.isEmpty, name != ".", name != "..", !name.contains("/"), !name.utf8.contains(0) else {
            throw OutputError.notAPlainFile(name: name)
        }
        return name
    }
}

/// An open plain file of an `UntrustedFolder`. What is read, linked or compared is what was opened, whatever its name
/// leads to by then.
public final class UntrustedFile: Sendable {
    public let name: String
    /// Bytes, when it was opened.
    public let size: Int
    let folder: UntrustedFolder
    let descriptor: Int32
    private let device: dev_t
    private let inode: ino_t

    var path: String { "\(folder.path)/\(name)" }

    fileprivate init(_ name: String, in folder: UntrustedFolder) throws {
        // Without O_NONBLOCK a pipe would be waited for.
        let opened = openat(folder.descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard opened >= 0 else { throw refusal(of: name) }
        var status = stat()
        guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw OutputError.notAPlainFile(name: name)
        }
        self.name = name
        self.folder = folder
        descriptor = opened
        size = Int(status.st_size)
        device = status.st_dev
        inode = status.st_ino
    }

    deinit {
        close(descriptor)
    }

    /// The whole file.
    ///
    /// - Parameter limit: bytes that it may have at most.
    /// - Throws: `OutputError.tooLarge`; file errors.
    public func read(limit: Int) throws -> Data {
        guard size <= limit else { throw OutputError.tooLarge(name: name) }
        return try read(0..<size)
    }

    /// As much of a range as there is.
    public func read(_ range: Range<Int>) throws -> Data {
        var data = Data(count: max(0, min(range.upperBound, size) - range.lowerBound))
        var filled = 0
        while filled < data.count {
            let count = data.withUnsafeMutableBytes { bytes in
                pread(descriptor, bytes.baseAddress! + filled, bytes.count - filled, off_t(range.lowerBound + filled))
            }
            guard count >= 0 else { throw POSIXError.current }
            if count == 0 { break }
            filled += count
        }
        return data.prefix(filled)
    }

    func flush() throws {
        guard fsync(descriptor) == 0 else { throw POSIXError.current }
    }

    /// Gives the opened file a second name.
    ///
    /// - Throws: `POSIXError`, `.EXDEV` among them.
    func link(as destination: String) throws {
        // The number of an open file, which a link exchanged for its name cannot lead elsewhere.
        guard linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, destination, AT_SYMLINK_FOLLOW) == 0 else {
            throw POSIXError.current
        }
    }

    /// Whether a name leads to the opened file, and not by a link.
    func isNamed(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_dev == device && status.st_ino == inode
    }
}

/// Of the system call that has just failed.
private func refusal(of name: String) -> any Error {
    switch errno {
    // A link; not a folder; a socket or a device without a driver.
    case ELOOP, ENOTDIR, ENXIO, ENODEV: OutputError.notAPlainFile(name: name)
    default: POSIXError.current
    }
}
