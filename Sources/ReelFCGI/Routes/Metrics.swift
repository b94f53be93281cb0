import Foundation
import ReelCore
import ReelSignals
import ReelStore

extension Responder {
    /// `GET /metrics`: what a monitor wants to know, in the text format of Prometheus (version 0.0.4). nginx lets only this
    /// machine ask.
    func metrics() throws -> Response {
        let counts = try store.counts()
        var lines = [
            "# HELP reelcraft_jobs Jobs by status.",
            "# TYPE reelcraft_jobs gauge",
        ]
        lines += JobStatus.allCases.map { "reelcraft_jobs{status=\"\($0.rawValue)\"} \(counts.jobs[$0] ?? 0)" }
        lines += [
            "# HELP reelcraft_videos Finished videos.",
            "# TYPE reelcraft_videos gauge",
            "reelcraft_videos \(counts.videos)",
            "# HELP reelcraft_runners Runners that live.",
            "# TYPE reelcraft_runners gauge",
            "reelcraft_runners \(presence.livingCount())",
        ]
        if let free = freeBytes() {
            lines += [
                "# HELP reelcraft_disk_free_bytes Room for new videos where the outputs lie.",
                "# TYPE reelcraft_disk_free_bytes gauge",
                "reelcraft_disk_free_bytes \(free)",
            ]
        }
        return Response(
            status: 200, contentType: "text/plain; version=0.0.4; charset=utf-8",
            body: Data((lines.joined(separator: "\n") + "\n").utf8))
    }

    private func freeBytes() -> Int? {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: layout.root.path)
        return (attributes?[.systemFreeSize] as? NSNumber)?.intValue
    }
}
