import NIOCore
import ReelCore

/// All subscribers on one event loop. The `JobSubscriptions` tells an event loop once, and this tells each of its watchers: an event
/// for a thousand watchers wakes each loop once and not a thousand times. Lives on its event loop.
final class EventLoopSubscribers {
    typealias Tell = (JobUpdate) -> Void

    private let eventLoop: any EventLoop
    private let subscriptions: JobSubscriptions
    private var watchers: [JobID: [ObjectIdentifier: Tell]] = [:]

    init(eventLoop: any EventLoop, subscriptions: JobSubscriptions) {
        self.eventLoop = eventLoop
        self.subscriptions = subscriptions
    }

    /// Tells `watcher` the job's news from now on, and soon a snapshot of it.
    func watch(_ id: JobID, by watcher: AnyObject, tell: @escaping Tell) {
        let isFirst = watchers[id] == nil
        watchers[id, default: [:]][ObjectIdentifier(watcher)] = tell
        guard isFirst else { return subscriptions.read(id) }
        let this = NIOLoopBound(self, eventLoop: eventLoop)
        subscriptions.watch(id, by: self) { [eventLoop] news in eventLoop.execute { this.value.tell(news, of: id) } }
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

    private func tell(_ news: JobUpdate, of id: JobID) {
        guard let now = watchers[id] else { return }
        for tell in now.values { tell(news) }
    }
}
