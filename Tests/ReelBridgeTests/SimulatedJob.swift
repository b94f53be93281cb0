import Foundation
import ReelBridge
import ReelCore
import ReelStore

/// One job as the store and a runner would tell it: every step has the next number, and milestones and
/// changes of status are kept.
struct SimulatedJob {
    private(set) var job: Job
    private(set) var events: [JobEvent] = []
    private var now = Date(timeIntervalSince1970: 1_790_000_000)

    init(id: JobID = JobID()) {
        job = Job(id: id, request: JobRequest(url: "https://example.org/article"), createdAt: now)
    }

    var id: JobID { job.id }
    var snapshot: JobUpdate { .snapshot(JobSnapshotMessage(JobSnapshot(job: job, events: events))) }

    mutating func start() -> JobEvent {
        job.status = .processing
        job.startedAt = job.startedAt ?? now.addingTimeInterval(1)
        return note(.status, "Processing started")
    }

    mutating func reach(_ milestone: Milestone) -> JobEvent {
        job.progress = max(job.progress, milestone.progress)
        job.progressMessage = milestone.message(sceneCount: 9)
        return note(.milestone, job.progressMessage)
    }

    mutating func move(to progress: Int) -> JobEvent {
        job.progress = max(job.progress, progress)
        job.progressMessage = "Scene at \(progress)"
        return note(.progress, job.progressMessage)
    }

    mutating func pause() -> JobEvent {
        job.status = .pending
        return note(.status, "Waiting to be resumed")
    }

    mutating func end(_ status: JobStatus) -> JobEvent {
        job.status = status
        job.completedAt = now
        return note(.status, "Ended as \(status)")
    }

    private mutating func note(_ kind: JobEvent.Kind, _ message: String) -> JobEvent {
        now += 1
        job.eventSeq += 1
        let event = JobEvent(
            jobID: id, seq: job.eventSeq, kind: kind, progress: job.progress, message: message, status: job.status,
            at: now)
        if kind != .progress { events.append(event) }
        return event.carrying(job)
    }
}

/// A message to a client in few words: `connection`, `subscribed`, `job_progress 5 #2`, `job_status processing #1`, `error`.
func brief(_ json: String) -> String {
    guard let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] else { return json }
    let type = object["type"] as? String ?? "?"
    let seq = (object["seq"] as? Int).map { " #\($0)" } ?? ""
    switch type {
    case "job_progress": return "\(type) \(object["progress"] as? Int ?? -1)\(seq)"
    case "job_status": return "\(type) \((object["status"] as? [String: Any])?["status"] as? String ?? "?")\(seq)"
    default: return type
    }
}

/// What `brief` leaves out.
func words(_ json: String) -> String {
    let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    return object?["message"] as? String ?? ""
}
