import Foundation
import Glibc
import ReelSocket
import ReelTestKit
import Synchronization
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

    /// Whoever sees the file can connect: it gets its name when somebody listens already.
    @Test func isNeverSeenBeforeItListens() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "fcgi.sock").path
            let isOver = Atomic(false)
            async let refused = onThread {
                var refused = 0
                while !isOver.load(ordering: .relaxed) {
                    guard access(path, F_OK) == 0 else { continue }
                    let client = try UnixSocket.make()
                    defer { close(client) }
                    do { try UnixSocket.connect(client, to: path) } catch let error as UnixSocketError {
                        if error.code == ECONNREFUSED { refused += 1 }
                    }
                }
                return refused
            }
            for _ in 0..<2_000 {
                let socket = try ListeningSocket.open(at: path, environment: [:])
                socket.unpublish()
                close(socket.descriptor)
            }
            isOver.store(true, ordering: .relaxed)
            #expect(try await refused == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        }
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
