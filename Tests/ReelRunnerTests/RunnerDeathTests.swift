import Foundation
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// The death of a runner is not held against the jobs that it had in hand.
@Suite(.timeLimit(.minutes(5))) struct RunnerDeathTests {
    /// Whoever kills all of a service's processes kills the attempt a moment before or after its runner.
    @Test func anAttemptThatDiesAMomentBeforeItsRunnerHasNotCrashed() async throws {
        try await withTemporaryFolder { folder in
            // In a session of its own, so that the end of the attempt's process group does not end it too. It kills the
            // runner as soon as that has seen the attempt's end.
            let ready = folder.appending(path: "ready").path
            let world = try DaemonWorld(
                in: folder,
                script: """
                    setsid sh -c "touch \(ready); while kill -0 $$ 2>/dev/null; do :; done; kill -9 $PPID" &
                    while [ ! -e \(ready) ]; do sleep 0.01; done
                    rm \(ready)
                    kill -9 $$

                    """)
            let id = try world.store.createJob(JobRequest(url: "https://example.com/a")).id
            let deaths = crashLimit + 2
            for number in 1...deaths {
                let runner = try BuiltProgram(
                    "ReelRunner", arguments: ["run", "--attempt-program", folder.appending(path: "attempt.sh").path],
                    environment: [
                        "REEL_HOME": folder.path, "REEL_DATABASE": folder.appending(path: "reelcraft.db").path,
                        "REEL_JOBS": "1", "REEL_DISK_RESERVE": "1",
                    ], log: folder.appending(path: "log-\(number).txt"))
                #expect(await runner.exit() == SIGKILL)
                // It died with the job in hand, and nobody has written otherwise.
                #expect(try world.store.job(id)?.status == .processing)
            }
            #expect(try world.store.attempts(of: id)?.count == deaths)
            #expect(try world.store.runners().count == 1)
        }
    }
}
