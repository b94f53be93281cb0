import Foundation
import ReelCore
import ReelTool

/// Who ordered what, when, and under which settings: what a reel's manifest says beside what was chosen for it.
public struct Provenance: Hashable, Sendable {
    public var orderedAt: Date
    public var request: JobRequest
    /// The article that it tells; `nil` for a script that belongs to none.
    public var article: ReelManifest.Article?
    /// What the settings say that decide about the reel, by the names of their environment variables.
    public var settings: [String: String]

    public init(
        orderedAt: Date, request: JobRequest, article: ReelManifest.Article?, settings: [String: String] = [:]
    ) {
        self.orderedAt = orderedAt
        self.request = request
        self.article = article
        self.settings = settings
    }
}

/// What made the reel, as it is written into files.
public enum Software {
    public static let name = "ReelCraft"
}

/// The packages of this machine that decide about a reel's bytes.
public enum Packages {
    /// Patterns of names: decoder, encoder, filters, letters, voices, parser.
    private static let patterns = [
        "ffmpeg", "libavcodec[0-9]*", "libavfilter[0-9]*", "libavformat[0-9]*", "libswscale[0-9]*",
        "libswresample[0-9]*", "libx264-*", "libwebp[0-9]*", "libass[0-9]*", "libfreetype6", "libharfbuzz0b",
        "libfribidi0", "libfontconfig1", "fonts-*", "libflite1", "libespeak-ng1", "espeak-ng-data", "libxml2",
        "libcurl4",
    ]

    /// Names and versions; empty where there is no `dpkg`.
    public static func installed() async -> [String: String] {
        let arguments = ["-W", "-f", "${db:Status-Abbrev}|${Package}|${Version}\n"] + patterns
        // It ends with an error when one of the patterns finds nothing, and has told of the others all the same.
        let lines = LineCollector()
        _ = try? await Tool.run(
            ToolCommand("dpkg-query", arguments, timeout: .seconds(20)), output: .lines { await lines.take($0) })
        var packages: [String: String] = [:]
        for line in await lines.lines {
            let fields = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            if fields.count == 3, fields[0].hasPrefix("ii") { packages[fields[1]] = fields[2] }
        }
        return packages
    }
}

private actor LineCollector {
    var lines: [String] = []

    func take(_ line: Data) {
        lines.append(String(decoding: line, as: UTF8.self))
    }
}
