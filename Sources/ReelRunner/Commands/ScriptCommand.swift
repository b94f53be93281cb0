import ArgumentParser
import Foundation
import Logging
import ReelCore
import ReelExtract
import ReelFetch
import ReelScript
import ReelSettings

/// The script of an article, as JSON: what the second stage makes of the first.
struct ScriptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "script", abstract: "Print the script of an article as JSON.",
        discussion:
            "Change it as you like and send it back in the field script of POST /api/generate-video, or give it "
            + "to make --script.")

    @Argument(help: "An http(s) address of a page or a feed, or a file: HTML, Markdown (.md) or text (.txt).")
    var source: String

    @Option(help: "The address that a saved page came from.")
    var url: String?

    @Option(help: "Which entry of a feed, from 1, the newest first.")
    var entry: Int?

    @Option(help: "How long the reel should be, in seconds: 20 to 60.")
    var seconds: Int?

    @Option(help: "Your own script, a JSON file: prints it as it would be used.")
    var script: String?

    func validate() throws {
        if let seconds, !(20...60).contains(seconds) {
            throw ValidationError("A reel lasts 20 to 60 seconds.")
        }
    }

    func run() async throws {
        let config = try await Settings.load(
            environment: ProcessInfo.processInfo.environment.merging(["REEL_LOG_LEVEL": "warning"]) { own, _ in own })
        try LogSettings.bootstrap(config)
        let context = StageContext(
            workFolder: FileManager.default.temporaryDirectory, logger: Logger(label: "script"))
        do {
            let own = try script.map { try ScriptForm.script(inFile: $0) }
            let article = try await ExtractStage(
                fetcher: .live(try FetchPolicy(config)), settings: try ExtractSettings(config)
            ).run(PageSource(argument: source, base: url, entry: entry), in: context)
            let script = try await ScriptStage(settings: try ScriptSettings(config)).run(
                ScriptOrder(article: article, ownScript: own, seconds: seconds), in: context)
            print(try ExtractCommand.json(script, pretty: true))
        } catch {
            throw FailedByHand(error)
        }
    }
}

extension ScriptForm {
    /// - Throws: what was wrong with the file, field by field.
    static func script(inFile path: String) throws -> Script {
        let form = ScriptForm(
            try WireCoding.decode(JSONValue.self, from: Data(contentsOf: URL(fileURLWithPath: path))))
        guard form.problems.isEmpty else {
            throw ValidationError(form.problems.map(\.message).joined(separator: "\n"))
        }
        return form.script
    }
}
