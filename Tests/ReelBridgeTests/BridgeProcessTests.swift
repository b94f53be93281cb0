import Foundation
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// The program itself, as a supervisor starts and stops it.
@Suite struct BridgeProcessTests {
    @Test func itServesUntilItIsToldToEnd() async throws {
        try await withTemporaryFolder { home in
            let layout = HomeLayout(root: home)
            let bridge = try Program("ReelBridge", home: home)
            defer { bridge.kill() }
            try await eventually("the socket") { isListened(at: layout.bridgeSocket.path) }
            let client = try await WebSocketClient.connect(.unix(path: layout.bridgeSocket.path))
            #expect(try await client.briefs(1) == ["connection"])
            let store = try StoreEngines.open(home.appending(path: "reelcraft.db"))
            let job = try store.createJob(JobRequest(url: "https://example.org/article"))
            try await client.subscribe(job.id.rawValue)
            #expect(try await client.briefs(2) == ["subscribed", "job_status pending #0"])

            // A second one keeps its hands off the first one's socket, and says why.
            let second = try Program("ReelBridge", home: home)
            defer { second.kill() }
            try await second.untilEnded()
            #expect(second.process.terminationStatus == 1)
            #expect(second.errors.contains("Another process answers at \(layout.bridgeSocket.path)"))

            bridge.process.terminate()
            await #expect {
                try await client.next()
            } throws: { error in
                guard case .closed(code: 1001, _) = error as? WebSocketClient.Failure else { return false }
                return true
            }
            try await bridge.untilEnded()
            #expect(bridge.process.terminationReason == .exit)
            #expect(bridge.process.terminationStatus == 0)
            #expect(!FileManager.default.fileExists(atPath: layout.bridgeSocket.path))
        }
    }

    /// A question about the program does not start a bridge, nor does a mistake.
    @Test(arguments: [
        ("--help", Int32(0), "USAGE: ReelBridge"), ("--sockets", 64, "Unknown option"),
        ("run", 64, "Unexpected argument"),
    ])
    func anArgumentStartsNoBridge(argument: String, status: Int32, words: String) async throws {
        try await withTemporaryFolder { home in
            let bridge = try Program("ReelBridge", home: home, arguments: [argument])
            defer { bridge.kill() }
            try await bridge.untilEnded()
            #expect(bridge.process.terminationStatus == status)
            #expect(bridge.errors.contains(words), "\(bridge.errors)")
            #expect(!FileManager.default.fileExists(atPath: HomeLayout(root: home).bridgeSocket.path))
        }
    }

    @Test func aSettingThatCannotBeIsNamed() async throws {
        try await withTemporaryFolder { home in
            let bridge = try Program("ReelBridge", home: home, ["REEL_ORIGINS": "*"])
            defer { bridge.kill() }
            try await bridge.untilEnded()
            #expect(bridge.process.terminationStatus == 1)
            #expect(bridge.errors.contains("REEL_ORIGINS"))
        }
    }
}

/// One of the package's programs, started from beside the tests.
private struct Program {
    let process = Process()
    private let log: URL

    init(_ name: String, home: URL, _ environment: [String: String] = [:], arguments: [String] = []) throws {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        log = home.appending(path: "\(UUID()).log")
        try Data().write(to: log)
        process.executableURL = URL(fileURLWithPath: tests).deletingLastPathComponent().appending(path: name)
        process.environment =
            ["REEL_HOME": home.path, "REEL_DATABASE": home.appending(path: "reelcraft.db").path].merging(
                environment, uniquingKeysWith: { $1 })
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: log)
        process.standardOutput = process.standardError
        try process.run()
    }

    /// What it said.
    var errors: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    func untilEnded() async throws {
        try await eventually("the program's end") { !process.isRunning }
    }

    func kill() {
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
    }
}
