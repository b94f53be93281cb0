import Foundation
import ReelCore

/// Which runners there are, on all hosts. On one's own host a lock file tells sooner whether a runner lives.
public protocol RunnerRegistry: Sendable {
    /// Enters a runner, or renews its entry for as long as a lease: at its start and with each heartbeat. An entry that is
    /// not renewed is removed by `releaseExpired`, and by `releaseJobs(heldBy:)`.
    func register(_ runner: RunnerInfo, lease: Duration) throws
    /// A runner that holds no claims any more ends in good order.
    func deregister(_ runner: RunnerID) throws
    /// The first that started comes first.
    func runners() throws -> [RegisteredRunner]
}

/// A machine, as far as limits per machine go: equal for two processes exactly if they share its processors.
public struct HostID: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public var description: String { rawValue }
}

/// What a runner says of itself.
public struct RunnerInfo: Hashable, Sendable {
    public var id: RunnerID
    public var host: HostID
    /// For people; two hosts may have the same.
    public var hostName: String
    /// Of the program.
    public var version: String
    /// How many jobs may run on its host at once.
    public var slots: Int
    public var startedAt: Date

    public init(id: RunnerID, host: HostID, hostName: String, version: String, slots: Int, startedAt: Date) {
        self.id = id
        self.host = host
        self.hostName = hostName
        self.version = version
        self.slots = slots
        self.startedAt = startedAt
    }
}

/// An entry of the registry.
public struct RegisteredRunner: Hashable, Sendable {
    public var info: RunnerInfo
    /// When it registered last.
    public var seenAt: Date

    public init(info: RunnerInfo, seenAt: Date) {
        self.info = info
        self.seenAt = seenAt
    }
}
