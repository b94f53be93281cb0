import Foundation
import ReelCore
import ReelSettings

/// A video for search engines, as JSON-LD (https://schema.org/VideoObject).
struct VideoObject: Encodable {
    var name: String
    var description: String
    var thumbnailUrl: String
    /// ISO 8601, UTC.
    var uploadDate: String
    /// ISO 8601, such as `PT44S`; absent where nobody knows.
    var duration: String?
    var contentUrl: String
    var embedUrl: String
    var inLanguage: String
    var width: Int?
    var height: Int?
    /// The article.
    var isBasedOn: String?
    /// All that is said.
    var transcript: String?

    private enum CodingKeys: String, CodingKey {
        case context = "@context"
        case type = "@type"
        case name, description, thumbnailUrl, uploadDate, duration, contentUrl, embedUrl, inLanguage, width, height
        case isBasedOn, transcript
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("https://schema.org", forKey: .context)
        try container.encode("VideoObject", forKey: .type)
        try container.encode(name, forKey: .name)
        try container.encode(description, forKey: .description)
        try container.encode(thumbnailUrl, forKey: .thumbnailUrl)
        try container.encode(uploadDate, forKey: .uploadDate)
        try container.encodeIfPresent(duration, forKey: .duration)
        try container.encode(contentUrl, forKey: .contentUrl)
        try container.encode(embedUrl, forKey: .embedUrl)
        try container.encode(inLanguage, forKey: .inLanguage)
        try container.encodeIfPresent(width, forKey: .width)
        try container.encodeIfPresent(height, forKey: .height)
        try container.encodeIfPresent(isBasedOn, forKey: .isBasedOn)
        try container.encodeIfPresent(transcript, forKey: .transcript)
    }
}
