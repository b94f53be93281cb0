import ReelCore
import ReelStore

extension EventPublisher {
    /// Publishes the events of a change of status, the last of them with the job as it is now.
    package func publish(_ change: JobChange) {
        for event in change.events { publish(event.carrying(change.job)) }
    }
}
