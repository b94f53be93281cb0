import Foundation
import ReelCompose
import ReelCore
import Testing

@Suite("Clips") struct ClipTests {
    @Test("A short clip starts again; a very short one stands still at its end")
    func stretches() {
        #expect(ClipLoop.stretches(start: 0, count: 50, length: 100) == [0..<50])
        #expect(ClipLoop.stretches(start: 90, count: 30, length: 100) == [90..<100, 0..<20])
        #expect(ClipLoop.stretches(start: 0, count: 100, length: 40) == [0..<40, 0..<40, 0..<20])
        #expect(ClipLoop.stretches(start: 250, count: 9, length: 100) == [50..<59])
        #expect(ClipLoop.stretches(start: 3, count: 30, length: 12) == [3..<12])
        #expect(ClipLoop.stretches(start: 99, count: 30, length: 12) == [11..<12])
        #expect(ClipLoop.stretches(start: 0, count: 5, length: 0) == [])
    }

    /// A clip in which every frame has a brightness of its own, 100 + 2 n.
    private func steps(_ world: ComposeWorld, frames: Int) async throws -> URL {
        try await world.clip(
            "steps.mp4", "color=c=black:s=180x320:r=30,geq=lum=\'60+2*N\':cb=128:cr=128", frames: frames)
    }

    private func told(_ clip: URL?, _ picture: URL, frames: Int, size: FrameSize = FrameSize(width: 180, height: 320))
        -> Told
    {
        Told(words: [], frames: frames, picture: picture, size: clip == nil ? upright : size, clip: clip)
    }

    @Test("Each frame is the one that belongs there, across segments and from the beginning again")
    func frames() async throws {
        let world = try ComposeWorld()
        let black = try await world.picture("black.png", upright) { _, _ in (0, 0, 0) }
        let clip = try await steps(world, frames: 40)
        let made = try await world.compose(
            ComposeInput([told(nil, black, frames: 12), told(clip, black, frames: 60), told(nil, black, frames: 12)]))
        let levels = try await decode(made.file, draft).map { $0.luma(180, 100) }
        #expect(levels.count == 84)
        for frame in 9..<60 {
            #expect(abs(levels[12 + frame] - (60 + 2 * (frame % 40))) <= 2, "\(frame): \(levels[12 + frame])")
        }
        // It goes on while it fades into the next picture, and fades in moving.
        for frame in 0..<9 {
            let fadingOut = 16 + (60 + 2 * ((60 + frame) % 40) - 16) * (9 - frame) / 10
            #expect(abs(levels[72 + frame] - fadingOut) <= 4)
            let fadingIn = 16 + (60 + 2 * frame - 16) * (frame + 1) / 10
            #expect(abs(levels[12 + frame] - fadingIn) <= 4)
        }
    }

    @Test("One that is over stands still; two of them fade into each other")
    func hold() async throws {
        let world = try ComposeWorld()
        let black = try await world.picture("black.png", upright) { _, _ in (0, 0, 0) }
        let clip = try await steps(world, frames: 5)
        let made = try await world.compose(
            ComposeInput([told(clip, black, frames: 14), told(clip, black, frames: 20)]))
        let levels = try await decode(made.file, draft).map { $0.luma(180, 100) }
        #expect(levels.count == 34)
        for frame in 4..<14 { #expect(abs(levels[frame] - 68) <= 2) }
        for frame in 23..<34 { #expect(abs(levels[frame] - 68) <= 2) }
    }

    @Test("A wide clip lies whole over a fill made of itself, and its colours stay")
    func wide() async throws {
        let world = try ComposeWorld()
        let black = try await world.picture("black.png", upright) { _, _ in (0, 0, 0) }
        let clip = try await world.clip("wide.mp4", "color=c=0x3060c0:s=320x180:r=30", frames: 40)
        let size = FrameSize(width: 320, height: 180)
        let made = try await world.compose(
            ComposeInput([told(clip, black, frames: 20, size: size)], captions: .off))
        let frame = try await decode(made.file, draft)[10]
        let source = try await decode(clip, size)[10]
        let middle = draft.height * 43 / 100
        #expect(abs(frame.luma(180, middle) - source.luma(160, 90)) <= 2)
        #expect(abs(frame.chroma(180, middle).u - source.chroma(160, 90).u) <= 2)
        // The clip is 202 rows high; above and below lies the darker fill.
        #expect(abs(frame.luma(180, middle - 94) - frame.luma(180, middle)) <= 3)
        for y in [middle - 112, middle + 112, 30, draft.height - 30] {
            #expect(frame.luma(180, y) < frame.luma(180, middle) - 8)
            #expect(frame.chroma(180, y).u > 132)
        }
    }

    @Test("What is no clip is called so")
    func broken() async throws {
        let world = try ComposeWorld()
        let black = try await world.picture("black.png", upright) { _, _ in (0, 0, 0) }
        let good = try await steps(world, frames: 40)
        let whole = try Data(contentsOf: good)
        let playlist = world.root.appending(path: "list.mp4")
        try Data("#EXTM3U\n#EXTINF:1,\n\(good.path)\n".utf8).write(to: playlist)
        let cut = world.root.appending(path: "cut.mp4")
        try whole.prefix(whole.count / 3).write(to: cut)
        for file in [playlist, cut, world.root.appending(path: "absent.mp4"), black] {
            let error = await #expect(throws: ComposeError.self) {
                _ = try await world.compose(ComposeInput([told(file, black, frames: 20)]))
            }
            guard case .clipUnreadable = error else {
                Issue.record("\(file.lastPathComponent): \(String(describing: error))")
                continue
            }
        }
    }
}
