import Foundation
import ReelCore
import ReelStore

extension OutputStore {
    /// Publishes a finished reel under a claim: its stream is ended or deleted, and its files are put there, the video
    /// last. If that fails nothing stays.
    ///
    /// - Parameters:
    ///   - reel: what the attempt reported.
    ///   - workFolder: the attempt's. Only the last part of each path in `reel` is believed, and no link is
    ///     followed, because the attempt has handled what strangers wrote.
    ///   - claim: under which the reel was made.
    /// - Throws: file errors; `OutputError`.
    public func publish(_ reel: Reel, from workFolder: URL, claim: ClaimID) throws -> NewVideo {
        let name = OutputName(title: reel.title, claim: claim)
        do {
            let hasStream = try HLSPublisher.end(name, in: self, duration: reel.duration)
            try publish(
                try reel.files.sources(in: workFolder, namedFor: name.rawValue).map { file, source in
                    (source, OutputKey(name, file))
                })
            let size = try size(of: OutputKey(name, .video)) ?? 0
            return NewVideo(
                title: reel.title, sourceURL: reel.sourceURL, filePath: name.filePath, duration: reel.duration,
                sizeMB: Double(size) / 1_048_576, script: reel.script, hasStream: hasStream)
        } catch {
            _ = delete(name)
            throw error
        }
    }
}

extension ReelFiles {
    /// The files as they are published, the video last; the sprite's index names its sheet by the new name.
    ///
    /// - Parameters:
    ///   - workFolder: where they lie; only the last part of each path is believed.
    ///   - baseName: the name that they are going to share.
    /// - Throws: `OutputError`; file errors.
    func sources(
        in workFolder: URL, namedFor baseName: String
    ) throws -> [(file: ReelFile, source: OutputSource)] {
        let folder = try UntrustedFolder(workFolder)
        return try all.map { file, place in
            let made = try folder.file(place.lastPathComponent)
            guard file == .spriteIndex else { return (file, .moving(made)) }
            let index = String(decoding: try made.read(limit: 1 << 20), as: UTF8.self)
            return (file, .data(Data(ReelFiles.spriteIndex(index, namedFor: baseName).utf8)))
        }
    }

    /// Puts the files beside a video of any name, for somebody who made a reel by hand.
    ///
    /// - Parameters:
    ///   - workFolder: where they lie; they may be gone from there afterwards.
    ///   - video: the video's file; the others share its name up to the last dot.
    /// - Throws: `OutputError`; file errors.
    public func deliver(from workFolder: URL, to video: URL) throws {
        let baseName = video.deletingPathExtension().lastPathComponent
        try LocalPlacement.place(
            try sources(in: workFolder, namedFor: baseName).map { file, source in
                (source, file == .video ? video.lastPathComponent : file.name(baseName))
            }, in: video.deletingLastPathComponent())
    }
}
