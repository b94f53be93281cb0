import Foundation

/// Something did not come true in time.
public struct NotInTime: Error, CustomStringConvertible {
    public let description: String
}

/// Waits for what sends no signal of its own (the end of another process, a row in another's table): asks again and
/// again until it is true. A deadline only ends a test that has failed.
public func eventually(
    within limit: Duration = .seconds(60), _ what: String = "the condition", _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw NotInTime(description: "\(what) did not come true") }
        try await Task.sleep(for: .milliseconds(5))
    }
}
