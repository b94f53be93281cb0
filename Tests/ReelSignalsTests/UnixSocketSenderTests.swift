import Foundation
import Glibc
import Logging
import ReelCore
import ReelSignals
import ReelSocket
import ReelTestKit
import Testing

let silentLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

@Suite struct UnixSocketSenderTests {
    private func sender(_ layout: HomeLayout) -> any CommandSender {
        SignalEngine.sockets.open(layout: layout, logger: silentLogger).makeSender()
    }

    private func withRunners(_ body: (HomeLayout, any CommandSender) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let layout = HomeLayout(root: folder)
            try FileManager.default.createDirectory(at: layout.runners, withIntermediateDirectories: true)
            try await body(layout, sender(layout))
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
        try await withRunners { layout, sender in
            let runners = try (0..<3).map { _ in
                try ListeningSocket.open(at: layout.runnerSocket(RunnerID()).path, environment: [:])
            }
            defer { for runner in runners { close(runner.descriptor) } }
            let id = JobID()
            sender.tell(.wake)
            sender.tell(.cancelled(id))
            for runner in runners {
                #expect(try readConnection(runner) == Data("{\"type\":\"wake\"}\n".utf8))
                let line = try readConnection(runner)
                #expect(try WireCoding.decode(RunnerCommand.self, from: line) == .cancelled(id))
            }
        }
    }

    @Test func losesNoTimeWithDeadAndHungRunners() async throws {
        try await withRunners { layout, sender in
            // Dead runners: sockets that nobody listens at, and things that are no sockets.
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
                for _ in 0..<20 { sender.tell(.wake) }
            }
            #expect(time < .seconds(5))
            #expect(try readConnection(living) == Data("{\"type\":\"wake\"}\n".utf8))
        }
    }

    @Test func needsNoFolder() {
        sender(HomeLayout(root: URL(fileURLWithPath: "/nonexistent"))).tell(.wake)
    }
}
