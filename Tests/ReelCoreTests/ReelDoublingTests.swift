import ReelCore
import ReelTestKit
import Testing

/// Names, playlists and indexes of a reel cost as much as they are long.
@Suite struct ReelDoublingTests {
    @Test(arguments: HostileShape.prose + HostileShape.words + [.repeated("\u{6F22}"), .repeated("\u{44F} ")])
    func aNameIsMadeOfATitleInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) { text in
            let name = OutputName(title: text, claim: ClaimID())
            #expect(name.rawValue.utf8.count <= 97)
        }
    }

    @Test(
        arguments: [
            .repeated("a"), .repeated("-"), .repeated("a", after: "outputs/"), .repeated("a.mp4", after: "outputs/"),
            .repeated("outputs/"), .repeated("\u{301}", after: "outputs/e"),
        ] as [HostileShape])
    func aNameIsReadInOnePass(_ shape: HostileShape) {
        DoublingExercise().run(shape) { text in
            _ = OutputName(rawValue: text)?.claim
            _ = OutputName(filePath: text)
            _ = MusicName(rawValue: text)
            _ = VoiceName(rawValue: text)
        }
    }

    @Test(
        arguments: [
            .repeated("#EXTINF:0,\n0.m4s\n"), .repeated("#EXTINF:0.000001,\n"), .repeated("#EXTINF:"),
            .repeated("#EXTINF:9\n"), .repeated("9", after: "#EXTINF:"), .repeated("\n"),
            .repeated("#EXT-X-PLAYLIST-TYPE:EVENT"), .repeated("#EXT-X-STREAM-INF:,CODECS=\n"),
            .repeated("#EXT-X-TARGETDURATION:"),
        ] as [HostileShape])
    func aPlaylistIsReadInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: HLSPlaylist.mostSegments).run(shape) { text in
            let segments = HLSPlaylist.durations(text).map { (seconds: $0, bytes: 100) }
            let bandwidth = HLSBandwidth(
                of: segments + [(seconds: 1, bytes: 1)], targetDuration: HLSPlaylist.targetDuration(text) ?? 6)
            _ = HLSPlaylist.master(text, changedTo: bandwidth ?? .declared)
            _ = HLSPlaylist.ended(text)
        }
    }

    @Test(
        arguments: HostileShape.five(sign: "#", opening: "sprite.jpg#xywh=", closing: "\n", nearly: "#xywh\n")
            + [.repeated("#xywh=1\n")])
    func aSpritesIndexIsReadInOnePass(_ shape: HostileShape) {
        DoublingExercise().run(shape) { _ = ReelFiles.spriteIndex($0, namedFor: "reel") }
    }
}
