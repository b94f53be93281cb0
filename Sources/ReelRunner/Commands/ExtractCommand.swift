import ArgumentParser
import Foundation
import Logging
import ReelCore
import ReelExtract
import ReelFetch
import ReelSettings

/// The article of a page, as JSON: what the first stage sees.
struct ExtractCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract", abstract: "Print the article of a page as JSON.",
        discussion: "With --batch, standard input holds lines PATH<TAB>URL, and each gives one line of JSON.")

    @Argument(help: "An http(s) address of a page or a feed, or a file: HTML, Markdown (.md) or text (.txt).")
    var source: String?

    @Option(help: "The address that a saved page came from.")
    var url: String?

    @Option(help: "Which entry of a feed, from 1, the newest first.")
    var entry: Int?

    @Flag(help: "Read lines PATH<TAB>URL from standard input.")
    var batch = false

    func validate() throws {
        guard batch != (source != nil) else {
            throw ValidationError("Name one page, or give --batch and pages on standard input.")
        }
    }

    func run() async throws {
        let config = try await Settings.load()
        try LogSettings.bootstrap(config)
        let stage = ExtractStage(
            fetcher: .live(try FetchPolicy(config)), settings: ExtractSettings(config))
        let context = StageContext(
            workFolder: FileManager.default.temporaryDirectory, logger: Logger(label: "extract"))
        if let source {
            do {
                let article = try await stage.run(PageSource(argument: source, base: url, entry: entry), in: context)
                print(try Self.json(article, pretty: true))
            } catch {
                throw FailedByHand(error)
            }
            return
        }
        while let line = readLine() {
            let fields = line.split(separator: "\t", maxSplits: 1).map(String.init)
            guard let path = fields.first else { continue }
            let page = PageSource(argument: path, base: fields.count > 1 ? fields[1] : nil)
            do {
                print(try Self.json(try await stage.run(page, in: context), pretty: false))
            } catch {
                let failure = JobFailure(error, in: .extract)
                print(try Self.json(["error": failure.message, "text": ""], pretty: false))
            }
        }
    }

    static func json(_ value: some Encodable, pretty: Bool) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
