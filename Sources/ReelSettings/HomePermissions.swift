import Foundation
import Glibc
import ReelCore

/// What the service keeps is for its user and its group, which nginx is in: files 0640, folders 0750.
public enum HomePermissions {
    private static let forOthers: mode_t = 0o027

    /// From now on this process and its children make nothing that other users can read. First thing in a process.
    public static func restrict() {
        umask(umask(forOthers) | forOthers)
    }

    /// The home of a command that somebody runs with a umask of their own.
    public static func makeHome(_ layout: HomeLayout) throws {
        try FileManager.default.createDirectory(
            at: layout.root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
    }

    /// Takes from others what an earlier version or a command gave them. Nothing is given to anybody, links are not followed,
    /// and what belongs to another user stays as it is; so does the home itself where it holds what is not ours, because then
    /// somebody shares that folder with us.
    public static func narrow(_ home: HomeSettings) {
        let layout = home.layout
        let own = [layout.outputs, layout.cache, layout.work, layout.run, layout.root.appending(path: "nginx")]
        for folder in own { narrowTree(folder) }
        guard home.database.isFileURL else { return narrowRoot(layout, sharing: own.map(\.lastPathComponent)) }
        let database = home.database.lastPathComponent
        let files = ["", "-wal", "-shm", ".lock"].map { database + $0 }
        for file in files { narrowOne(home.database.deletingLastPathComponent().appending(path: file).path) }
        let isInside = home.database.deletingLastPathComponent().standardizedFileURL.path == layout.root.path
        narrowRoot(layout, sharing: own.map(\.lastPathComponent) + (isInside ? files : []))
    }

    private static func narrowRoot(_ layout: HomeLayout, sharing known: [String]) {
        let names = try? FileManager.default.contentsOfDirectory(atPath: layout.root.path)
        guard let names, Set(names).isSubset(of: known) else { return }
        narrowOne(layout.root.path)
    }

    private static func narrowTree(_ folder: URL) {
        narrowOne(folder.path)
        guard let names = FileManager.default.enumerator(atPath: folder.path) else { return }
        for case let name as String in names { narrowOne(folder.path + "/" + name) }
    }

    /// A file with several names may be one of somebody's own that was linked into the outputs.
    private static func narrowOne(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_uid == geteuid(), status.st_mode & forOthers != 0 else { return }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFDIR || (kind == S_IFREG && status.st_nlink == 1) else { return }
        fchmodat(AT_FDCWD, path, status.st_mode & 0o7777 & ~forOthers, AT_SYMLINK_NOFOLLOW)
    }
}
