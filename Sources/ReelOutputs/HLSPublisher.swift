import Foundation
import ReelCache
import ReelCore

/// Publishes the HTTP Live Stream (RFC 8216) of a reel in the making, under the name that the reel is going to have: its
/// media playlist grows with each segment, and the stream stays when it is whole.
public actor HLSPublisher {
    private let outputs: any OutputStore
    private let workFolder: URL
    private let claim: ClaimID
    private var targetDuration = 1
    private var segments: [HLSSegment] = []

    /// Under which files may have been put there: who withdraws them need not search.
    public private(set) var name: OutputName?

    /// - Parameters:
    ///   - outputs: where the stream is published.
    ///   - workFolder: the attempt's; the stream's files lie in its folder `HLSFile.workFolderName`. No link in it
    ///     is followed.
    ///   - claim: under which the reel is made.
    public init(outputs: any OutputStore, workFolder: URL, claim: ClaimID) {
        self.outputs = outputs
        self.workFolder = workFolder
        self.claim = claim
    }

    /// Takes one report at a time.
    ///
    /// - Returns: with the first segment the path that the finished video will have.
    /// - Throws: file errors; `OutputError`.
    public func add(_ report: HLSReport) async throws -> String? {
        switch report {
        case .variant(let variant):
            guard name == nil, variant.isValid else { return nil }
            let name = OutputName(title: variant.title, claim: claim)
            self.name = name
            targetDuration = variant.targetDuration
            try await add(.initSection, to: name, playlist: .masterPlaylist, HLSPlaylist.master(variant))
            return nil
        case .segment(let segment):
            guard let name, segment.isValid, segment.number == segments.count, segments.count < HLSPlaylist.mostSegments
            else { return nil }
            segments.append(segment)
            let playlist = HLSPlaylist.media(segments, targetDuration: targetDuration)
            try await add(.segment(segment.number), to: name, playlist: .mediaPlaylist, playlist)
            return segments.count == 1 ? name.filePath : nil
        }
    }

    /// The file first, then the playlist that tells of it.
    private func add(
        _ file: HLSFile, to name: OutputName, playlist: HLSFile, _ text: String
    ) async throws {
        try await blocking { [outputs, workFolder] in
            let made = try UntrustedFolder(workFolder).folder(HLSFile.workFolderName).file(file.name)
            try outputs.add(made, as: OutputKey(name, file))
            try outputs.write(Data(text.utf8), as: OutputKey(name, playlist))
        }
    }

    /// Ends a stream that has all segments: its playlists say so, with the bit rates that were measured, and it is flushed.
    /// One that lacks some is deleted. A stream that has ended stays as it is.
    ///
    /// - Parameter duration: seconds of the reel.
    /// - Returns: whether there is a whole stream.
    /// - Throws: file errors.
    static func end(_ name: OutputName, in outputs: any OutputStore, duration: Double) throws -> Bool {
        guard let media = try playlist(.mediaPlaylist, name, outputs),
            let master = try playlist(.masterPlaylist, name, outputs),
            // No segment is as short as this.
            abs(HLSPlaylist.seconds(media) - duration) < 0.1,
            let bandwidth = try bandwidth(media, name, outputs)
        else {
            try outputs.deleteStream(of: name)
            return false
        }
        try outputs.write(
            Data(HLSPlaylist.master(master, changedTo: bandwidth).utf8), as: OutputKey(name, .masterPlaylist))
        try outputs.write(Data(HLSPlaylist.ended(media).utf8), as: OutputKey(name, .mediaPlaylist))
        try outputs.flushStream(of: name)
        return true
    }

    private static func playlist(_ file: HLSFile, _ name: OutputName, _ outputs: any OutputStore) throws -> String? {
        try outputs.read(OutputKey(name, file), 0..<(1 << 20)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// - Returns: `nil` when a segment is not there.
    private static func bandwidth(
        _ media: String, _ name: OutputName, _ outputs: any OutputStore
    ) throws -> HLSBandwidth? {
        var segments: [(seconds: Double, bytes: Int)] = []
        for (number, seconds) in HLSPlaylist.durations(media).enumerated() {
            guard let bytes = try outputs.size(of: OutputKey(name, .segment(number))) else { return nil }
            segments.append((seconds, bytes))
        }
        return HLSPlaylist.targetDuration(media).flatMap { HLSBandwidth(of: segments, targetDuration: $0) }
    }
}
