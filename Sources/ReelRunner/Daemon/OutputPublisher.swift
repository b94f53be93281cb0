import Foundation
import ReelCache
import ReelCore
import ReelStore

/// Moves a finished reel from its work folder to `outputs`, under a name that nobody else can have.
package struct OutputPublisher: Sendable {
    let layout: HomeLayout

    package init(layout: HomeLayout) {
        self.layout = layout
    }

    /// Flushes and renames the files; the video itself comes last, so that whoever sees it sees all of them.
    ///
    /// - Parameter workFolder: the attempt's. Only the last part of each path in `reel` is believed, because the attempt
    ///   has touched what strangers wrote.
    /// - Throws: file errors.
    package func publish(_ reel: Reel, from workFolder: URL, claim: ClaimID) throws -> NewVideo {
        try FileManager.default.createDirectory(at: layout.outputs, withIntermediateDirectories: true)
        let baseName = Self.baseName(title: reel.title, claim: claim)
        let video = layout.outputs.appending(path: ReelFile.video.name(baseName))
        let hasStream: Bool
        do {
            hasStream = try HLSPublisher.close(
                layout.outputs.appending(path: LiveStream.folder(baseName)), duration: reel.duration)
            let files: [(file: URL, name: String)] = try reel.files.all.map { file, place in
                let made = workFolder.appending(path: place.lastPathComponent)
                if file == .spriteIndex { try made.rewriteSpriteIndex(namedFor: baseName) }
                return (made, file.name(baseName))
            }
            try DurableFile.publish(files, in: layout.outputs)
        } catch {
            withdraw(video.path)
            throw error
        }
        let size = try video.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
        return NewVideo(
            title: reel.title, sourceURL: reel.sourceURL, filePath: "\(HomeLayout.outputsName)/\(baseName).mp4",
            duration: reel.duration, sizeMB: Double(size) / 1_048_576, script: reel.script,
            hasStream: hasStream)
    }

    /// Removes what `publish` put there: the job was cancelled in the meantime, or the video deleted.
    ///
    /// - Parameter path: the video's `filePath`. Only its last part is believed.
    package func withdraw(_ path: String) {
        let baseName = ReelFile.baseName(ofFile: URL(fileURLWithPath: path).lastPathComponent)
        for file in ReelFile.allCases {
            try? FileManager.default.removeItem(at: layout.outputs.appending(path: file.name(baseName)))
        }
        try? FileManager.default.removeItem(at: layout.outputs.appending(path: LiveStream.folder(baseName)))
    }

    /// What the names of all files of a reel begin with.
    static func baseName(title: String, claim: ClaimID) -> String { "\(slug(title))-\(claimSuffix(of: claim))" }

    /// Removes what claims put there that came to nothing: streams of reels that were not finished, and files of a runner that
    /// died before the row was written.
    package func withdraw(filesOf claims: Set<ClaimID>) {
        guard !claims.isEmpty else { return }
        let claimSuffixes = Set(claims.map { Self.claimSuffix(of: $0) })
        let names = (try? FileManager.default.contentsOfDirectory(atPath: layout.outputs.path)) ?? []
        for name in names where claimSuffixes.contains(Self.claimSuffix(ofFile: name)) {
            try? FileManager.default.removeItem(at: layout.outputs.appending(path: name))
        }
    }

    /// The piece of a claim that its files' names end in.
    static func claimSuffix(of claim: ClaimID) -> String {
        String(claim.rawValue.prefix(8))
    }

    /// Of a file's name, what would be the suffix of its claim.
    static func claimSuffix(ofFile name: String) -> String {
        String(ReelFile.baseName(ofFile: name).suffix(8))
    }

    /// Lower-case ASCII letters and digits with single hyphens, at most 60: what nginx will serve.
    package static func slug(_ title: String) -> String {
        let latin = title.applyingTransform(.toLatin, reverse: false)?.applyingTransform(
            .stripDiacritics, reverse: false)
        let words = (latin ?? title).lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        var slug = ""
        for word in words {
            let longer = slug.isEmpty ? String(word.prefix(60)) : "\(slug)-\(word)"
            guard longer.count <= 60 else { break }
            slug = longer
        }
        return slug.isEmpty ? "reel" : slug
    }
}

extension URL {
    /// Tells the sprite's index at this place the name that its sheet is going to have.
    ///
    /// - Parameter baseName: what stands before the endings of all files of the reel.
    /// - Throws: file errors.
    func rewriteSpriteIndex(namedFor baseName: String) throws {
        let text = String(decoding: try Data(contentsOf: self), as: UTF8.self)
        try Data(ReelFiles.spriteIndex(text, namedFor: baseName).utf8).write(to: self)
    }
}
