import Foundation
import Glibc
import ReelDB
import ReelTestKit
import Testing

/// Nothing of the home is for other users: neither what the processes make nor what an earlier version left.
@Suite(.timeLimit(.minutes(3)), .serialized) struct HomePermissionsTests {
    @Test func whatUpMakesIsForItsUserAndGroup() async throws {
        try await withTemporaryFolder { folder in
            let home = folder.appending(path: "home")
            let up = try UpWorld(in: home, log: folder, shell: "umask 000")
            try await up.untilReady()
            _ = try await up.ask("/api/jobs")
            _ = try await up.ask("/api/generate-video", method: "POST", json: #"{"url": "http://127.0.0.1:9/"}"#)
            try await eventually("the attempt to have ended") {
                try await up.ask("/api/jobs?status=failed").contains(#""total":1"#)
            }
            let open = try openToOthers(below: home)
            #expect(open == [], "\(open)")
            #expect(try mode(home) == 0o750 && mode(home.appending(path: "r.db")) == 0o640)
            #expect(try mode(home.appending(path: "r.db-wal")) == 0o640)
            up.program.send(SIGTERM)
            _ = await up.program.exit()
            #expect(try openToOthers(below: home) == [])
        }
    }

    @Test func anOlderHomeIsNarrowedAndNothingElse() async throws {
        try await withTemporaryFolder { folder in
            let home = folder.appending(path: "home")
            let files = FileManager.default
            for name in ["outputs", "cache/a/b", "run/runners", "nginx"] {
                try files.createDirectory(at: home.appending(path: name), withIntermediateDirectories: true)
            }
            _ = try StoreEngines.open(home.appending(path: "r.db"))
            let film = home.appending(path: "outputs/film.mp4")
            let elsewhere = folder.appending(path: "somebodys-own.mp4")
            for file in [film, elsewhere, home.appending(path: "cache/a/b/entry")] {
                try Data("x".utf8).write(to: file)
            }
            // Of the Python original: linked into the outputs, and not ours alone.
            try files.linkItem(at: elsewhere, to: home.appending(path: "outputs/linked.mp4"))
            try files.createSymbolicLink(at: home.appending(path: "cache/link"), withDestinationURL: elsewhere)
            let mine = home.appending(path: "cache/private")
            try Data("x".utf8).write(to: mine)
            for (file, mode) in [
                (home, 0o755), (home.appending(path: "r.db"), 0o644), (film, 0o644), (elsewhere, 0o644), (mine, 0o600),
                (home.appending(path: "cache"), 0o777), (home.appending(path: "cache/a/b/entry"), 0o666),
            ] {
                try files.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
            }
            let runner = try BuiltProgram(
                "ReelRunner", arguments: ["run"],
                environment: ["REEL_HOME": home.path, "REEL_DATABASE": home.appending(path: "r.db").path],
                log: folder.appending(path: "log"))
            try await eventually("the runner") { runner.output.contains("is ready") }
            #expect(try openToOthers(below: home) == ["outputs/linked.mp4"])
            #expect(try mode(home) == 0o750 && mode(film) == 0o640 && mode(home.appending(path: "r.db")) == 0o640)
            #expect(try mode(elsewhere) == 0o644 && mode(mine) == 0o600)
            runner.send(SIGTERM)
            _ = await runner.exit()
        }
    }

    /// A folder that holds what is not ours is somebody's who shares it with us.
    @Test func aSharedFolderStaysAsItIs() async throws {
        try await withTemporaryFolder { folder in
            let home = folder.appending(path: "shared")
            try FileManager.default.createDirectory(
                at: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
            try Data("x".utf8).write(to: home.appending(path: "theirs"))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: home.path)
            let runner = try BuiltProgram(
                "ReelRunner", arguments: ["run"],
                environment: ["REEL_HOME": home.path, "REEL_DATABASE": folder.appending(path: "r.db").path],
                log: folder.appending(path: "log"))
            try await eventually("the runner") { runner.output.contains("is ready") }
            #expect(try mode(home) == 0o755 && mode(home.appending(path: "run")) == 0o750)
            runner.send(SIGTERM)
            _ = await runner.exit()
        }
    }

    /// Sockets are 0660 and links have no mode; all else that its group may write or others may touch.
    private func openToOthers(below folder: URL) throws -> [String] {
        let names = try #require(FileManager.default.enumerator(atPath: folder.path))
        var open: [String] = []
        for case let name as String in names {
            var status = stat()
            guard lstat(folder.appending(path: name).path, &status) == 0 else { continue }
            let kind = status.st_mode & S_IFMT
            let forbidden: mode_t = kind == S_IFSOCK ? 0o007 : kind == S_IFLNK ? 0 : 0o027
            if status.st_mode & forbidden != 0 { open.append("\(name)") }
        }
        return open.sorted()
    }

    private func mode(_ file: URL) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int)
    }
}
