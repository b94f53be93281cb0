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
        discussion: "With --batch, standard input holds lines PATH<TAB>URL, and each gives one line of JSON, in their "
            + "order; as many pages are read at a time as there are cores.")

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
        let config = try await Settings.load(
            environment: ProcessInfo.processInfo.environment.merging(["REEL_LOG_LEVEL": "warning"]) { own, _ in own })
        try LogSettings.bootstrap(config)
        let stage = ExtractStage(
            fetcher: .live(try FetchPolicy(config)), settings: try ExtractSettings(config))
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
        await Self.readBatch { page in
            do {
                return try Self.json(try await stage.run(page, in: context), pretty: false)
            } catch {
                let failure = JobFailure(error, in: .extract)
                return (try? Self.json(["error": failure.message, "text": ""], pretty: false)) ?? "{}"
            }
        }
    }

    /// One line of output for each of input, in their order; as many pages at a time as there are cores.
    private static func readBatch(_ read: @escaping @Sendable (PageSource) async -> String) async {
        let output = OrderedOutput()
        await withTaskGroup(of: Void.self) { group in
            var started = 0
            while let line = readLine() {
                let fields = line.split(separator: "\t", maxSplits: 1).map(String.init)
                guard let path = fields.first else { continue }
                let page = PageSource(argument: path, base: fields.count > 1 ? fields[1] : nil)
                if started >= ProcessInfo.processInfo.activeProcessorCount { await group.next() }
                let place = started
                started += 1
                group.addTask { await output.print(await read(page), place) }
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

/// Prints lines in the order of their places, each as soon as all before it are there.
private actor OrderedOutput {
    private var next = 0
    private var waiting: [Int: String] = [:]

    func print(_ line: String, _ place: Int) {
        waiting[place] = line
        while let line = waiting.removeValue(forKey: next) {
            Swift.print(line)
            next += 1
        }
        fflush(nil)
    }
}
