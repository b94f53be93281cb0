import Foundation
import ReelCore
import ReelOutputs
import ReelStore

extension Responder {
    /// `GET /api/videos/{id}/file`: the video itself. nginx sends it, with ranges, from the path that the answer names;
    /// `?download=1` makes a browser save it.
    func videoFile(_ name: String, _ request: Request) throws -> Response {
        let video = try video(named: name)
        guard let url = VideoResponse(video).url else { throw HTTPError.noFile(video.id) }
        if video.origin == .cloud {
            // The row of a database that was taken over may hold anything.
            guard let address = try? ArticleAddress.check(url) else { throw HTTPError.noFile(video.id) }
            return Self.elsewhere(address)
        }
        guard let key = Self.outputKey(.video, of: video), try outputs.size(of: key) != nil
        else { throw HTTPError.noFile(video.id) }
        if case .url(let url) = outputs.address(of: key) { return Self.elsewhere(url) }
        let disposition: String
        switch request.query[given: "download"] {
        case "1": disposition = "attachment"
        case nil: disposition = "inline"
        case let word?:
            throw HTTPError.invalid("download is \"\(word.excerpt())\"; send 1 to save the film, or leave it out.")
        }
        return Response(
            status: 200,
            headers: [
                ("X-Accel-Redirect", "/.reel/file/\(key.path)"),
                ("Content-Disposition", "\(disposition); \(Self.fileName(video.title))"),
                // A video's number stays, and with an edit its file may not.
                ("Cache-Control", "private, no-cache"),
            ],
            contentType: "video/mp4", body: Data())
    }

    /// A file of a video that lies in the outputs; `nil` when it lies elsewhere, or its row says what no reel of ours is
    /// called.
    static func outputKey(_ file: ReelFile, of video: Video) -> OutputKey? {
        guard [.made, .imported].contains(video.origin) else { return nil }
        return video.filePath.flatMap(OutputName.init(filePath:)).map { OutputKey($0, file) }
    }

    static func elsewhere(_ url: String) -> Response {
        Response(status: 302, headers: [("Location", url)], contentType: "text/plain", body: Data())
    }

    /// At most 80 scalars and 200 bytes: file systems take 255 bytes, and a header of nginx's has room for the three times as
    /// many of the percent-encoding.
    private static func beginning(of words: String) -> String {
        var scalars = String.UnicodeScalarView()
        var bytes = 0
        for scalar in words.unicodeScalars.prefix(80) {
            bytes += UTF8.width(scalar)
            if bytes > 200 { break }
            scalars.append(scalar)
        }
        return String(scalars)
    }

    /// The name under which a browser saves a video: the title twice, for old clients and for all (RFC 6266, RFC 8187).
    package static func fileName(_ title: String) -> String {
        // What a file system or a terminal would stumble over, and marks that turn the direction of what follows.
        let bad = CharacterSet.controlCharacters.union(.illegalCharacters).union(.newlines)
            .union(CharacterSet(charactersIn: "/\\:*?\"<>|%;\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}"))
            .union(CharacterSet(charactersIn: "\u{2066}\u{2067}\u{2068}\u{2069}"))
        let words = title.components(separatedBy: bad).joined(separator: " ")
            .split(separator: " ").joined(separator: " ")
        let name = (words.isEmpty ? "reel" : beginning(of: words)) + ".mp4"
        let ascii = String(name.unicodeScalars.map { $0.isASCII ? Character($0) : "_" })
        let encoded = name.addingPercentEncoding(withAllowedCharacters: .unreserved) ?? ascii
        return "filename=\"\(ascii)\"; filename*=UTF-8''\(encoded)"
    }
}
