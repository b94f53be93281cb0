import ReelCore
import ServiceLifecycle

/// Messages between processes: wake, cancel and retry from responders to runners, events of jobs from runners to bridges.
///
/// A message is only a message. The store alone decides what is so, and whoever waits for a message also polls the store;
/// so an implementation may lose any of them, as long as it says so to subscribers (`SignalNotice.gap`). A message that is
/// lost costs the time until the next poll and nothing else.
package protocol SignalBus: Sendable {
    /// What this implementation does beyond the least that it must do.
    var capabilities: SignalCapabilities { get }

    /// For a process that tells runners what clients did.
    func makeSender() -> any CommandSender

    /// For a runner: where it receives commands and publishes events. Nothing is received before its `run()`.
    func makeEndpoint(for runner: RunnerID) -> any RunnerEndpoint

    /// For a process that watches all runners. Nothing is heard before its `run()`.
    func makeSubscriber() -> any EventSubscriber
}

/// Sends commands to every runner.
package protocol CommandSender: Sendable {
    /// Sends one command to every runner that listens. Never waits for any of them and never fails: a runner that was not
    /// told finds the change in the store.
    func tell(_ command: RunnerCommand)
}

/// Publishes what happened to jobs.
package protocol EventPublisher: Sendable {
    /// Sends an event to all subscribers, without waiting for any of them: who does not read is cut off and told so.
    /// Events of one job arrive in the order in which they are published.
    ///
    /// - Parameter event: already in the store, so that a subscriber that reads the store after it misses nothing.
    func publish(_ event: JobEvent)
}

/// A runner's end of the bus. `run()` takes part until shutdown; afterwards `commands` ends.
package protocol RunnerEndpoint: EventPublisher, Service {
    /// `wake`, `cancelled` and `retried` as they come in; when too many wait, the oldest are dropped. For one reader.
    var commands: AsyncStream<RunnerCommand> { get }
}

/// A watcher's end of the bus. `run()` listens until shutdown; afterwards `notices` ends.
package protocol EventSubscriber: Service {
    /// Events of all runners, and where some may have been missed. For one reader.
    var notices: AsyncStream<SignalNotice> { get }
}

/// What a subscriber hears.
package enum SignalNotice: Hashable, Sendable {
    /// Something happened to a job.
    case event(JobEvent)
    /// From here on every event of one more runner will come. What happened before stands in the store.
    case attached
    /// Events may have been missed: a runner has gone, or they came faster than they were read. The store has them.
    case gap
}

/// What an implementation does, for those who choose one and for the tests that hold all of them to one exercise.
package struct SignalCapabilities: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Commands reach runners that listen.
    package static let commands = SignalCapabilities(rawValue: 1)
    /// Events reach subscribers, with `attached` before the first of each runner and `gap` where one may be missing.
    package static let events = SignalCapabilities(rawValue: 2)

    /// Names for the output of tests.
    package static let names: [(SignalCapabilities, String)] = [(.commands, "commands"), (.events, "events")]
}
