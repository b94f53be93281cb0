import ArgumentParser
import Foundation
import Logging
import ReelCache
import ReelCompose
import ReelCore

/// Composes what a file describes, with nothing found in the cache: what `Benchmarks/compose` runs.
struct BenchComposeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-compose", abstract: "Compose the pictures of a described reel.", shouldDisplay: false)

    /// The input of the stage, as JSON.
    private struct Order: Codable {
        var script: Script
        var timeline: Timeline
        var visuals: Visuals
        var quality: Quality?
        var aspect: Aspect?
        var captions: CaptionLook?
    }

    @Argument(help: "A JSON file with script, timeline and visuals.")
    var order: String

    @Option(help: "The file to be written.")
    var output: String

    @Option(help: "The ffmpeg to use.")
    var ffmpeg = "ffmpeg"

    @Option(help: "Pieces encoded at once.")
    var encoders = 2

    func run() async throws {
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        let order = try JSONDecoder().decode(Order.self, from: try Data(contentsOf: URL(fileURLWithPath: order)))
        let target = URL(fileURLWithPath: output)
        let folder = target.deletingLastPathComponent().appending(path: ".bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = ComposeSettings()
        settings.ffmpeg = ffmpeg
        settings.encoders = encoders
        let stage = ComposeStage(cache: ContentCache(root: folder.appending(path: "cache")), settings: settings)
        let made = try await stage.run(
            ComposeInput(
                script: order.script, timeline: order.timeline, visuals: order.visuals,
                quality: order.quality ?? .standard, aspect: order.aspect ?? .vertical,
                captions: order.captions ?? .bold),
            in: StageContext(workFolder: folder, logger: Logger(label: "bench")))
        try? FileManager.default.removeItem(at: target)
        try FileManager.default.moveItem(at: made.file, to: target)
        print("\(made.frameCount) frames")
    }
}
