import Foundation
import Logging
import ReelCore
import ReelDB
import ReelPipeline
import ReelSettings
import ReelStore

@main
struct ReelExample {
    static func main() async throws {
        let (word, url, place) = (CommandLine.arguments[1], CommandLine.arguments[2], CommandLine.arguments[3])
        switch word {
        case "make": try await make(from: url, in: URL(fileURLWithPath: place))
        default: try await ask(for: url, database: URL(fileURLWithPath: place))
        }
    }

    /// A reel without any service. The program ReelSpeak, which speaks, must be beside this one or in PATH.
    static func make(from url: String, in folder: URL) async throws {
        let settings = try PipelineSettings(await Settings.load())
        let pipeline = Pipeline(settings: settings, cacheRoot: folder.appending(path: "cache"))
        let reel = try await pipeline.makeReel(
            of: ReelOrder(JobRequest(url: url, quality: .draft)), in: folder, logger: Logger(label: "example")
        ) { report in
            if case .milestone(let milestone, let message) = report { print(milestone.progress, message) }
        }
        print(reel.files.video.path)
    }

    /// A job for the runners of a service on this machine, through its database.
    static func ask(for url: String, database: URL) async throws {
        let store = try SQLiteStore(path: database)
        let id = try store.createJob(JobRequest(url: url, quality: .draft)).id
        while let job = try store.job(id), !job.status.isFinal {
            print(job.progress, job.progressMessage)
            try await Task.sleep(for: .seconds(1))
        }
        print(try store.job(id)?.status.rawValue ?? "gone")
    }
}
