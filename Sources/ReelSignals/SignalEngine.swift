import Logging
import ReelCore

/// The implementations of `SignalBus`, by name: the one place that knows all of them. All processes of an installation use
/// the same.
package enum SignalEngine: String, CaseIterable, Sendable {
    /// Unix sockets under `run/runners`: the processes of one host.
    case sockets
    /// No messages at all: everyone polls the store, which costs up to a second for each step.
    case poll

    /// What is used unless another is chosen.
    package static let standard = SignalEngine.sockets

    /// - Parameter scanInterval: how often a subscriber looks for runners that it does not hear yet.
    package func open(
        layout: HomeLayout, logger: Logger, scanInterval: Duration = .milliseconds(200)
    ) -> any SignalBus {
        switch self {
        case .sockets: UnixSocketSignals(layout: layout, scanInterval: scanInterval, logger: logger)
        case .poll: PollOnly()
        }
    }
}
