import Foundation
import ReelCache
import ReelCore
import ReelDB

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
        let stem = "\(Self.slug(reel.title))-\(claim.rawValue.prefix(8))"
        for (file, ending) in Self.filesByEnding(reel.files) {
            try DurableFile.publish(
                workFolder.appending(path: file.lastPathComponent),
                as: layout.outputs.appending(path: "\(stem).\(ending)"))
        }
        let video = layout.outputs.appending(path: "\(stem).mp4")
        let size = try video.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
        return NewVideo(
            title: reel.title, sourceURL: reel.sourceURL, filePath: "\(HomeLayout.outputsName)/\(stem).mp4",
            duration: reel.duration, sizeMB: Double(size) / 1_048_576, script: reel.script)
    }

    /// Removes what `publish` put there: the job was cancelled in the meantime, or the video deleted.
    ///
    /// - Parameter path: the video's `filePath`. Only its last part is believed.
    package func withdraw(_ path: String) {
        let stem = layout.outputs.appending(path: URL(fileURLWithPath: path).lastPathComponent).deletingPathExtension()
        for ending in OutputNames.endings {
            try? FileManager.default.removeItem(at: stem.appendingPathExtension(ending))
        }
    }

    private static func filesByEnding(_ files: ReelFiles) -> [(URL, String)] {
        [(files.webVTT, "vtt"), (files.subRip, "srt"), (files.poster, "jpg"), (files.video, "mp4")]
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
