import Foundation
import ReelCore
import ReelStore
import Testing

extension StoreExercise {
    static let jobs = [
        StoreExercise("a created job waits, with nothing done yet") { bench in
            let job = try bench.create()
            #expect(
                job
                    == Job(
                        id: job.id, request: JobRequest(url: "https://example.org/article"),
                        createdAt: bench.clock.now))
            #expect(try bench.job(job.id) == job)
            #expect(try bench.store.snapshot(of: job.id) == JobSnapshot(job: job, events: []))
        },
        StoreExercise("a request is kept as it was asked") { bench in
            let request = JobRequest(
                url: "https://example.org/ä?q='\"; DROP TABLE jobs; --&e=🪸" + String(repeating: "x", count: 4000),
                quality: .high)
            let job = try bench.store.createJob(request)
            #expect(try bench.job(job.id).request == request)
        },
        StoreExercise("what does not exist is said not to") { bench in
            try bench.create()
            #expect(try bench.store.job(JobID()) == nil)
            #expect(try bench.store.snapshot(of: JobID()) == nil)
            #expect(try bench.store.video(VideoID(rawValue: 1)) == nil)
            guard case .notFound = try bench.store.cancel(JobID()) else {
                Issue.record("cancelled a job that does not exist")
                return
            }
        },
        StoreExercise("jobs are listed newest first, page by page, with the total of all pages") { bench in
            let ids = try (0..<5).map { _ in try bench.create().id }
            let first = try bench.store.jobs(status: nil, page: Page(limit: 2))
            #expect(first.items.map(\.id) == [ids[4], ids[3]])
            #expect(first.total == 5)
            let last = try bench.store.jobs(status: nil, page: Page(limit: 2, offset: 4))
            #expect(last.items.map(\.id) == [ids[0]])
            #expect(last.total == 5)
            #expect(try bench.store.jobs(status: nil, page: Page(limit: 2, offset: 5)).items.isEmpty)
            #expect(try bench.store.jobs(status: nil, page: Page(limit: 0)).items.isEmpty)
            #expect(try bench.store.jobs(status: nil, page: Page(limit: -1, offset: -1)).items.isEmpty)
        },
        StoreExercise("jobs of one instant are listed and claimed in the order of their creation") { bench in
            let ids = try (0..<5).map { _ in try bench.store.createJob(JobRequest(url: "https://example.org/")).id }
            #expect(try bench.store.jobs(status: nil, page: Page(limit: 9)).items.map(\.id) == ids.reversed())
            #expect(try bench.store.jobs(status: .pending, page: Page(limit: 9)).items.map(\.id) == ids.reversed())
            #expect(try (0..<5).map { _ in try bench.claim().job.id } == ids)
        },
        StoreExercise("a list of one status holds that status, and its total counts it") { bench in
            let cancelled = try bench.create()
            _ = try bench.store.cancel(cancelled.id)
            let completed = try bench.begin()
            _ = try bench.store.complete(completed.id, with: bench.newVideo())
            let failed = try bench.begin()
            _ = try bench.store.fail(failed.id, with: bench.error, retryAfter: nil)
            let processing = try bench.begin()
            let pending = [try bench.create().id, try bench.create().id]
            let expected: [JobStatus: [JobID]] = [
                .pending: pending.reversed(), .processing: [processing.job.id], .completed: [completed.job.id],
                .failed: [failed.job.id], .cancelled: [cancelled.id],
            ]
            for status in JobStatus.allCases {
                let listing = try bench.store.jobs(status: status, page: Page(limit: 9))
                #expect(listing.items.map(\.id) == expected[status])
                #expect(listing.total == expected[status]?.count)
                #expect(listing.items.allSatisfy { $0.status == status })
            }
            #expect(try bench.store.jobs(status: nil, page: Page(limit: 9)).total == 6)
        },
        StoreExercise("a waiting job can be cancelled, and is not claimed afterwards") { bench in
            let job = try bench.create()
            bench.clock.advance(by: .seconds(5))
            guard case .cancelled(let change) = try bench.store.cancel(job.id) else {
                Issue.record("a waiting job was not cancelled")
                return
            }
            #expect(change.job.status == .cancelled)
            #expect(change.job.completedAt == bench.clock.now)
            #expect(change.job.errorMessage == nil)
            #expect(change.events.map(\.kind) == [.status])
            #expect(change.events.map(\.message) == ["Job cancelled"])
            #expect(change.events.map(\.status) == [.cancelled])
            #expect(try bench.store.snapshot(of: job.id) == JobSnapshot(job: change.job, events: change.events))
            #expect(try bench.store.claimNext(by: bench.runner, lease: bench.lease) == nil)
        },
        StoreExercise("a job that has ended cannot be cancelled, and is left as it is") { bench in
            let claim = try bench.begin()
            let change = try #require(try bench.store.complete(claim.id, with: bench.newVideo()))
            guard case .alreadyEnded(let job) = try bench.store.cancel(claim.job.id) else {
                Issue.record("a completed job was cancelled")
                return
            }
            #expect(job == change.job)
            #expect(try bench.job(job.id) == change.job)
        },
        StoreExercise("the same key and request are the same job; with another request it is refused") { bench in
            let request = JobRequest(url: "https://example.org/article")
            let terms = EnqueueOptions(idempotencyKey: "order 7")
            guard case .accepted(let job) = try bench.store.enqueue(request, options: terms) else {
                Issue.record("a new key was not accepted")
                return
            }
            #expect(try bench.store.enqueue(request, options: terms) == .repeated(job))
            let claim = try bench.claim()
            #expect(try bench.store.enqueue(request, options: terms) == .repeated(claim.job))
            let other = JobRequest(url: "https://example.org/other")
            #expect(try bench.store.enqueue(other, options: terms) == .otherRequest(claim.job))
            #expect(try bench.store.jobs(status: nil, page: Page(limit: 9)).total == 1)
        },
        StoreExercise("a full queue takes nothing but what it has already, and more when a job has begun") { bench in
            let request = JobRequest(url: "https://example.org/article")
            let terms = EnqueueOptions(idempotencyKey: "order 7", queueLimit: 2)
            guard case .accepted(let first) = try bench.store.enqueue(request, options: terms) else {
                Issue.record("an empty queue was full")
                return
            }
            try bench.create()
            let late = EnqueueOptions(queueLimit: 2)
            #expect(try bench.store.enqueue(request, options: late) == .queueFull(waiting: 2))
            #expect(try bench.store.enqueue(request, options: terms) == .repeated(first))
            _ = try bench.claim()
            guard case .accepted = try bench.store.enqueue(request, options: late) else {
                Issue.record("a queue with room refused a job")
                return
            }
        },
        StoreExercise("what there is is counted") { bench in
            _ = try bench.store.complete(try bench.begin().id, with: bench.newVideo())
            try bench.create()
            try bench.create()
            let counts = try bench.store.counts()
            #expect(
                counts.jobs == [.pending: 2, .processing: 0, .completed: 1, .failed: 0, .cancelled: 0]
                    && counts.videos == 1)
        },
        StoreExercise("which of many jobs have changed is told by the numbers of their newest events") { bench in
            let running = try bench.begin()
            _ = try bench.record(.articleExtracted, running)
            let waiting = try bench.create()
            let ids = [running.job.id, waiting.id, JobID(), waiting.id]
            #expect(try bench.store.eventSeqs(of: ids) == [running.job.id: 2, waiting.id: 0])
            _ = try bench.record(11, "Going on", running)
            #expect(try bench.store.eventSeqs(of: [running.job.id]) == [running.job.id: 3])
            #expect(try bench.store.eventSeqs(of: []).isEmpty)
        },
        StoreExercise("a healthy store says so, and one that was closed answers no more") { bench in
            try bench.store.checkHealth()
            try bench.store.close()
            #expect(throws: StoreError.self) { try bench.store.checkHealth() }
            #expect(throws: StoreError.self) { try bench.store.createJob(JobRequest(url: "https://example.org/")) }
        },
    ]

    static let videos = [
        StoreExercise("a completed job's video can be read, listed and found by its file") { bench in
            let claim = try bench.begin()
            let job = try #require(try bench.store.complete(claim.id, with: bench.newVideo("coral"))).job
            let id = try #require(job.videoID)
            let video = try #require(try bench.store.video(id))
            let new = bench.newVideo("coral")
            #expect(
                video
                    == Video(
                        id: id, title: new.title, sourceURL: new.sourceURL, filePath: new.filePath,
                        duration: new.duration, sizeMB: new.sizeMB, script: new.script, createdAt: bench.clock.now,
                        quality: .standard))
            #expect(try bench.store.videos(page: Page(limit: 5)).items == [video])
            #expect(try bench.store.videoPaths() == ["outputs/coral.mp4"])
        },
        StoreExercise("a video in the making has its place from when it can be watched until its job runs no more") {
            bench in
            let claim = try bench.begin()
            try bench.store.recordLive("outputs/tide.mp4", under: claim.id)
            #expect(try bench.store.job(claim.job.id)?.livePath == "outputs/tide.mp4")
            _ = try bench.store.release(claim.id)
            #expect(try bench.store.job(claim.job.id)?.livePath == nil)
            // The next attempt begins without one.
            let next = try #require(try bench.store.claimNext(by: bench.runner, lease: bench.lease))
            #expect(next.job.livePath == nil)
            try bench.store.recordLive("outputs/stale.mp4", under: claim.id)
            #expect(try bench.store.job(claim.job.id)?.livePath == nil)
            var video = bench.newVideo("tide")
            video.hasStream = true
            let made = try #require(try bench.store.complete(next.id, with: video)).job
            #expect(try bench.store.video(try #require(made.videoID))?.hasStream == true)
        },
        StoreExercise("videos are listed newest first, page by page, with the total of all pages") { bench in
            for name in ["a", "b", "c"] {
                _ = try bench.store.complete(try bench.begin().id, with: bench.newVideo(name))
            }
            let listing = try bench.store.videos(page: Page(limit: 2))
            #expect(listing.items.map(\.filePath) == ["outputs/c.mp4", "outputs/b.mp4"])
            #expect(listing.total == 3)
            let rest = try bench.store.videos(page: Page(limit: 2, offset: 2))
            #expect(rest.items.map(\.filePath) == ["outputs/a.mp4"])
            #expect(try bench.store.videos(page: Page(limit: -1)).items.isEmpty)
            #expect(try bench.store.videoPaths() == ["outputs/a.mp4", "outputs/b.mp4", "outputs/c.mp4"])
        },
        StoreExercise("the newest completed job of an address is found, and only a completed one") { bench in
            let url = "https://example.org/article"
            #expect(try bench.store.completedJob(forURL: url) == nil)
            let first = try bench.begin()
            #expect(try bench.store.completedJob(forURL: url) == nil)
            _ = try bench.store.complete(first.id, with: bench.newVideo("a"))
            #expect(try bench.store.completedJob(forURL: url)?.id == first.job.id)
            let second = try bench.begin()
            _ = try bench.store.complete(second.id, with: bench.newVideo("b"))
            let failed = try bench.begin()
            _ = try bench.store.fail(failed.id, with: bench.error, retryAfter: nil)
            #expect(try bench.store.completedJob(forURL: url)?.id == second.job.id)
            #expect(try bench.store.completedJob(forURL: url + "/other") == nil)
        },
        StoreExercise("a deleted video is gone, its number is not given again, and its job stays without it") { bench in
            let claim = try bench.begin()
            let job = try #require(try bench.store.complete(claim.id, with: bench.newVideo("a"))).job
            let id = try #require(job.videoID)
            let video = try #require(try bench.store.video(id))
            #expect(try bench.store.deleteVideo(id) == video)
            #expect(try bench.store.video(id) == nil)
            #expect(try bench.store.deleteVideo(id) == nil)
            #expect(try bench.store.videos(page: Page(limit: 5)).total == 0)
            var left = job
            left.videoID = nil
            #expect(try bench.job(job.id) == left)
            #expect(try bench.store.completedJob(forURL: job.request.url) == nil)
            let next = try #require(try bench.store.complete(try bench.begin().id, with: bench.newVideo("a"))).job
            #expect(try #require(next.videoID).rawValue > id.rawValue)
        },
        StoreExercise("an edit's video is the next version of the edited one, and keeps how it was to be made") {
            bench in
            let style = ReelStyle(aspect: .square, voice: "slt", captions: .soft, music: "none", theme: .plum)
            let first = try bench.makeVersion("a", quality: .high, style: style)
            let second = try bench.makeVersion("b", editing: first.id, quality: .draft)
            let third = try bench.makeVersion("c", editing: first.id)
            let fourth = try bench.makeVersion("d", editing: third.id)
            let other = try bench.makeVersion("e")
            #expect([first, second, third, fourth, other].map(\.version) == [1, 2, 3, 4, 1])
            #expect([first, second, third, fourth].map(\.editOf) == [nil, first.id, first.id, third.id])
            #expect(first.style == style && first.quality == .high)
            #expect(second.style == nil && second.quality == .draft)
            for video in [first, third] {
                #expect(try bench.store.versions(of: video.id) == [first, second, third, fourth])
            }
            #expect(try bench.store.versions(of: other.id) == [other])
            #expect(try bench.store.versions(of: VideoID(rawValue: 99)).isEmpty)
        },
        StoreExercise("versions stay together whichever of them is deleted") { bench in
            let first = try bench.makeVersion("a")
            let second = try bench.makeVersion("b", editing: first.id)
            let third = try bench.makeVersion("c", editing: second.id)
            _ = try bench.store.deleteVideo(first.id)
            _ = try bench.store.deleteVideo(second.id)
            let fourth = try bench.makeVersion("d", editing: third.id)
            let left = try bench.store.versions(of: third.id)
            #expect(left.map(\.id) == [third.id, fourth.id])
            #expect(left.map(\.version) == [3, 4])
            #expect(left.map(\.editOf) == [nil, third.id])
        },
        StoreExercise("an edit of a version that was deleted meanwhile joins the others; no number is given twice") {
            bench in
            let first = try bench.makeVersion("a")
            let second = try bench.makeVersion("b", editing: first.id)
            let third = try bench.makeVersion("c", editing: second.id)
            _ = try bench.store.deleteVideo(third.id)
            let fourth = try bench.makeVersion("d", editing: third.id)
            #expect(fourth.version == 4 && fourth.editOf == nil)
            #expect(try bench.store.versions(of: first.id) == [first, second, fourth])
            // The one that the others began with, and then all of them.
            _ = try bench.store.deleteVideo(first.id)
            let fifth = try bench.makeVersion("e", editing: first.id)
            #expect(fifth.version == 5 && fifth.editOf == nil)
            for id in [second, fourth, fifth].map(\.id) { _ = try bench.store.deleteVideo(id) }
            let sixth = try bench.makeVersion("f", editing: second.id)
            #expect(sixth.version == 6)
            #expect(try bench.store.versions(of: sixth.id) == [sixth])
            // One that nobody has edited yet.
            let alone = try bench.makeVersion("g")
            _ = try bench.store.deleteVideo(alone.id)
            let next = try bench.makeVersion("h", editing: alone.id)
            #expect(next.version == 2)
            #expect(try bench.store.versions(of: next.id) == [next])
            #expect(try bench.store.versions(of: alone.id).isEmpty)
        },
        StoreExercise("a file belongs to one video: a second completion with it does nothing at all") { bench in
            _ = try bench.store.complete(try bench.begin().id, with: bench.newVideo("same"))
            let claim = try bench.begin()
            #expect(throws: StoreError.self) {
                try bench.store.complete(claim.id, with: bench.newVideo("same"))
            }
            #expect(try bench.job(claim.job.id) == claim.job)
            #expect(try bench.events(claim.job.id) == [claim.event])
            #expect(try bench.store.videos(page: Page(limit: 5)).total == 1)
            #expect(try bench.store.complete(claim.id, with: bench.newVideo("other")) != nil)
        },
    ]
}
