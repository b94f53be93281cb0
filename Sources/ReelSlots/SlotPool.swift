import Foundation
import Glibc

/// A number of places that all processes of one machine share: who holds a lock on one of the pool's files has a place.
///
/// Locks (`flock`) end with the process that holds them, however it ends, so a place is never lost. A place is a courtesy
/// to the machine and no right: who has waited for `patience` goes on without one, so that a process that hangs while it
/// holds a place slows the others down and stops nobody.
public struct SlotPool: Sendable {
    private let paths: [String]
    private let patience: Duration

    /// - Parameters:
    ///   - folder: where the files lie; it is made when the first place is asked for.
    ///   - name: of the pool, for its files.
    ///   - count: how many places there are, at least 1. Processes that disagree share those they both know.
    ///   - patience: after which one goes on without a place.
    public init(folder: URL, name: String, count: Int, patience: Duration = .seconds(60)) {
        paths = (0..<max(1, count)).map { folder.appending(path: "\(name)-\($0).lock").path }
        self.patience = patience
    }

    /// As many places as anybody likes.
    public static let unlimited = SlotPool()

    private init() {
        paths = []
        patience = .zero
    }

    /// Runs `body` while it has a place.
    ///
    /// - Throws: what `body` throws; `CancellationError` while waiting.
    public func withSlot<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        guard !paths.isEmpty else { return try await body() }
        let place = try await take()
        defer { if let place { close(place) } }
        return try await body()
    }

    /// - Returns: the open file that holds the place; `nil` when patience has ended, or there can be no such files.
    private func take() async throws -> Int32? {
        let deadline = ContinuousClock.now + patience
        var pause = Duration.milliseconds(5)
        while true {
            var canOpen = false
            for path in paths {
                let file = Self.open(path)
                guard file >= 0 else { continue }
                canOpen = true
                if flock(file, LOCK_EX | LOCK_NB) == 0 { return file }
                close(file)
            }
            guard canOpen, ContinuousClock.now < deadline else { return nil }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(100))
        }
    }

    private static func open(_ path: String) -> Int32 {
        let flags = O_RDWR | O_CREAT | O_CLOEXEC
        let file = Glibc.open(path, flags, 0o660)
        if file >= 0 || errno != ENOENT { return file }
        try? FileManager.default.createDirectory(
            at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        return Glibc.open(path, flags, 0o660)
    }
}
