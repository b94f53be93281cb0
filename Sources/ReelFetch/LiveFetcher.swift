import Foundation
import ReelCore
import Synchronization

extension Fetcher {
    /// The real one: follows redirects, checks every address on the way, and keeps the policy's limits.
    ///
    /// Throws `FetchError` or `CancellationError`. Each transfer has a thread of its own, because it blocks.
    public static func live(_ policy: FetchPolicy = FetchPolicy()) -> Fetcher {
        let gate = TransferGate(limit: policy.maximumTransfers)
        return Fetcher { request in
            try await gate.pass {
                let cancelled = CancelFlag()
                return try await withTaskCancellationHandler {
                    try await onThreadOfItsOwn("fetch") {
                        try CurlTransfer(request, policy, cancelled).run()
                    }
                } onCancel: {
                    cancelled.set()
                }
            }
        }
    }

    /// Always fails with the same error: for tests, and for work that must not touch the network.
    public static func failing(_ error: any Error) -> Fetcher {
        Fetcher { _ in throw error }
    }
}

/// Raised by a cancelled task, read by the transfer's thread.
final class CancelFlag: Sendable {
    private let raised = Atomic(false)

    func set() { raised.store(true, ordering: .relaxed) }
    var isSet: Bool { raised.load(ordering: .relaxed) }
}

private func onThreadOfItsOwn<T: Sendable>(
    _ name: String, _ body: @escaping @Sendable () throws -> T
) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread {
            continuation.resume(with: Result { try body() })
        }
        thread.name = name
        thread.start()
    }
}
