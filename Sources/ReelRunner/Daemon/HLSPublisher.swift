import Foundation
import Glibc
import ReelCache
import ReelCore

/// The stream (HLS) of a reel in the making, in the outputs under the name that the reel is going to have: nginx serves it
/// while it grows, and it stays when it is whole.
package actor HLSPublisher {
    private let layout: HomeLayout
    private let source: URL
    private let claim: ClaimID
    private var folder: URL?
    private var longest = 1
    private var segments: [LiveSegment] = []

    /// - Parameter workFolder: the attempt's; what it says lies there is linked from there under names of ours.
    package init(layout: HomeLayout, workFolder: URL, claim: ClaimID) {
        self.layout = layout
        source = workFolder.appending(path: LiveStream.folderName)
        self.claim = claim
    }

    /// - Returns: with the first segment the path that the finished video will have.
    /// - Throws: file errors.
    package func add(_ report: LiveReport) throws -> String? {
        switch report {
        case .opening(let opening):
            let baseName = OutputPublisher.baseName(title: opening.title, claim: claim)
            let place = layout.outputs.appending(path: LiveStream.folder(baseName), directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try link(LiveStream.initName, into: place)
            try Data(LiveStream.master(opening).utf8).write(
                to: place.appending(path: LiveStream.masterName), options: .atomic)
            folder = place
            longest = opening.longestSegment
            return nil
        case .segment(let segment):
            guard let folder, segment.number == segments.count else { return nil }
            try link(LiveStream.segmentName(segment.number), into: folder)
            segments.append(segment)
            try Data(LiveStream.media(segments, longest: longest).utf8).write(
                to: folder.appending(path: LiveStream.mediaName), options: .atomic)
            guard segments.count == 1 else { return nil }
            let baseName = ReelFile.baseName(ofFile: folder.lastPathComponent)
            return "\(HomeLayout.outputsName)/\(ReelFile.video.name(baseName))"
        }
    }

    private func link(_ name: String, into folder: URL) throws {
        let destination = folder.appending(path: name)
        // Not followed when it is a symbolic link: the attempt has touched what strangers wrote.
        guard Glibc.link(source.appending(path: name).path, destination.path) == 0 else { throw POSIXError.current }
    }

    /// Makes a whole stream of one that has all segments, flushed to the disk; removes one that lacks some.
    ///
    /// - Parameter duration: seconds of the reel.
    /// - Returns: whether there is a whole stream.
    /// - Throws: file errors.
    static func close(_ folder: URL, duration: Double) throws -> Bool {
        let list = folder.appending(path: LiveStream.mediaName)
        guard let text = try? String(contentsOf: list, encoding: .utf8),
            // No segment is as short as this.
            abs(LiveStream.seconds(text) - duration) < 0.1
        else {
            try? FileManager.default.removeItem(at: folder)
            return false
        }
        // A second try finds it closed.
        if !text.hasSuffix("#EXT-X-ENDLIST\n") {
            try Data(LiveStream.closed(text).utf8).write(to: list, options: .atomic)
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            try DurableFile.flush(folder.appending(path: name))
        }
        try DurableFile.flush(folder)
        return true
    }
}
