import Foundation
import Glibc
import ReelSocket
import ReelTestKit
import Testing

@Suite struct ListeningSocketTests {
    @Test func isForItsOwnerAndGroupOnly() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "run/deep/fcgi.sock").path
            let socket = try ListeningSocket.open(at: path, environment: [:])
            defer { close(socket.descriptor) }
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o660)
            #expect(attributes[.type] as? FileAttributeType == .typeSocket)
        }
    }

    /// Whoever sees the file can connect: nothing is bound at that name, it is given to a socket that listens already.
    @Test func getsItsNameWhenItListens() async throws {
        try await withTemporaryFolder { folder in
            let watch = inotify_init1(Int32(IN_NONBLOCK))
            defer { close(watch) }
            let (created, renamed): (UInt32, UInt32) = (0x100, 0x80)  // IN_CREATE, IN_MOVED_TO
            #expect(inotify_add_watch(watch, folder.path, created | renamed) >= 0)
            let path = folder.appending(path: "fcgi.sock").path
            let socket = try ListeningSocket.open(at: path, environment: [:])
            defer { close(socket.descriptor) }
            try expectAnswer(at: path)
            #expect(events(of: "fcgi.sock", from: watch) == [renamed])
            socket.unpublish()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        }
    }

    /// What happened to a file, in order: `struct inotify_event` (inotify(7)) and the name, padded with zeros.
    private func events(of name: String, from watch: Int32) -> [UInt32] {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(watch, &bytes, bytes.count)
        var masks: [UInt32] = []
        var place = 0
        while place + 16 <= count {
            let fields = bytes[place..<place + 16].withUnsafeBytes { raw in
                (0..<4).map { raw.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self) }
            }
            let text = bytes[place + 16..<place + 16 + Int(fields[3])].prefix { $0 != 0 }
            if String(decoding: text, as: UTF8.self) == name { masks.append(fields[1]) }
            place += 16 + Int(fields[3])
        }
        return masks
    }

    @Test func takesThePlaceOfADeadOne() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "fcgi.sock").path
            close(try ListeningSocket.open(at: path, environment: [:]).descriptor)
            #expect(FileManager.default.fileExists(atPath: path))
            let socket = try ListeningSocket.open(at: path, environment: [:])
            defer { close(socket.descriptor) }
            try expectAnswer(at: path)
        }
    }

    @Test func leavesALivingOneAlone() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "fcgi.sock").path
            let first = try ListeningSocket.open(at: path, environment: [:])
            defer { close(first.descriptor) }
            #expect(throws: ListenError.inUse(path: path)) { try ListeningSocket.open(at: path, environment: [:]) }
            try expectAnswer(at: path)
        }
    }

    @Test func leavesAnythingElseAlone() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "fcgi.sock")
            try Data("mine".utf8).write(to: file)
            #expect(throws: ListenError.notASocket(path: file.path)) {
                try ListeningSocket.open(at: file.path, environment: [:])
            }
            #expect(try Data(contentsOf: file) == Data("mine".utf8))
        }
    }

    @Test func refusesAPathThatIsTooLong() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: String(repeating: "a", count: 108)).path
            let error = try #require(throws: ListenError.self) {
                try ListeningSocket.open(at: path, environment: [:])
            }
            #expect(error.description.contains("fewer than 108 bytes"))
        }
    }

    @Test func ignoresDescriptorsPassedToAnotherProcess() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "fcgi.sock").path
            let socket = try ListeningSocket.open(at: path, environment: ["LISTEN_PID": "1", "LISTEN_FDS": "1"])
            defer { close(socket.descriptor) }
            #expect(FileManager.default.fileExists(atPath: path))
        }
    }

    /// Who comes too late to take its file away must not take another's.
    @Test func leavesItsSuccessorsFileAlone() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "fcgi.sock").path
            let first = try ListeningSocket.open(at: path, environment: [:])
            close(first.descriptor)
            let second = try ListeningSocket.open(at: path, environment: [:])
            defer { close(second.descriptor) }
            first.unpublish()
            #expect(FileManager.default.fileExists(atPath: path))
            second.unpublish()
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    private func expectAnswer(at path: String) throws {
        let client = try UnixSocket.make()
        defer { close(client) }
        try UnixSocket.connect(client, to: path)
    }
}
