import Foundation
import ReelStore

/// A kind of database in which a store can live.
protocol StoreEngine {
    /// The schemes of the addresses that it opens.
    static var schemes: Set<String> { get }
    /// An address as `REEL_DATABASE` takes it, with a word about it.
    static var example: String { get }

    /// - Throws: `StoreError`.
    static func open(_ url: URL, _ options: StoreOptions) throws -> any Store
    /// Opens nothing yet.
    ///
    /// - Throws: `StoreError` for an address that names nothing.
    static func inspector(of url: URL) throws -> any StoreInspector
}

/// How a store is opened.
public struct StoreOptions: Sendable {
    /// Verbs that write throw. Opening still creates or migrates the database if no other process has.
    public var isReadOnly: Bool
    /// How many threads can read at the same time; more wait for each other.
    public var readers: Int
    /// In the place of the wall clock: tests let days pass. What measures leases is the engine's own.
    package var now: (@Sendable () -> Date)?

    public init(isReadOnly: Bool = false, readers: Int = 2) {
        self.isReadOnly = isReadOnly
        self.readers = readers
    }
}
