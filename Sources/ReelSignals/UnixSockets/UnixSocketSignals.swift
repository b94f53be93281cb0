import Logging
import ReelCore

/// The bus between the processes of one host: each runner listens at `run/runners/ID.sock`.
///
/// A line of JSON is a message (`RunnerCommand`, `JobEvent`). A sender connects, writes one command and closes. A
/// subscriber connects, writes `watch`, and reads `watching` and then events for as long as the runner lives. Whatever is
/// not understood is skipped, in both directions, and so is a line that is too long.
package struct UnixSocketSignals: SignalBus {
    private let layout: HomeLayout
    private let scanInterval: Duration
    private let logger: Logger

    /// Bytes of the longest command.
    static let commandLimit = 4096
    /// Bytes of the longest event: a job with all that a client may have written into its request is far below it.
    static let eventLimit = 1 << 20

    package init(layout: HomeLayout, scanInterval: Duration, logger: Logger) {
        self.layout = layout
        self.scanInterval = scanInterval
        self.logger = logger
    }

    package var capabilities: SignalCapabilities { [.commands, .events] }

    package func makeSender() -> any CommandSender {
        UnixSocketSender(folder: layout.runners, logger: logger)
    }

    package func makeEndpoint(for runner: RunnerID) -> any RunnerEndpoint {
        UnixSocketEndpoint(socket: layout.runnerSocket(runner), logger: logger)
    }

    package func makeSubscriber() -> any EventSubscriber {
        UnixSocketSubscriber(folder: layout.runners, scanInterval: scanInterval, logger: logger)
    }
}
