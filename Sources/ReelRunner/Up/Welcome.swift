import Foundation
import ReelCore
import ReelSettings

/// Tells where the service is reached, and makes the sample's reel unless it is there or on its way.
struct Welcome: Sendable {
    let settings: UpSettings
    /// The address of the sample page; `nil` for no first reel.
    let sample: String?
    let log: LogMultiplexer

    func run() async {
        let client = ServiceClient(address: settings.listen.url)
        do {
            try await client.awaitService(within: .seconds(60))
        } catch {
            guard !Task.isCancelled else { return }
            say("\(error)")
            say("The service does not come up; the lines above say why.")
            return
        }
        announce("ReelCraft is at \(settings.listen.url)")
        guard let sample else { return }
        let last = LastLine()
        let reel = FirstReel(client: client, cancelsJob: false) { progress, message in
            let line = "\(ProgressLine.percent(progress)) \(message)"
            if last.isNew(line) { log.write("reel", line) }
        }
        do {
            guard let video = try await reel.makeSample(sample) else { return }
            say(settings.home.layout.root.appending(path: video.filePath ?? "").path)
            announce("The first reel is there. Watch it at \(settings.listen.url)")
        } catch {
            if !Task.isCancelled { say("\(error)") }
        }
    }

    private func say(_ text: String) { log.write("reel", text) }
}
