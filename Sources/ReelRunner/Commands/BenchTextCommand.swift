import ArgumentParser
import Foundation
import Glibc
import Logging
import ReelCore
import ReelExtract
import ReelScript

/// How much CPU time extraction and script take, page by page: what `Benchmarks/text` runs.
struct BenchTextCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-text", abstract: "Measure extraction and script of saved pages.", shouldDisplay: false)

    @Argument(help: "HTML files.")
    var pages: [String]

    @Option(help: "How often each page is done; the median counts.")
    var rounds = 9

    func run() async throws {
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        let context = StageContext(workFolder: FileManager.default.temporaryDirectory, logger: Logger(label: "bench"))
        var totals: [Double] = []
        for page in pages {
            let html = try Data(contentsOf: URL(fileURLWithPath: page))
            var extracts: [Double] = []
            var scripts: [Double] = []
            for _ in 0...max(1, rounds) {
                let start = Self.cpuMilliseconds()
                guard let article = try? extractArticle(html: html, url: "https://example.org/") else { break }
                let middle = Self.cpuMilliseconds()
                _ = try? await ScriptStage().run(ScriptOrder(article: article), in: context)
                extracts.append(middle - start)
                scripts.append(Self.cpuMilliseconds() - middle)
            }
            guard extracts.count > 1 else { continue }
            // The first round loads and compiles what all others have.
            let (extract, script) = (Self.median(extracts.dropFirst()), Self.median(scripts.dropFirst()))
            totals.append(extract + script)
            print(
                String(
                    format: "%6.1f ms extract  %6.1f ms script  %5d KB  %@", extract, script, html.count / 1024,
                    URL(fileURLWithPath: page).lastPathComponent))
        }
        guard !totals.isEmpty else { return }
        print(
            String(
                format: "%d pages: median %.1f ms, 90th percentile %.1f ms, most %.1f ms of CPU time together",
                totals.count, Self.median(totals[...]), totals.sorted()[totals.count * 9 / 10], totals.max() ?? 0))
    }

    private static func cpuMilliseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }

    private static func median(_ values: ArraySlice<Double>) -> Double {
        let sorted = values.sorted()
        return sorted[sorted.count / 2]
    }
}
