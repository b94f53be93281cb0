/// The bounded queue between what listens and who reads `EventSubscriber.notices`.
package struct NoticeQueue: Sendable {
    package let notices: AsyncStream<SignalNotice>
    private let continuation: AsyncStream<SignalNotice>.Continuation

    /// - Parameter limit: notices that may wait. When more do, the oldest are dropped and a `gap` is put behind the newest.
    package init(limit: Int = 8192) {
        (notices, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(limit))
    }

    package func put(_ notice: SignalNotice) {
        guard case .dropped = continuation.yield(notice) else { return }
        // It stays the newest until the next one comes, which, if it drops something again, puts another behind itself.
        continuation.yield(.gap)
    }

    /// Nothing more will come.
    package func finish() {
        continuation.finish()
    }
}
