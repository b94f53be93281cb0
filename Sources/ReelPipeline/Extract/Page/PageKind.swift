import Foundation

/// What an address led to, when that is no page.
package enum PageKind {
    /// - Returns: words such as "a PDF document"; `nil` for HTML and XHTML.
    package static func other(than data: Data, contentType: String?) -> String? {
        // A server that says nothing, or "some bytes", leaves it to the bytes.
        let type = contentType?.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased() ?? ""
        if type == "text/html" || type == "application/xhtml+xml" { return sniff(data) }
        if type.isEmpty || type == "application/octet-stream" {
            return sniff(data) ?? (looksLikeMarkup(data) ? nil : "a file of an unknown kind")
        }
        if type == "text/plain" || type.hasSuffix("/xml") || type.hasSuffix("+xml") {
            return sniff(data) ?? (type == "text/plain" ? "plain text" : "an XML document")
        }
        return name(type)
    }

    /// Whether it may be a feed.
    static func mayBeFeed(_ data: Data, contentType: String?) -> Bool {
        let type = contentType?.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased() ?? ""
        return type.hasSuffix("xml") && type != "application/xhtml+xml" || type.hasSuffix("json")
            || Feed.looksLikeXML(data)
    }

    private static func name(_ type: String) -> String {
        switch type {
        case "application/pdf": "a PDF document"
        case "application/json", "text/json": "JSON data"
        case let type where type.hasSuffix("+json"): "JSON data"
        case let type where type.hasPrefix("image/"): "a picture"
        case let type where type.hasPrefix("video/"): "a video"
        case let type where type.hasPrefix("audio/"): "a sound file"
        case "application/zip", "application/gzip", "application/x-tar": "an archive"
        default: "a file of the type \(type.prefix(60))"
        }
    }

    /// Tells by the first bytes what is certainly no page.
    private static func sniff(_ data: Data) -> String? {
        let head = [UInt8](data.prefix(16))
        let signatures: [([UInt8], String)] = [
            (Array("%PDF-".utf8), "a PDF document"), ([0x89, 0x50, 0x4e, 0x47], "a picture"),
            ([0xff, 0xd8, 0xff], "a picture"), (Array("GIF8".utf8), "a picture"),
            (Array("PK\u{3}\u{4}".utf8), "an archive"),
            ([0x1f, 0x8b], "an archive"), ([0x1a, 0x45, 0xdf, 0xa3], "a video"), (Array("ID3".utf8), "a sound file"),
            (Array("OggS".utf8), "a sound file"),
        ]
        if let found = signatures.first(where: { head.starts(with: $0.0) }) { return found.1 }
        if head.count >= 12, head[4..<8].elementsEqual("ftyp".utf8) { return "a video" }
        if head.starts(with: Array("RIFF".utf8)) {
            return head.dropFirst(8).starts(with: Array("WEBP".utf8)) ? "a picture" : "a media file"
        }
        let text = data.prefix(64).first { $0 > 0x20 }
        return text == UInt8(ascii: "{") || text == UInt8(ascii: "[") ? "JSON data" : nil
    }

    private static func looksLikeMarkup(_ data: Data) -> Bool {
        data.isEmpty || data.prefix(4096).contains(UInt8(ascii: "<"))
    }
}
