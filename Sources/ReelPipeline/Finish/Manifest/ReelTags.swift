import Foundation
import ReelCore

/// What an MP4 says of itself: title, source, date, software, and that a machine made it.
package struct ReelTags: Hashable, Sendable {
    package var title: String
    /// The article's address; empty where there is none.
    package var sourceURL: String
    /// When the reel was ordered. Not when it was made: the same order is the same bytes, whenever it is carried out.
    package var orderedAt: Date?
    /// Of pictures and clips, each once.
    package var credits: [String]

    package init(title: String, sourceURL: String = "", orderedAt: Date? = nil, credits: [String] = []) {
        self.title = title
        self.sourceURL = sourceURL
        self.orderedAt = orderedAt
        self.credits = credits
    }

    /// As ffprobe shows them.
    package var tags: [String: String] {
        var tags = ["comment": note, "encoder": Software.name]
        // An empty tag is none.
        if !Self.line(title).isEmpty { tags["title"] = Self.line(title) }
        if !sourceURL.isEmpty { tags["description"] = "Source: \(Self.line(sourceURL, limit: 2000))" }
        if !credits.isEmpty { tags["copyright"] = Self.line(credits.joined(separator: "; "), limit: 1000) }
        if let orderedAt {
            tags["date"] = Timestamp.wire(orderedAt) + "Z"
            tags["creation_time"] = Timestamp.wire(orderedAt) + ".000000Z"
        }
        return tags
    }

    /// As ffmpeg takes them: with `bitexact` it keeps `encoder` for itself, and calls the same field `encoding_tool`.
    package var arguments: [String] {
        tags.sorted { $0.key < $1.key }.flatMap { key, value in
            ["-metadata", "\(key == "encoder" ? "encoding_tool" : key)=\(value)"]
        }
    }

    private var note: String {
        "This video was made by a machine (\(Software.name)) from a written source. IPTC digital source type: "
            + ReelManifest.sourceType
    }

    /// One line of text, as players show it.
    private static func line(_ text: String, limit: Int = 250) -> String {
        let spaced = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
        return String(spaced).cut(to: limit)
    }
}
