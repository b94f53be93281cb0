import Foundation
import Glibc
import ReelCore
import ReelSignals
import ReelSocket
import ReelTestKit
import ServiceLifecycle
import Testing

/// What comes over a socket is bounded and may be anything.
@Suite(.timeLimit(.minutes(4))) struct UnixSocketLineTests {
    private let id = RunnerID()

    private func withHome(_ body: (HomeLayout, any SignalBus) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let layout = HomeLayout(root: folder)
            try FileManager.default.createDirectory(at: layout.runners, withIntermediateDirectories: true)
            try await body(
                layout,
                SignalEngine.sockets.open(layout: layout, logger: silentLogger, scanInterval: .milliseconds(5)))
        }
    }

    private func event(_ seq: Int64) -> JobEvent {
        JobEvent(
            jobID: JobID(), seq: seq, kind: .progress, progress: 1, message: String(repeating: "·", count: 500),
            status: .processing, at: Date(timeIntervalSince1970: 1_790_000_000))
    }

    /// A connection to the runner, which must be there already or come soon.
    private func connect(_ layout: HomeLayout) async throws -> FileHandle {
        let socket = try UnixSocket.make()
        let connection = FileHandle(fileDescriptor: socket, closeOnDealloc: true)
        try await eventually("the runner's socket") {
            (try? UnixSocket.connect(socket, to: layout.runnerSocket(id).path)) != nil
        }
        return connection
    }

    private let garbage =
        Data("no JSON\n{\"type\":\"unheard of\"}\n{\"type\":7}\n\u{0}\n[]\n\n".utf8) + Data([0xFF, 0xFE, 0x0A])

    @Test func aRunnerSkipsLinesThatItDoesNotKnowOrThatAreTooLong() async throws {
        try await withHome { layout, bus in
            let endpoint = bus.makeEndpoint(for: id)
            let running = Task { try await endpoint.run() }
            defer { running.cancel() }
            let connection = try await connect(layout)
            // Too long, though it would be a command.
            let long = Data("{\"type\":\"wake\",\"padding\":\"\(String(repeating: "x", count: 5000))\"}\n".utf8)
            let job = JobID()
            try connection.write(contentsOf: garbage + long + WireCoding.encodeLine(RunnerCommand.retried(job)))
            var commands = endpoint.commands.makeAsyncIterator()
            #expect(await commands.next() == .retried(job))
        }
    }

    @Test func aSubscriberSkipsLinesThatItDoesNotKnowOrThatAreTooLong() async throws {
        try await withHome { layout, bus in
            let runner = try ListeningSocket.open(at: layout.runnerSocket(id).path, environment: [:])
            defer { close(runner.descriptor) }
            let subscriber = bus.makeSubscriber()
            let running = Task { try await subscriber.run() }
            defer { running.cancel() }
            var question = pollfd(fd: runner.descriptor, events: Int16(POLLIN), revents: 0)
            try #require(poll(&question, 1, 30_000) == 1)
            let connection = FileHandle(fileDescriptor: accept(runner.descriptor, nil, nil), closeOnDealloc: true)
            var long = event(1)
            long.message = String(repeating: "x", count: 2 << 20)
            let told = event(2)
            try connection.write(
                contentsOf: garbage + WireCoding.encodeLine(RunnerCommand.watching) + WireCoding.encodeLine(long)
                    + WireCoding.encodeLine(told))
            var notices = subscriber.notices.makeAsyncIterator()
            #expect(await notices.next() == .attached)
            #expect(await notices.next() == .event(told))
        }
    }

    /// The runner's work never waits for who watches it.
    @Test func aWatcherThatNeverReadsHoldsUpNeitherTheRunnerNorOtherWatchers() async throws {
        try await withHome { layout, bus in
            let endpoint = bus.makeEndpoint(for: id)
            let subscriber = bus.makeSubscriber()
            let running = [Task { try await endpoint.run() }, Task { try await subscriber.run() }]
            defer { for task in running { task.cancel() } }
            let deaf = try await connect(layout)
            try deaf.write(contentsOf: WireCoding.encodeLine(RunnerCommand.watch))
            let heard = Task {
                for await case .event(let event) in subscriber.notices where event.seq == 20_000 { return true }
                return false
            }
            let time = ContinuousClock().measure { for seq in 1..<20_000 { endpoint.publish(event(Int64(seq))) } }
            #expect(time < .seconds(30))
            // Meanwhile the other one may have been cut off and have come back.
            let last = Task {
                while !Task.isCancelled {
                    endpoint.publish(event(20_000))
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            #expect(await heard.value)
            last.cancel()
            try deaf.close()
        }
    }

    /// A library's channel that nobody reads from ends the process: neither a refused connection, as to the socket of a
    /// runner that was killed, nor one that is open or has just come when everything is cancelled may be such.
    @Test func connectionsThatFailOrAreCutOffEndNoProcess() async throws {
        try await withHome { layout, bus in
            close(try ListeningSocket.open(at: layout.runnerSocket(RunnerID()).path, environment: [:]).descriptor)
            for _ in 0..<50 {
                let endpoint = bus.makeEndpoint(for: id)
                let subscriber = bus.makeSubscriber()
                let running = [Task { try await endpoint.run() }, Task { try await subscriber.run() }]
                var connection: FileHandle? = try await connect(layout)
                for _ in 0..<20 { bus.makeSender().tell(.wake) }
                for task in running { task.cancel() }
                for task in running { _ = await task.result }
                // Cut off from the other side, or it would wait for ever.
                _ = try? connection?.readToEnd()
                connection = nil
            }
        }
    }
}
