import Foundation
import Glibc
import ReelCore
import ReelDB
import ReelFCGI
import ReelSocket
import ReelStore
import ReelTestKit
import Testing

/// The responder as a process: how it starts and how it ends.
@Suite struct ProgramTests {
    private func start(
        in folder: URL, _ settings: [String: String] = [:], shell: String? = nil, standardInput: FileHandle? = nil,
        log: String = "log"
    ) throws -> BuiltProgram {
        let environment = [
            "REEL_HOME": folder.appending(path: "home").path, "REEL_DATABASE": folder.appending(path: "r.db").path,
        ]
        return try BuiltProgram(
            "ReelFCGI", environment: environment.merging(settings) { _, new in new }, shell: shell,
            standardInput: standardInput, log: folder.appending(path: log))
    }

    private func socket(in folder: URL) -> String {
        HomeLayout(root: folder.appending(path: "home")).responderSocket.path
    }

    private func awaitHealth(at socket: String) async throws {
        try await eventually("the responder answers") {
            try await onThread { try? FastCGIClient(socket: socket).request("GET", "/health").status } == 200
        }
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func finishesWhatHasBegunAndGoes(signal: Int32) async throws {
        try await withTemporaryFolder { folder in
            let program = try start(in: folder)
            let socket = socket(in: folder)
            try await awaitHealth(at: socket)

            let body = Data(#"{"url": "https://example.org/a"}"#.utf8)
            let records = FastCGIClient.records(
                "POST", "/api/generate-video", body: body, contentType: "application/json", keepConnection: true)
            let client = try FastCGIClient(socket: socket)
            try client.send(records.prefix(records.count / 2))
            program.send(signal)
            try await eventually("the socket is gone") { !FileManager.default.fileExists(atPath: socket) }
            try client.send(records.dropFirst(records.count / 2))
            #expect(try client.response().status == 202)
            try client.waitForEnd()
            #expect(await program.exit() == 0)

            let store = try StoreEngines.open(folder.appending(path: "r.db"))
            #expect(
                try store.jobs(status: .pending, page: Page(limit: 2)).items.map(\.request.url) == [
                    "https://example.org/a"
                ])
        }
    }

    @Test func startsAgainAfterItWasKilled() async throws {
        try await withTemporaryFolder { folder in
            let socket = socket(in: folder)
            let first = try start(in: folder)
            try await awaitHealth(at: socket)
            first.send(SIGKILL)
            #expect(await first.exit() == SIGKILL)
            #expect(FileManager.default.fileExists(atPath: socket))
            let second = try start(in: folder)
            try await awaitHealth(at: socket)
            second.send(SIGTERM)
            #expect(await second.exit() == 0)
        }
    }

    @Test func doesNotPushAnotherAside() async throws {
        try await withTemporaryFolder { folder in
            let first = try start(in: folder)
            try await awaitHealth(at: socket(in: folder))
            let second = try start(in: folder, log: "second.log")
            #expect(await second.exit() != 0)
            #expect(second.output.contains("Another process answers at"), "\(second.output)")
            try await awaitHealth(at: socket(in: folder))
            first.send(SIGTERM)
            #expect(await first.exit() == 0)
        }
    }

    /// systemd passes a socket as descriptor 3, keeps it, and lets clients wait at it between two responders.
    @Test func servesTheSocketThatSystemdPasses() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "systemd.sock").path
            let held = try ListeningSocket.open(at: path, environment: [:])
            defer { close(held.descriptor) }
            let shell = #"LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" 3<&0 </dev/null"#
            for round in 1...2 {
                let waiting = try FastCGIClient(socket: path)
                try waiting.send(FastCGIClient.records("GET", "/health"))
                let program = try start(
                    in: folder, shell: shell, standardInput: FileHandle(fileDescriptor: held.descriptor),
                    log: "log-\(round)")
                #expect(try waiting.response().status == 200)
                program.send(SIGTERM)
                #expect(await program.exit() == 0, "\(program.output)")
                #expect(FileManager.default.fileExists(atPath: path))
                #expect(!FileManager.default.fileExists(atPath: socket(in: folder)))
            }
        }
    }

    @Test(arguments: [
        ("REEL_FCGI_WORKERS", "0"), ("REEL_FCGI_WORKERS", "many"), ("REEL_FCGI_TIMEOUT", "-1"),
        ("REEL_LOG_LEVEL", "loud"),
    ])
    func refusesASettingThatCannotBe(key: String, value: String) async throws {
        try await withTemporaryFolder { folder in
            let program = try start(in: folder, [key: value])
            #expect(await program.exit() != 0)
            #expect(program.output.contains("The setting \(key) is \"\(value)\""), "\(program.output)")
        }
    }

    @Test func saysWhatIsWrongWithTheDatabase() async throws {
        try await withTemporaryFolder { folder in
            try Data(repeating: 0x41, count: 8_192).write(to: folder.appending(path: "r.db"))
            let program = try start(in: folder)
            #expect(await program.exit() != 0)
            #expect(program.output.contains("r.db"), "\(program.output)")
            #expect(!FileManager.default.fileExists(atPath: socket(in: folder)))
        }
    }
}
