import GRDB
import ReelCore
import ReelStore

/// The registry of runners.
extension SQLiteStore {
    public func register(_ runner: RunnerInfo, lease: Duration) throws {
        try write("registering a runner") { db in
            try RunnerQueries.register(
                db, runner, leaseEnd: leaseEnd(lease), bootID: clock.bootID, now: storedNow())
        }
    }

    public func deregister(_ runner: RunnerID) throws {
        try write("removing a runner's entry") { try RunnerQueries.remove($0, runner) }
    }

    public func runners() throws -> [RegisteredRunner] {
        try readOne("listing runners") { try RunnerQueries.list($0) }
    }
}
