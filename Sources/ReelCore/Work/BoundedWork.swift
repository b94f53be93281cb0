import Synchronization

/// A request that whoever works stops as soon as what is begun is finished. It is never taken back.
public final class StopRequest: Sendable {
    private let asked = Atomic(false)

    public init() {}

    public var isAsked: Bool { asked.load(ordering: .relaxed) }

    /// Asks for the stop.
    public func ask() { asked.store(true, ordering: .relaxed) }

    /// - Throws: `StoppedEarly` once it was asked.
    public func check() throws {
        if isAsked { throw StoppedEarly() }
    }
}

/// Work was not begun because a `StopRequest` came first. What had been begun is finished.
public struct StoppedEarly: Error {
    public init() {}
}

extension StageContext {
    /// Does work on every item, at most `limit` at a time, begun in order. No other is begun once somebody asked to stop.
    ///
    /// - Parameters:
    ///   - items: what is to be worked on.
    ///   - limit: how many at a time.
    ///   - progress: told after each how many are done.
    ///   - work: done for each item.
    /// - Returns: what became of the items, in order.
    /// - Throws: what `work` throws, first come; the others are cancelled then. `StoppedEarly` when items are left over.
    public func work<Item: Sendable, Value: Sendable>(
        on items: [Item], atOnce limit: Int, progress: (_ done: Int) -> Void = { _ in },
        doing work: @escaping @Sendable (Item) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            var next = 0
            func begin() {
                guard next < items.count, !stop.isAsked else { return }
                let index = next
                next += 1
                group.addTask { (index, try await work(items[index])) }
            }
            for _ in 0..<max(1, limit) { begin() }
            var values: [Value?] = Array(repeating: nil, count: items.count)
            var done = 0
            while let (index, value) = try await group.next() {
                values[index] = value
                done += 1
                progress(done)
                begin()
            }
            guard done == items.count else { throw StoppedEarly() }
            return values.compactMap(\.self)
        }
    }
}
