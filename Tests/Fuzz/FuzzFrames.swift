import Configuration
import Foundation
import Glibc
import Logging
import ReelBridge
import ReelCore
import ReelDB
import ReelSignals
import ReelStore
import ServiceLifecycle

/// One input of the fuzzer is what a client sends after its upgrade to a WebSocket: the real server reads it from a real
/// socket, frame by frame. Built and run by `scripts/fuzz`.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFrames(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    bridge.converse(UnsafeRawBufferPointer(start: bytes, count: count))
    return 0
}

private let bridge = Bridge()

/// The bridge in this process, on a socket of its own.
private final class Bridge: Sendable {
    private let path: String

    init() {
        let home = URL(fileURLWithPath: "/dev/shm/reel-fuzz-\(getpid())")
        do {
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
            let database = home.appending(path: "reelcraft.db")
            let store = try StoreEngines.open(database)
            var settings = try BridgeSettings(
                ConfigReader(
                    provider: EnvironmentVariablesProvider(
                        environmentVariables: ["REEL_HOME": home.path]
                    ).prefixKeys(with: "reel")))
            settings.closeTimeout = .milliseconds(50)
            let logger = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }
            let subscriptions = JobSubscriptions(store: store, pollInterval: settings.pollInterval, logger: logger)
            let signals = SignalEngine.sockets.open(
                layout: settings.layout, logger: logger, scanInterval: settings.scanInterval)
            let relay = EventRelay(from: signals.makeSubscriber(), to: subscriptions)
            let server = BridgeServer(settings: settings, subscriptions: subscriptions, logger: logger)
            path = settings.socket.path
            let group = ServiceGroup(services: [subscriptions, relay, server], logger: logger)
            Task.detached { try await group.run() }
        } catch {
            fatalError("\(error)")
        }
        while true {
            let client = connected()
            if client >= 0 {
                close(client)
                return
            }
            usleep(1_000)
        }
    }

    /// Upgrades, sends the bytes and reads until the server ends the connection, which it must.
    func converse(_ bytes: UnsafeRawBufferPointer) {
        let client = connected()
        precondition(client >= 0, "the bridge does not answer")
        defer { close(client) }
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        // A peer that has closed is no finding.
        send(client, Self.upgrade, Self.upgrade.utf8.count, Int32(MSG_NOSIGNAL))
        send(client, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        shutdown(client, Int32(SHUT_WR))
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(client, &buffer, buffer.count, 0)
            // The fuzzer's own clock interrupts.
            if count < 0, errno == EINTR { continue }
            if count == 0 || (count < 0 && errno == ECONNRESET) { return }
            precondition(count > 0, "the bridge keeps a connection that its client has ended")
        }
    }

    private func connected() -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let client = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(client, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        if status == 0 { return client }
        close(client)
        return -1
    }

    private static let upgrade =
        "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
}
