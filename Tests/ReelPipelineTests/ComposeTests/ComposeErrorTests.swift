import Foundation
import ReelCompose
import ReelCore
import ReelTool
import Testing

@Suite("When composing fails") struct ComposeErrorTests {
    private func failure(_ body: () async throws -> Void) async -> JobFailure? {
        do {
            try await body()
            return nil
        } catch {
            return JobFailure(error, in: nil)
        }
    }

    private func input(_ world: ComposeWorld, frames: Int = 20) async throws -> ComposeInput {
        let picture = try await world.picture("a.png", upright) { _, _ in (9, 9, 9) }
        return ComposeInput([Told(words: spoken("Hello"), frames: frames, picture: picture, size: upright)])
    }

    @Test("Each cause has its own words")
    func causes() async throws {
        let world = try ComposeWorld()
        var missing = ComposeSettings()
        missing.ffmpeg = "/nowhere/ffmpeg"
        let good = try await input(world)
        var failure = await failure { _ = try await world.compose(good, settings: missing) }
        #expect(failure?.code == "ffmpeg_missing")
        #expect(failure?.message.contains("apt-get install ffmpeg") == true)

        var empty = good
        empty.timeline.scenes = []
        failure = await self.failure { _ = try await world.compose(empty) }
        #expect(failure?.code == "no_scenes")

        var blind = good
        blind.visuals = []
        failure = await self.failure { _ = try await world.compose(blind) }
        #expect(failure?.code == "scene_missing")

        let text = world.root.appending(path: "text.png")
        try Data("not a picture".utf8).write(to: text)
        var broken = good
        broken.visuals[0].file = text
        failure = await self.failure { _ = try await world.compose(broken) }
        #expect(failure?.code == "picture_unreadable")

        // The right first bytes are not enough.
        try Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0]).write(to: text)
        failure = await self.failure { _ = try await world.compose(broken) }
        #expect(failure?.code == "picture_unreadable")
        #expect(failure?.detail?.isEmpty == false)
    }

    @Test("An encoder that dies leaves its last words and no entry")
    func encoderDies() async throws {
        let world = try ComposeWorld()
        let good = try await input(world)
        let script = world.root.appending(path: "ffmpeg")
        try Data(
            """
            #!/bin/sh
            case "$*" in *libx264*) head -c 1000 >/dev/null; echo "x264 [error]: malloc failed" >&2; exit 1;; esac
            exec ffmpeg "$@"
            """.utf8
        ).write(to: script)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
        var settings = ComposeSettings()
        settings.ffmpeg = script.path
        let failure = await failure { _ = try await world.compose(good, settings: settings) }
        #expect(failure?.code == "encoder_failed")
        #expect(failure?.detail == "x264 [error]: malloc failed")
        // Only the still is there; nothing half-made.
        #expect(try world.entries().count == 1)
    }

    @Test("A full disk is called a full disk")
    func diskFull() {
        let said = ToolError.failed(
            executable: "ffmpeg", status: "exit 1", errorTail: "av_interleaved_write_frame(): No space left on device")
        for error in [said, POSIXError(.ENOSPC), CocoaError(.fileWriteOutOfSpace)] as [any Error] {
            let failure = ComposeError.explain(error) { .joinFailed(lastWords: $0) } as? JobFailure
            #expect(failure?.code == "disk_full" && failure?.stage == .compose && failure?.isRetryable == true)
        }
        #expect(ComposeError.explain(CancellationError()) { .joinFailed(lastWords: $0) } is CancellationError)
    }

    @Test("A cancelled run ends at once and leaves nothing half-made")
    func cancel() async throws {
        let world = try ComposeWorld()
        let long = try await input(world, frames: 3000)
        let task = Task { try await world.compose(long) }
        while world.reports.fractions.last ?? 0 < 0.002 { try await Task.sleep(for: .milliseconds(2)) }
        let clock = ContinuousClock()
        let time = await clock.measure {
            task.cancel()
            _ = await task.result
        }
        #expect(time < .seconds(5))
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try world.entries().count == 1)
    }
}
