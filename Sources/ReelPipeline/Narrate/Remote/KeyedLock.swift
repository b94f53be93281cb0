import ReelCache

/// Lets one task at a time work on a key, so that of two scenes that say the same one is paid for and the other is found.
actor KeyedLock {
    private var waiting: [ContentKey: [CheckedContinuation<Void, Never>]] = [:]

    nonisolated func withLock<Value: Sendable>(_ key: ContentKey, _ body: () async throws -> Value) async throws
        -> Value
    {
        await lock(key)
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        await unlock(key)
        return try result.get()
    }

    private func lock(_ key: ContentKey) async {
        guard waiting[key] != nil else {
            waiting[key] = []
            return
        }
        await withCheckedContinuation { waiting[key, default: []].append($0) }
    }

    private func unlock(_ key: ContentKey) {
        guard waiting[key]?.isEmpty == false else {
            waiting[key] = nil
            return
        }
        waiting[key]?.removeFirst().resume()
    }
}
