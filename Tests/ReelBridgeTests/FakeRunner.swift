import Foundation
import NIOCore
import NIOPosix
import ReelCore
import ReelStore
import ReelTestKit
import Synchronization

/// A runner as its socket shows it: answers `watch` with `watching`, then sends what the test has it say.
final class FakeRunner: Sendable {
    let id = RunnerID()
    private let path: String
    private let server: any Channel
    private let watchers: Watchers

    init(layout: HomeLayout) async throws {
        try FileManager.default.createDirectory(at: layout.runners, withIntermediateDirectories: true)
        path = layout.runnerSocket(id).path
        let watchers = Watchers()
        self.watchers = watchers
        server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(WatchHandler { watchers.add($0) })
                }
            }
            .bind(unixDomainSocketPath: path).get()
    }

    /// Waits until the bridge listens.
    func untilWatched() async throws {
        try await eventually("the bridge at the runner's socket") { !watchers.all.isEmpty }
    }

    func say(_ event: JobEvent) async throws {
        try await sayLine(WireCoding.encodeLine(event))
    }

    /// Says a change of status as the store made it, its events in order.
    func say(_ change: JobChange) async throws {
        for event in change.events { try await say(event.carrying(change.job)) }
    }

    func sayLine(_ line: Data) async throws {
        for channel in watchers.all {
            try await channel.writeAndFlush(ByteBuffer(bytes: line))
        }
    }

    /// Dies: the file stays behind, as after `kill -9`.
    func die() async throws {
        try await server.close()
        for channel in watchers.all { try? await channel.close() }
    }

    /// The bridges that watch. A bridge may come as soon as the socket is bound, before there is a runner.
    private final class Watchers: Sendable {
        private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

        var all: [any Channel] { channels.withLock { Array($0.values) } }

        func add(_ channel: any Channel) {
            channels.withLock { $0[ObjectIdentifier(channel)] = channel }
            channel.closeFuture.whenComplete { _ in
                _ = self.channels.withLock { $0.removeValue(forKey: ObjectIdentifier(channel)) }
            }
        }
    }
}

private final class WatchHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let watched: (any Channel) -> Void
    private var splitter = LineSplitter()

    init(watched: @escaping (any Channel) -> Void) {
        self.watched = watched
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        for line in splitter.append(unwrapInboundIn(data).readableBytesView) {
            guard (try? WireCoding.decode(RunnerCommand.self, from: line)) == .watch,
                let answer = try? WireCoding.encodeLine(RunnerCommand.watching)
            else { continue }
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answer)), promise: nil)
            watched(context.channel)
        }
    }
}
