import NIOCore
import ReelCore

/// All who watch jobs on one event loop. The board tells the crowd once, and the crowd tells each of its watchers: an event
/// for a thousand watchers wakes each loop once and not a thousand times. Lives on its event loop.
final class LoopCrowd {
    typealias Tell = (JobUpdate) -> Void

    private let eventLoop: any EventLoop
    private let board: JobBoard
    private var watchers: [JobID: [ObjectIdentifier: Tell]] = [:]

    init(eventLoop: any EventLoop, board: JobBoard) {
        self.eventLoop = eventLoop
        self.board = board
    }

    /// Tells `watcher` the job's news from now on, and soon a picture of it.
    func watch(_ id: JobID, by watcher: AnyObject, tell: @escaping Tell) {
        let isFirst = watchers[id] == nil
        watchers[id, default: [:]][ObjectIdentifier(watcher)] = tell
        guard isFirst else { return board.read(id) }
        let this = NIOLoopBound(self, eventLoop: eventLoop)
        board.watch(id, by: self) { [eventLoop] news in eventLoop.execute { this.value.tell(news, of: id) } }
    }

    func unwatch(_ id: JobID, by watcher: AnyObject) {
        watchers[id]?[ObjectIdentifier(watcher)] = nil
        guard watchers[id]?.isEmpty == true else { return }
        watchers[id] = nil
        board.unwatch(id, by: self)
    }

    /// Sends a picture of the job to all who watch it.
    func read(_ id: JobID) {
        board.read(id)
    }

    private func tell(_ news: JobUpdate, of id: JobID) {
        guard let now = watchers[id] else { return }
        for tell in now.values { tell(news) }
    }
}
