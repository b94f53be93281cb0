import Foundation
import Glibc
import ReelCore
import ReelDB
import ReelOutputs
import ReelRunner
import ReelStore
import ReelTestKit
import Synchronization
import Testing

/// The ends of attempts at the instants at which they are hardest to get right.
@Suite(.timeLimit(.minutes(4))) struct AttemptFinalizerTests {
    private let request = JobRequest(url: "https://example.com/a")

    /// The claim stands in the store, and the runner does not know of it yet.
    @Test func cancelBetweenClaimAndStart() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(
                in: folder, script: "(trap '' TERM; while :; do sleep 1000; done) &\nwhile :; do sleep 1000; done",
                leaseSeconds: 4)
            let id = try world.store.createJob(request).id
            let store = HookedStore(
                world.store, .init(afterClaim: { for claim in $0 { _ = try world.store.cancel(claim.job.id) } }))
            try await world.whileRunning(on: store) {
                try await eventually("the claim") { try world.store.attempts(of: id)?.isEmpty == false }
                // Nobody sends a message: the look at the claims finds it.
                try await eventually("nothing to be left") {
                    processes(under: folder).isEmpty && world.workFolders().isEmpty
                }
            }
            #expect(try world.store.job(id)?.status == .cancelled)
            #expect(try world.store.attempts(of: id)?.map(\.outcome) == [.cancelled])
            #expect(world.outputs().isEmpty)
        }
    }

    /// The last file has its name, and the row is about to be written.
    @Test func cancelBetweenTheLastRenameAndTheRow() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(in: folder, script: DaemonWorld.finish())
            let id = try world.store.createJob(request).id
            let seen = Mutex<[String]>([])
            let store = HookedStore(
                world.store,
                .init(beforeComplete: { _ in
                    seen.withLock { $0 = world.outputs() }
                    _ = try world.store.cancel(id)
                }))
            try await world.whileRunning(on: store) {
                try await eventually("the files to be there and then to go") {
                    try world.store.job(id)?.status == .cancelled && world.outputs().isEmpty
                        && world.workFolders().isEmpty
                }
            }
            #expect(seen.withLock(\.count) == ReelFile.allCases.count)
            #expect(try world.store.videos(page: Page(limit: 1)).total == 0)
            #expect(try world.store.attempts(of: id)?.map(\.outcome) == [.cancelled])
        }
    }

    /// Heartbeats see an end that is being written, and leave it to who is at it.
    @Test func anEndThatTakesLongIsWrittenOnce() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(in: folder, script: DaemonWorld.finish(), leaseSeconds: 1)
            let id = try world.store.createJob(request).id
            let beats = Mutex(0)
            let store = HookedStore(
                world.store,
                .init(
                    beforeComplete: { _ in
                        let before = beats.withLock(\.self)
                        while beats.withLock(\.self) < before + 3 { usleep(5000) }
                    }, afterRenewal: { beats.withLock { $0 += 1 } }))
            try await world.whileRunning(on: store) { _ = try await world.waitFor(.completed, id) }
            #expect(try world.store.attempts(of: id)?.map(\.outcome) == [.completed])
            #expect(world.outputs().count == ReelFile.allCases.count)
        }
    }

    /// A runner died between the names of its files and the row: nobody will ever name them.
    @Test func filesOfADeadRunnersClaimGoWithIt() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(in: folder, script: DaemonWorld.finish(title: "Reel"))
            let id = try world.store.createJob(request).id
            let dead = RunnerID()
            let claim = try #require(try world.store.claimNext(by: dead, lease: .seconds(3600)))
            for folder in [world.layout.runners, world.layout.outputs] {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            }
            try Data().write(to: world.layout.runnerLock(dead))
            let names = ["vtt", "mp4"].map { "reel-\(claim.id).\($0)" }
            for name in names { try Data().write(to: world.layout.outputs.appending(path: name)) }
            _ = try await world.whileRunning { try await world.waitFor(.completed, id) }
            #expect(world.outputs().count == ReelFile.allCases.count && Set(world.outputs()).isDisjoint(with: names))
        }
    }

    /// Files that could not all be moved are all taken back.
    @Test func whatCannotBePublishedWholeIsNotPublished() async throws {
        try await withTemporaryFolder { folder in
            let layout = HomeLayout(root: folder)
            let work = folder.appending(path: "work")
            try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
            for file in ReelFile.allCases { try Data().write(to: work.appending(path: file.name("reel"))) }
            // A folder of that name is in the way of one of the last.
            let claim = ClaimID()
            let baseName = "reel-\(claim)"
            let obstacle = layout.outputs.appending(path: "\(ReelFile.report.name(baseName))/x")
            try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true)
            let reel = Reel(
                title: "Reel", sourceURL: "", script: Script(title: "Reel", scenes: []), voice: "flite/rms",
                duration: 31, files: ReelFiles(folder: work))
            #expect(throws: (any Error).self) {
                try Outputs.open(layout).publish(reel, from: work, claim: claim)
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: layout.outputs.path)
            #expect(left.isEmpty)
        }
    }

    /// A tool of the attempt's was made to leave a link. Whatever it stands for, the job fails with a reason, and neither
    /// what it leads to nor anything else is published.
    @Test(arguments: [ReelFile.video, .spriteIndex, .manifest])
    func aLinkInTheWorkFolderFailsTheJob(_ file: ReelFile) async throws {
        try await withTemporaryFolder { folder in
            let secret = folder.appending(path: "secret")
            try Data("secret\n".utf8).write(to: secret)
            let script = DaemonWorld.finish().split(separator: "\n", maxSplits: 1)
            let plant = "ln -sf \(secret.path) \"$work/\(file.name("reel"))\""
            let world = try DaemonWorld(in: folder, script: "\(script[0])\n\(plant)\n\(script[1])")
            let id = try world.store.createJob(request, options: JobOptions(maxAttempts: 1)).id
            let job = try await world.whileRunning { try await world.waitFor(.failed, id) }
            #expect(job.errorMessage?.contains("could not be trusted") == true)
            #expect(try world.store.attempts(of: id)?.last?.failure?.code == "output_refused")
            #expect(world.outputs().isEmpty)
            #expect(try String(contentsOf: secret, encoding: .utf8) == "secret\n")
        }
    }

    /// Another job of another person fails beside: only what its own attempt put there goes, though the claims begin alike.
    @Test func aFailureTakesNothingOfAnotherClaim() async throws {
        try await withTemporaryFolder { folder in
            let stream = """
                mkdir "$work/live"; echo init > "$work/live/init.mp4"; echo segment > "$work/live/0.m4s"
                echo '{"live":{"_0":{"variant":{"_0":{"title":"Reel","codecs":"avc1","size":{"width":2,"height":2},\
                "frameRate":30,"targetDuration":4}}}}}'
                echo '{"live":{"_0":{"segment":{"_0":{"number":0,"duration":2}}}}}'
                while [ ! -e "\(folder.path)/outputs/reel-$(basename "$work").hls/media.m3u8" ]; do sleep 0.02; done
                """
            let world = try DaemonWorld(
                in: folder, script: stream + "\n" + DaemonWorld.fail(code: "x", isRetryable: false))
            let id = try world.store.createJob(request).id
            let seen = Mutex<[String]>([])
            let store = HookedStore(
                world.store,
                .init(afterClaim: { claims in
                    for claim in claims {
                        let alike = claim.id.rawValue.prefix(35) + (claim.id.rawValue.hasSuffix("0") ? "1" : "0")
                        let other = world.layout.outputs.appending(path: "reel-\(alike).hls")
                        try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
                        seen.withLock { $0.append(other.lastPathComponent) }
                    }
                }))
            try await world.whileRunning(on: store) {
                let job = try await world.waitFor(.failed, id)
                #expect(job.progressMessage.isEmpty == false)
            }
            #expect(try world.store.attempts(of: id)?.count == 1)
            #expect(world.outputs() == seen.withLock(\.self))
        }
    }
}
