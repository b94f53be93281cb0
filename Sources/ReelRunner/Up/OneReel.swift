import Foundation
import ReelCore
import ReelSettings

/// One article's reel, with a bar.
struct OneReel: Sendable {
    private let client: ServiceClient
    private let settings: UpSettings

    init(_ settings: UpSettings, address: String) {
        self.settings = settings
        client = ServiceClient(address: address)
    }

    /// - Returns: the exit status: 0 when the reel is there, that of the signal that came before, else 1.
    func make(_ url: String, until signals: TerminationSignals) async -> Int32 {
        let line = ProgressLine()
        let work = Task {
            try await client.awaitService(within: .seconds(60))
            return try await FirstReel(client: client, cancelsJob: true) { line.show($0, $1) }.make(
                url, quality: settings.quality)
        }
        let status = await withTaskGroup(of: Int32?.self) { group in
            group.addTask {
                _ = await work.result
                return nil
            }
            group.addTask { await signals.first() }
            let first = await group.next() ?? nil
            // Cancels the job as well.
            work.cancel()
            group.cancelAll()
            return first
        }
        let result = await work.result
        line.end()
        if let status { return status }
        switch result {
        case .success(let video):
            announce("\(video.title) (\(Int((video.duration ?? 0).rounded())) s, \(video.sizeMB ?? 0) MB)")
            announce(settings.home.layout.root.appending(path: video.filePath ?? "").path)
            return 0
        case .failure(let problem):
            complain("No reel was made.\n\(problem)")
            return 1
        }
    }
}
