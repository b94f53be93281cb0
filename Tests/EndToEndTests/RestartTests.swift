import Foundation
import Glibc
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Synchronization
import Testing

/// Processes that end or stand still under load: what was accepted is kept, and who is still there goes on answering.
@Suite(.serialized, .timeLimit(.minutes(4))) struct RestartTests {
    @Test func everyJobThatWasAcceptedIsThereAfterTheResponderWasKilled() async throws {
        try await Service.whileRunning { service, _ in
            // Nobody works on them: it is the accepting that is looked at.
            try await service.stop(.runner, with: SIGTERM)
            let accepted = Ledger<[String]>([])
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        while !accepted.isClosed {
                            // A request that was under way at the kill has no answer; that is no promise either.
                            if let id = try? await service.accept("https://example.org/a") {
                                accepted.change { $0.append(id) }
                            }
                        }
                    }
                }
                for round in 1...5 {
                    let before = accepted.entries.count
                    try await eventually("round \(round) to accept jobs") { accepted.entries.count > before + 20 }
                    try await service.stop(.responder, with: SIGKILL)
                    try service.start(.responder)
                }
                accepted.close()
                try await group.waitForAll()
            }
            let store = try StoreEngines.open(
                service.home.appending(path: "reelcraft.db"), StoreOptions(isReadOnly: true))
            let ids = accepted.entries
            #expect(ids.count > 100 && Set(ids).count == ids.count)
            for id in ids {
                let job = try JobID(rawValue: id).flatMap { try store.job($0) }
                #expect(job?.status == .pending)
            }
        }
    }

    @Test func aReloadOfNginxRefusesNothing() async throws {
        try await Service.whileRunning { service, _ in
            let statuses = Ledger<[Int: Int]>([:])
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask {
                        while !statuses.isClosed {
                            let status = try await service.get("/api/jobs").status
                            statuses.change { $0[status, default: 0] += 1 }
                        }
                    }
                }
                for _ in 1...3 {
                    let before = statuses.entries[200, default: 0]
                    try service.send(SIGHUP, to: .nginx)
                    try await eventually("answers after a reload") {
                        statuses.entries[200, default: 0] > before + 50
                    }
                }
                statuses.close()
                try await group.waitForAll()
            }
            let counted = statuses.entries
            #expect(Set(counted.keys) == [200], "\(counted)")
        }
    }

    @Test func aRunnerThatStandsStillDelaysNobody() async throws {
        try await Service.whileRunning { service, _ in
            try await service.hangRunner()
            defer { try? service.send(SIGCONT, to: .runner) }
            // A hung runner would be waited for with each of these, if with any.
            for _ in 0..<20 {
                let id = try await service.accept("https://example.org/a")
                #expect(try await service.job(id)["status"] as? String == "pending")
                #expect(try await service.post("/api/jobs/\(id)/cancel").status == 200)
            }
            let start = ContinuousClock.now
            let id = try await service.accept("https://example.org/last")
            #expect(try await service.get("/health").status == 200)
            // The socket of a stopped runner takes a line only while its queue has room; nobody waits for that either.
            #expect(ContinuousClock.now - start < .seconds(10))
            #expect(try await service.job(id)["status"] as? String == "pending")
        }
    }
}

/// What several tasks write down until it is closed.
private final class Ledger<Entries: Sendable>: Sendable {
    private let state: Mutex<(entries: Entries, isClosed: Bool)>

    init(_ entries: Entries) {
        state = Mutex((entries, false))
    }

    var entries: Entries { state.withLock(\.entries) }
    var isClosed: Bool { state.withLock(\.isClosed) }

    func change(_ body: (inout Entries) -> Void) { state.withLock { body(&$0.entries) } }
    func close() { state.withLock { $0.isClosed = true } }
}
