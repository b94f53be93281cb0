import Foundation
import Glibc
import ReelCache
import ReelCore

/// Puts files into a folder so that they survive a power cut: all are flushed, then they get their names one after the
/// other, then the folder is flushed.
enum LocalPlacement {
    /// A file that has not got its name yet. It shares the base name, so it is swept and deleted with the reel.
    static func partial(_ path: String) -> String { "\(path).partial" }

    /// - Parameter files: with their names in the folder; whoever sees the last one sees all of them.
    /// - Throws: `POSIXError`, `CocoaError`, `OutputError.exchanged`. Some may have got their names by then.
    static func place(_ files: [(source: OutputSource, name: String)], in folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let places = files.map { ($0.source, folder.appending(path: $0.name).path) }
        for (source, place) in places { try stage(source, for: place) }
        for (source, place) in places { try name(source, place) }
        try DurableFile.flush(folder)
    }

    private static func stage(_ source: OutputSource, for place: String) throws {
        switch source {
        case .moving(let file):
            try file.flush()
        case .keeping(let file):
            let staged = partial(place)
            unlink(staged)
            try link(file, as: staged)
            try file.flush()
        case .data(let data):
            try write(data, to: partial(place), isFlushed: true)
        }
    }

    private static func name(_ source: OutputSource, _ place: String) throws {
        guard case .moving(let file) = source else {
            guard rename(partial(place), place) == 0 else { throw POSIXError.current }
            return
        }
        if rename(file.path, place) == 0 {
            // The name may have been given to something else since the file was opened.
            guard file.isNamed(place) else { throw OutputError.exchanged(name: file.name) }
        } else if errno == EXDEV {
            try copy(file, to: partial(place))
            guard rename(partial(place), place) == 0 else { throw POSIXError.current }
        } else {
            throw POSIXError.current
        }
    }

    /// Gives a file a second name, or copies it where that cannot be: on another file system, or with as many names as a
    /// file can have.
    static func link(_ file: UntrustedFile, as place: String) throws {
        do {
            try file.link(as: place)
        } catch let error as POSIXError where [.EXDEV, .EMLINK, .EPERM, .EOPNOTSUPP].contains(error.code) {
            try copy(file, to: partial(place))
            guard rename(partial(place), place) == 0 else { throw POSIXError.current }
        }
    }

    /// Writes a new file. Whatever had its name is replaced, and not followed if it was a link.
    static func write(_ data: Data, to path: String, isFlushed: Bool = false) throws {
        let handle = try create(path)
        // Whether the bytes are there, writing and flushing say.
        defer { try? handle.close() }
        try handle.write(contentsOf: data)
        if isFlushed { try handle.synchronize() }
    }

    private static func copy(_ file: UntrustedFile, to path: String) throws {
        let handle = try create(path)
        // As above.
        defer { try? handle.close() }
        let step = 1 << 20
        for start in stride(from: 0, to: file.size, by: step) {
            try handle.write(contentsOf: file.read(start..<(start + step)))
        }
        try handle.synchronize()
    }

    private static func create(_ path: String) throws -> FileHandle {
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw POSIXError.current }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}
