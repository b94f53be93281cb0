import Foundation
import ReelCache
import ReelCore

/// The packets of a film's pictures, in the order of decoding: what a film is made of, without decoding it.
package struct FilmPackets: Sendable {
    package struct Packet: Hashable, Sendable {
        /// The frame that it shows, from the beginning of the film.
        package var frame: Int
        package var isKey: Bool
        /// Bytes.
        package var size: Int
        /// SHA-256 of its bytes.
        package var digest: String
    }

    package let packets: [Packet]
    /// Everything else that decides what a decoder makes of them: its version, and the parameter sets.
    package let decoder: [String]

    /// - Returns: `nil` when the packets are not one frame after the other.
    package init?(_ answer: ProbeAnswer, frameRate: Int) {
        guard let video = answer.streams?.first(where: { $0.codecType == "video" }),
            let ticks = ProbeAnswer.ticksPerSecond(video.timeBase), ticks % frameRate == 0
        else { return nil }
        let step = ticks / frameRate
        var packets: [Packet] = []
        for packet in answer.packets ?? [] where packet.streamIndex == video.index {
            guard let pts = packet.pts, pts >= 0, pts % step == 0, let digest = packet.dataHash else { return nil }
            packets.append(
                Packet(
                    frame: pts / step, isKey: packet.flags?.hasPrefix("K") ?? false,
                    size: packet.size.flatMap { Int($0) } ?? 0, digest: digest))
        }
        guard packets.first?.isKey ?? false, packets.first?.frame == 0 else { return nil }
        self.packets = packets
        decoder = [answer.programVersion?.version ?? "", video.extradataHash ?? ""]
    }

    /// The part from one keyframe up to another; all that a decoder needs for its frames.
    package func part(_ frames: Range<Int>) -> ArraySlice<Packet> {
        let start = packets.firstIndex { $0.isKey && $0.frame == frames.lowerBound } ?? packets.startIndex
        let end = packets.firstIndex { $0.isKey && $0.frame >= frames.upperBound } ?? packets.endIndex
        return start < end ? packets[start..<end] : []
    }

    package func key(_ recipe: String, _ packets: ArraySlice<Packet>, _ more: [String]) -> ContentKey {
        ContentKey(recipe: recipe, decoder + more + [""] + packets.map(\.digest))
    }
}

extension ProbeAnswer {
    /// Of a time base `1/N`.
    static func ticksPerSecond(_ timeBase: String?) -> Int? {
        let parts = (timeBase ?? "").split(separator: "/").compactMap { Int($0) }
        return parts.count == 2 && parts[0] == 1 && parts[1] > 0 ? parts[1] : nil
    }
}

/// Looks at a film scene by scene, and at no scene twice: what was found is kept under the packets' digests, so that an
/// edited reel is decoded only where it was edited.
package struct FilmParts: Sendable {
    private static let factsName = "facts.json"
    private static let tilesName = "tiles.yuv"

    let cache: ContentCache
    let packets: FilmPackets
    let timeline: Timeline
    let frame: FrameSize
    let sprite: Sprite

    package init(cache: ContentCache, packets: FilmPackets, timeline: Timeline, frame: FrameSize, sprite: Sprite) {
        self.cache = cache
        self.packets = packets
        self.timeline = timeline
        self.frame = frame
        self.sprite = sprite
    }

    /// What was found in the whole film, in its time, and the raw tiles of its sprite.
    package func scan(_ film: URL, in context: StageContext) async throws -> (facts: FilmFacts, tiles: Data) {
        let scans = parts()
        let found = try await context.work(on: scans, atOnce: 2) { scan in try await facts(scan, film, context) }
        var all = FilmFacts()
        var tiles = Data()
        for (scan, (facts, raw)) in zip(scans, found) {
            let start = timeline.seconds(scan.frames.lowerBound)
            all.errors += facts.errors
            all.black += facts.black.map { $0.moved(by: start) }
            all.frozen += facts.frozen.map { $0.moved(by: start) }
            tiles += raw
        }
        return (all, tiles)
    }

    /// A part for each scene that begins with a keyframe, as ours all do; one that does not belongs to the part before.
    package func parts() -> [FilmScan] {
        let keys = Set(packets.packets.filter(\.isKey).map(\.frame))
        let scenes = timeline.scenes.map { $0.startFrame..<$0.startFrame + $0.frameCount }
        let starts = scenes.map(\.lowerBound).filter { $0 == 0 || keys.contains($0) }
        return starts.indices.map { index in
            let frames = starts[index]..<(index + 1 < starts.count ? starts[index + 1] : timeline.frameCount)
            let longest = scenes.filter { frames.overlaps($0) }.map(\.count).max() ?? frames.count
            return FilmScan(
                frame: frame, frameRate: timeline.frameRate, frames: frames,
                tiles: sprite.tiles.map(\.shown).filter(frames.contains).map { $0 - frames.lowerBound },
                longestScene: longest)
        }
    }

    private func facts(
        _ scan: FilmScan, _ film: URL, _ context: StageContext
    ) async throws -> (FilmFacts, Data) {
        let key = packets.key(FilmScan.recipe, packets.part(scan.frames), scan.keyTexts)
        let entry = try await cache.entry(key, linkedInto: context.workFolder) { folder in
            let facts = try await scan.run(film, tileFile: folder.appending(path: Self.tilesName))
            try WireCoding.encode(facts).write(to: folder.appending(path: Self.factsName))
        }
        let facts = try WireCoding.decode(
            FilmFacts.self, from: Data(contentsOf: entry.file(Self.factsName)))
        // Of pictures that cannot be decoded there are no tiles, and the facts say so.
        return (facts, (try? Data(contentsOf: entry.file(Self.tilesName))) ?? Data())
    }
}
