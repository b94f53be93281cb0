import NIOCore
import ReelCore

/// All subscribers on one event loop. `JobSubscriptions` delivers an update to an event loop once, and this delivers it to
/// each watcher there: an event for a thousand watchers wakes each loop once and not a thousand times. Lives on its event
/// loop.
final class EventLoopSubscribers {
    typealias Deliver = (JobUpdate) -> Void

    private let eventLoop: any EventLoop
    private let subscriptions: JobSubscriptions
    private var watchers: [JobID: [ObjectIdentifier: Deliver]] = [:]

    init(eventLoop: any EventLoop, subscriptions: JobSubscriptions) {
        self.eventLoop = eventLoop
        self.subscriptions = subscriptions
    }

    /// Delivers the job's updates to `watcher` from now on, and soon a snapshot of it.
    func watch(_ id: JobID, by watcher: AnyObject, deliver: @escaping Deliver) {
        let isFirst = watchers[id] == nil
        watchers[id, default: [:]][ObjectIdentifier(watcher)] = deliver
        guard isFirst else { return subscriptions.read(id) }
        let this = NIOLoopBound(self, eventLoop: eventLoop)
        subscriptions.watch(id, by: self) { [eventLoop] update in
            eventLoop.execute { this.value.deliver(update, of: id) }
        }
    }

    func unwatch(_ id: JobID, by watcher: AnyObject) {
        watchers[id]?[ObjectIdentifier(watcher)] = nil
        guard watchers[id]?.isEmpty == true else { return }
        watchers[id] = nil
        subscriptions.unwatch(id, by: self)
    }

    /// Sends a snapshot of the job to all who watch it.
    func read(_ id: JobID) {
        subscriptions.read(id)
    }

    private func deliver(_ update: JobUpdate, of id: JobID) {
        // A copy: a watcher may leave while it receives.
        let current = watchers[id] ?? [:]
        for deliver in current.values { deliver(update) }
    }
}
