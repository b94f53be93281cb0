import Configuration
import Foundation
import Logging
import ReelBridge
import ReelCore
import ReelDB
import ReelSignals
import ReelStore
import ReelTestKit
import ServiceLifecycle

/// The real bridge on a socket of its own, beside a real store that the test writes to.
struct BridgeWorld: Sendable {
    let layout: HomeLayout
    let store: any Store
    let bridge: ServiceGroup

    /// Asks the bridge to end.
    func stop() async { await bridge.triggerGracefulShutdown() }

    func connect(_ headers: [String: String] = [:], answersPings: Bool = true) async throws -> WebSocketClient {
        let client = try await connectUnheard(headers, answersPings: answersPings)
        _ = try await client.next()
        return client
    }

    /// A client that has not been greeted yet.
    func connectUnheard(
        _ headers: [String: String] = [:], path: String = "/ws", answersPings: Bool = true
    ) async throws -> WebSocketClient {
        try await WebSocketClient.connect(
            .unix(path: layout.bridgeSocket.path), path: path, headers: headers, answersPings: answersPings)
    }

    /// A runner that lives in this world, once the bridge listens to it.
    func runner() async throws -> FakeRunner {
        let runner = try await FakeRunner(layout: layout)
        try await runner.untilWatched()
        return runner
    }
}

/// Runs a bridge for one test. Its intervals are long unless the test makes them short, so that what a test sees is not
/// what a poll happened to find.
func withBridge(
    _ adjust: (inout BridgeSettings) -> Void = { _ in }, _ body: @Sendable (BridgeWorld) async throws -> Void
) async throws {
    try await withTemporaryFolder { home in
        let layout = HomeLayout(root: home)
        let database = home.appending(path: "reelcraft.db")
        let store = try StoreEngines.open(database)
        var settings = try BridgeSettings(
            ConfigReader(
                provider: EnvironmentVariablesProvider(environmentVariables: ["REEL_HOME": home.path]).prefixKeys(
                    with: "reel")))
        settings.pollInterval = .seconds(600)
        settings.pingInterval = .seconds(600)
        settings.scanInterval = .milliseconds(10)
        adjust(&settings)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let subscriptions = JobSubscriptions(
            store: try StoreEngines.open(database, StoreOptions(isReadOnly: true, readers: 2)),
            pollInterval: settings.pollInterval,
            logger: logger)
        let signals = SignalEngine.sockets.open(
            layout: layout, logger: logger, scanInterval: settings.scanInterval)
        let relay = EventRelay(from: signals.makeSubscriber(), to: subscriptions)
        let server = BridgeServer(settings: settings, subscriptions: subscriptions, logger: logger)
        let group = ServiceGroup(services: [subscriptions, relay, server], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await eventually("the bridge's socket") { isListened(at: layout.bridgeSocket.path) }
            try await body(BridgeWorld(layout: layout, store: store, bridge: group))
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

/// Whether somebody listens at a Unix socket: it gets its name when it listens. Not found out by connecting, which the bridge
/// would count.
func isListened(at path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
}
