import Foundation
import ReelCore

/// The answer of `GET /v1/search` (https://www.pexels.com/api/documentation/, read 2026-11): only the fields that are
/// used. A photo that lacks one of them is passed over, and the others are taken.
package struct PexelsPhotos: Decodable, Sendable {
    package struct Photo: Decodable, Sendable {
        package struct Source: Decodable, Sendable {
            var original: String
            var large2x: String?
        }

        var id: Int
        var width: Int
        var height: Int
        var url: String?
        var photographer: String?
        var alt: String?
        var src: Source
    }

    package var photos: [Photo]

    package init(from decoder: any Decoder) throws {
        photos = try decoder.container(keyedBy: CodingKeys.self).decode([Lenient<Photo>].self, forKey: .photos)
            .compactMap(\.value)
    }

    private enum CodingKeys: String, CodingKey { case photos }
}

/// The answer of `GET /videos/search`.
package struct PexelsVideos: Decodable, Sendable {
    package struct Video: Decodable, Sendable {
        package struct User: Decodable, Sendable {
            var name: String?
        }

        package struct File: Decodable, Sendable {
            var fileType: String?
            var width: Int?
            var height: Int?
            var link: String

            enum CodingKeys: String, CodingKey {
                case width, height, link
                case fileType = "file_type"
            }
        }

        var id: Int
        var width: Int
        var height: Int
        var url: String?
        /// Seconds.
        var duration: Double
        var user: User?
        var videoFiles: [Lenient<File>]

        enum CodingKeys: String, CodingKey {
            case id, width, height, url, duration, user
            case videoFiles = "video_files"
        }
    }

    package var videos: [Video]

    package init(from decoder: any Decoder) throws {
        videos = try decoder.container(keyedBy: CodingKeys.self).decode([Lenient<Video>].self, forKey: .videos)
            .compactMap(\.value)
    }

    private enum CodingKeys: String, CodingKey { case videos }
}

/// One element of a list of which some may be odd.
package struct Lenient<Value: Decodable & Sendable>: Decodable, Sendable {
    package var value: Value?

    package init(from decoder: any Decoder) throws {
        value = try? Value(from: decoder)
    }
}

/// A photo or video of the library, not fetched yet.
package struct PexelsItem: Hashable, Sendable {
    package enum Kind: String, Sendable { case photo, video }

    package var kind: Kind
    package var id: Int
    package var size: FrameSize
    /// Where the file is, the best first.
    package var files: [String]
    package var words: Set<String>
    package var credit: Credit

    /// - Returns: `nil` without a file.
    init?(_ photo: PexelsPhotos.Photo) {
        kind = .photo
        id = photo.id
        size = FrameSize(width: photo.width, height: photo.height)
        files = [photo.src.original, photo.src.large2x].compactMap { $0 }.filter { !$0.isEmpty }
        words = SceneWords.of(photo.alt ?? "").union(Self.words(ofPage: photo.url))
        credit = Self.credit("Photo", by: photo.photographer, page: photo.url)
        if files.isEmpty { return nil }
    }

    /// - Parameter edge: pixels that the shorter edge should have; the smallest file that has them is taken first.
    /// - Returns: `nil` without an MP4.
    init?(_ video: PexelsVideos.Video, shorterEdge edge: Int) {
        kind = .video
        id = video.id
        size = FrameSize(width: video.width, height: video.height)
        let files = video.videoFiles.compactMap(\.value).filter { $0.fileType == "video/mp4" && !$0.link.isEmpty }
        func shorter(_ file: PexelsVideos.Video.File) -> Int { min(file.width ?? 0, file.height ?? 0) }
        let enough = files.filter { shorter($0) >= edge }.min { shorter($0) < shorter($1) }
        self.files = [enough ?? files.max { shorter($0) < shorter($1) }].compactMap { $0?.link }
        words = Self.words(ofPage: video.url)
        credit = Self.credit("Video", by: video.user?.name, page: video.url)
        if self.files.isEmpty { return nil }
    }

    /// The licence asks for no credit; the API's guidelines do (https://www.pexels.com/api/documentation/#guidelines).
    private static func credit(_ kind: String, by name: String?, page: String?) -> Credit {
        let by = name.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(80) } ?? ""
        return Credit(
            text: by.isEmpty ? "\(kind) from Pexels" : "\(kind) by \(by) on Pexels", url: page,
            licence: "Pexels License")
    }

    /// `https://www.pexels.com/video/a-diver-by-a-reef-1234/` says what is seen.
    private static func words(ofPage url: String?) -> Set<String> {
        guard let name = url?.split(separator: "/").last else { return [] }
        return SceneWords.of(name.split(separator: "-").filter { Int($0) == nil }.joined(separator: " "))
    }
}
