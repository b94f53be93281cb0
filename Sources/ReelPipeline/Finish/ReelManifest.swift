import Foundation
import ReelCache
import ReelCore

/// What a reel was made of, and how: enough to say whose work is in it, and to make the same bytes again.
public struct ReelManifest: Hashable, Codable, Sendable {
    /// Of this layout of fields; readers refuse another.
    public static let format = "reelcraft-manifest/1"
    /// What IPTC calls media made by a program without a camera (https://cv.iptc.org/newscodes/digitalsourcetype/).
    public static let sourceType = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic"

    /// Something that went into the reel and that somebody may have made.
    public struct Input: Hashable, Codable, Sendable {
        public enum Role: String, Codable, Sendable {
            case picture, clip, speech, music
        }

        public var role: Role
        /// The scene that it is for; `nil` for the whole reel.
        public var scene: Int?
        public var url: String?
        /// SHA-256 of its bytes.
        public var digest: String?
        public var credit: Credit?

        public init(role: Role, scene: Int? = nil, url: String? = nil, digest: String? = nil, credit: Credit? = nil) {
            self.role = role
            self.scene = scene
            self.url = url
            self.digest = digest
            self.credit = credit
        }
    }

    public var format = Self.format
    public var software: String
    public var isMadeByMachine = true
    public var digitalSourceType = Self.sourceType
    public var title: String
    /// The article's address, empty where there is none.
    public var sourceURL: String
    public var voice: String
    /// With every choice that was made for it.
    public var script: Script
    public var inputs: [Input]
    /// SHA-256 of the files beside the manifest, by their endings.
    public var files: [String: String]
}

extension ReelManifest {
    package init(_ input: FinishInput, files: ReelFiles) throws {
        software = Software.name
        title = input.title
        sourceURL = input.sourceURL
        voice = input.narration.voice
        script = input.script
        inputs = try input.narration.scenes.map { scene in
            Input(role: .speech, scene: scene.sceneNumber, digest: try SHA256Digest.file(scene.audio))
        }
        inputs += input.script.scenes.compactMap { scene in
            guard let choice = scene.visual, choice.kind == .picture || choice.kind == .clip else { return nil }
            return Input(
                role: choice.kind == .clip ? .clip : .picture, scene: scene.sceneNumber, url: choice.url,
                digest: choice.digest, credit: choice.credit)
        }
        self.files = [:]
        for (file, place) in files.all where file != .manifest {
            self.files[file.ending] = try SHA256Digest.file(place)
        }
    }
}

/// What made the reel, as it is written into files.
public enum Software {
    public static let name = "ReelCraft"
}
