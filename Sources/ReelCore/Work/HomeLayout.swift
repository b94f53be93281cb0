import Foundation

/// Where things lie under `REEL_HOME`. Paths only; nothing here touches the disk.
public struct HomeLayout: Hashable, Sendable {
    public let root: URL

    public init(root: URL) {
        self.root = root.standardizedFileURL
    }

    /// Finished files, served by nginx as `/outputs/NAME`.
    public var outputs: URL { root.appending(path: Self.outputsName, directoryHint: .isDirectory) }
    /// Expensive things under their content hash.
    public var cache: URL { root.appending(path: "cache", directoryHint: .isDirectory) }
    /// What voices sound like, a short file each; made when somebody asks for one, and made again when it is gone.
    public var samples: URL { root.appending(path: "samples", directoryHint: .isDirectory) }
    /// One folder for each running attempt.
    public var work: URL { root.appending(path: "work", directoryHint: .isDirectory) }
    /// Sockets and locks.
    public var run: URL { root.appending(path: "run", directoryHint: .isDirectory) }
    /// One socket and one lock for each runner that lives.
    public var runners: URL { run.appending(path: "runners", directoryHint: .isDirectory) }
    /// Locks by which all attempts of this machine share its encoders and downloads.
    public var slots: URL { run.appending(path: "slots", directoryHint: .isDirectory) }
    public var responderSocket: URL { run.appending(path: "fcgi.sock") }
    public var bridgeSocket: URL { run.appending(path: "bridge.sock") }

    /// The Unix socket at which a runner takes commands and publishes events.
    public func runnerSocket(_ id: RunnerID) -> URL { runners.appending(path: "\(id).sock") }
    /// Held with `flock` for as long as the runner lives: whoever can take it knows that the runner is dead.
    public func runnerLock(_ id: RunnerID) -> URL { runners.appending(path: "\(id).lock") }
    /// All work folders of one runner: they go when it goes.
    public func workFolder(of runner: RunnerID) -> URL {
        work.appending(path: runner.rawValue, directoryHint: .isDirectory)
    }
    /// Named for the claim, so that an attempt that does not know of its end yet disturbs nobody.
    public func workFolder(of runner: RunnerID, _ claim: ClaimID) -> URL {
        workFolder(of: runner).appending(path: claim.rawValue, directoryHint: .isDirectory)
    }

    /// The folder's name, which is also the first part of a video's `filePath`.
    public static let outputsName = "outputs"
}
