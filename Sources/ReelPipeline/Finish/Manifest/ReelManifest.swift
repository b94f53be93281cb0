import Foundation
import ReelCache
import ReelCore

/// What a reel was made of, and how: enough to say whose work is in it, and to make the same bytes again.
public struct ReelManifest: Hashable, Codable, Sendable {
    /// Bytes: a script, a request and their addresses have a few hundred kilobytes at most.
    private static let largestFile = 16 << 20

    /// Of this layout of fields; readers refuse another.
    public static let format = "reelcraft-manifest/1"
    /// What IPTC calls media put together by a program from parts that people and programs made
    /// (https://cv.iptc.org/newscodes/digitalsourcetype/).
    public static let sourceType = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic"

    /// The article that the reel tells.
    public struct Article: Hashable, Codable, Sendable {
        public var url: String?
        public var title: String
        /// SHA-256 of its text.
        public var textDigest: String?

        public init(url: String?, title: String, textDigest: String? = nil) {
            self.url = url
            self.title = title
            self.textDigest = textDigest
        }

        public init(_ article: ReelCore.Article) {
            var digest = SHA256Digest()
            digest.update(Data(article.text.utf8))
            self.init(url: article.url, title: article.title, textDigest: digest.finish())
        }

        enum CodingKeys: String, CodingKey {
            case url, title
            case textDigest = "text_sha256"
        }
    }

    /// Something that went into the reel.
    public struct Input: Hashable, Codable, Sendable {
        /// What an input was used for.
        public enum Role: String, Codable, Sendable {
            case picture, clip, speech, music, sound
        }

        public var role: Role
        /// The scene that it is for; `nil` for the whole reel.
        public var scene: Int?
        /// Where it came from, of music its name; `nil` for what was made here.
        public var url: String?
        public var provider: SceneChoice.Provider?
        /// SHA-256 of its bytes.
        public var digest: String?
        public var credit: String?
        public var creditURL: String?
        public var licence: String?

        init(role: Role, scene: Int? = nil, digest: String? = nil) {
            self.role = role
            self.scene = scene
            self.digest = digest
        }

        enum CodingKeys: String, CodingKey {
            case role, scene, url, provider, credit, licence
            case digest = "sha256"
            case creditURL = "credit_url"
        }
    }

    public var format = Self.format
    public var software = Software.name
    public var isMadeByMachine = true
    public var digitalSourceType = Self.sourceType
    public var title: String
    /// The article's address, empty where there is none.
    public var sourceURL: String
    /// UTC, `2025-10-27T10:30:00Z`; `nil` for a reel that nobody ordered.
    public var orderedAt: String?
    /// As it was sent.
    public var request: JobRequest?
    public var article: Article?
    public var quality: Quality
    public var aspect: Aspect
    public var voice: String
    /// With every choice that was made for it.
    public var script: Script
    public var inputs: [Input]
    public var settings: [String: String]
    /// Debian packages and their versions.
    public var packages: [String: String]
    /// SHA-256 of the files beside the manifest, by their endings.
    public var files: [String: String]

    enum CodingKeys: String, CodingKey {
        case format, software, title, request, article, quality, aspect, voice, script, inputs, settings, packages,
            files
        case isMadeByMachine = "made_by_machine"
        case digitalSourceType = "digital_source_type"
        case sourceURL = "source_url"
        case orderedAt = "ordered_at"
    }
}

extension ReelManifest {
    package init(_ input: FinishInput, packages: [String: String], files: ReelFiles) throws {
        title = input.title
        sourceURL = input.sourceURL
        orderedAt = input.provenance.map { Timestamp.wire($0.orderedAt) + "Z" }
        request = input.provenance?.request
        article = input.provenance?.article
        quality = input.quality
        aspect = input.aspect
        voice = input.narration.voice
        script = input.script
        settings = input.provenance?.settings ?? [:]
        self.packages = packages
        inputs = try input.narration.scenes.map { scene in
            Input(role: .speech, scene: scene.sceneNumber, digest: try SHA256Digest.file(scene.audio))
        }
        inputs += input.script.scenes.compactMap(Input.init)
        if let music = input.script.music {
            var input = Input(role: .music)
            input.url = music
            inputs.append(input)
        }
        inputs.append(Input(role: .sound, digest: try SHA256Digest.file(input.sound.file)))
        self.files = [:]
        for (file, place) in files.all where file != .manifest && file != .spriteIndex {
            self.files[file.ending] = try SHA256Digest.file(place)
        }
    }

    /// When it was ordered.
    public var date: Date? {
        orderedAt.flatMap { text in
            Timestamp.date(stored: text.replacing("T", with: " ").replacing("Z", with: ""))
        }
    }

    /// Fields in the order of their names.
    package var data: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(self) + Data("\n".utf8)
        }
    }

    /// - Throws: `ManifestError`.
    public static func read(_ file: URL) throws -> ReelManifest {
        let data: Data
        do {
            let size = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
            guard size <= Self.largestFile else { throw CocoaError(.fileReadTooLarge) }
            data = try Data(contentsOf: file)
        } catch {
            throw ManifestError.unreadable(path: file.path, reason: error.localizedDescription)
        }
        // Another layout may lack fields of this one, so its name is looked at first.
        let format = try? JSONDecoder().decode(FormatOnly.self, from: data).format
        guard format == nil || format == Self.format else { throw ManifestError.otherFormat(format ?? "") }
        do {
            return try JSONDecoder().decode(ReelManifest.self, from: data)
        } catch {
            throw ManifestError.unreadable(path: file.path, reason: String(describing: error))
        }
    }

    private struct FormatOnly: Decodable {
        var format: String
    }
}

extension ReelManifest.Input {
    /// A picture or clip that somebody made; `nil` for what was drawn.
    init?(_ scene: Scene) {
        guard let choice = scene.visual, choice.kind == .picture || choice.kind == .clip else { return nil }
        self.init(role: choice.kind == .clip ? .clip : .picture, scene: scene.sceneNumber, digest: choice.digest)
        url = choice.url
        provider = choice.provider
        credit = choice.credit?.text
        creditURL = choice.credit?.url
        licence = choice.credit?.licence
    }
}

/// Why a manifest cannot be used.
public enum ManifestError: Error, Sendable {
    case unreadable(path: String, reason: String)
    case otherFormat(String)
}

extension ManifestError: JobFailureConvertible {
    public var failure: JobFailure {
        switch self {
        case .unreadable(let path, let reason):
            JobFailure(
                stage: nil, code: "manifest_unreadable",
                message:
                    "\(path) is no manifest of a reel. Take the file NAME.manifest.json that stands beside a video.",
                detail: reason, isRetryable: false)
        case .otherFormat(let format):
            JobFailure(
                stage: nil, code: "manifest_format",
                message: "The manifest has the format \"\(format)\", and this version reads "
                    + "\"\(ReelManifest.format)\". Use the version of ReelCraft that wrote it.", isRetryable: false)
        }
    }
}
