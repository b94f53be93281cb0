import Foundation
import Glibc
import ReelCore
import ReelFCGI
import ReelSocket
import ReelTestKit
import Testing

@Suite struct RunnerNotifierTests {
    private func withRunners(_ body: (HomeLayout, RunnerNotifier) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let layout = HomeLayout(root: folder)
            try FileManager.default.createDirectory(at: layout.runners, withIntermediateDirectories: true)
            try await body(layout, RunnerNotifier(folder: layout.runners, logger: silentLogger))
        }
    }

    /// The bytes of one connection to a runner's socket, read after its end.
    private func readConnection(_ runner: ListeningSocket) throws -> Data {
        var question = pollfd(fd: runner.descriptor, events: Int16(POLLIN), revents: 0)
        try #require(poll(&question, 1, 10_000) == 1)
        let connection = accept(runner.descriptor, nil, nil)
        try #require(connection >= 0)
        return try FileHandle(fileDescriptor: connection, closeOnDealloc: true).readToEnd() ?? Data()
    }

    @Test func tellsEveryRunner() async throws {
        try await withRunners { layout, notifier in
            let runners = try (0..<3).map { _ in
                try ListeningSocket.open(at: layout.runnerSocket(RunnerID()).path, environment: [:])
            }
            defer { for runner in runners { close(runner.descriptor) } }
            let id = JobID()
            notifier.tell(.wake)
            notifier.tell(.cancelled(id))
            for runner in runners {
                #expect(try readConnection(runner) == Data("{\"type\":\"wake\"}\n".utf8))
                let line = try readConnection(runner)
                #expect(try WireCoding.decode(RunnerCommand.self, from: line) == .cancelled(id))
            }
        }
    }

    @Test func losesNoTimeWithDeadAndHungRunners() async throws {
        try await withRunners { layout, notifier in
            // The dead: sockets that nobody listens at, and things that are no sockets.
            close(try ListeningSocket.open(at: layout.runnerSocket(RunnerID()).path, environment: [:]).descriptor)
            try Data().write(to: layout.runners.appending(path: "file.sock"))
            try FileManager.default.createDirectory(
                at: layout.runners.appending(path: "folder.sock"), withIntermediateDirectories: true)
            // The hung: one whose backlog is full.
            let hung = try ListeningSocket.open(at: layout.runnerSocket(RunnerID()).path, environment: [:])
            defer { close(hung.descriptor) }
            listen(hung.descriptor, 0)
            let living = try ListeningSocket.open(at: layout.runnerSocket(RunnerID()).path, environment: [:])
            defer { close(living.descriptor) }

            let time = ContinuousClock().measure {
                for _ in 0..<20 { notifier.tell(.wake) }
            }
            #expect(time < .seconds(5))
            #expect(try readConnection(living) == Data("{\"type\":\"wake\"}\n".utf8))
        }
    }

    @Test func needsNoFolder() {
        let notifier = RunnerNotifier(folder: URL(fileURLWithPath: "/nonexistent/runners"), logger: silentLogger)
        notifier.tell(.wake)
        #expect(notifier.living() == 0)
    }

    @Test func countsTheRunnersWhoseLockIsHeld() async throws {
        try await withRunners { layout, notifier in
            let locks = (0..<3).map { _ in open(layout.runnerLock(RunnerID()).path, O_CREAT | O_RDWR, 0o600) }
            #expect(notifier.living() == 0)
            #expect(flock(locks[0], LOCK_EX | LOCK_NB) == 0)
            #expect(flock(locks[1], LOCK_EX | LOCK_NB) == 0)
            #expect(notifier.living() == 2)
            // Asking has not taken the third.
            #expect(flock(locks[2], LOCK_EX | LOCK_NB) == 0)
            close(locks[0])
            #expect(notifier.living() == 2)
            close(locks[1])
            close(locks[2])
            #expect(notifier.living() == 0)
        }
    }

    @Test func createAndCancelTellTheRunners() async throws {
        try await withWorld { world in
            let runner = try ListeningSocket.open(
                at: world.layout.runnerSocket(RunnerID()).path, environment: [:])
            defer { close(runner.descriptor) }
            let created = try await world.request(
                "POST", "/api/generate-video", json: #"{"url": "https://example.org/a"}"#)
            #expect(try WireCoding.decode(RunnerCommand.self, from: try readConnection(runner)) == .wake)
            let id = try #require((created.json["job_id"] as? String).flatMap(JobID.init(rawValue:)))
            _ = try await world.request("POST", "/api/jobs/\(id)/cancel")
            #expect(try WireCoding.decode(RunnerCommand.self, from: try readConnection(runner)) == .cancelled(id))
        }
    }
}
