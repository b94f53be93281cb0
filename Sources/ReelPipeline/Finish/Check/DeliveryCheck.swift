import Foundation
import ReelCore
import ReelTool

/// Looks at a finished file the way a platform does, before anybody else sees it.
public struct DeliveryCheck: Sendable {
    static let container = "mov,mp4,m4a,3gp,3g2,mj2"

    public init() {}

    /// Looks at any file, and decodes all of it, once.
    ///
    /// - Throws: `ffmpegMissing`; `CancellationError`. A bad file is no error here: its report has faults.
    public func inspect(_ file: URL, for wanted: DeliveryExpectation) async throws -> DeliveryReport {
        var found: DeliveryFindings
        switch try await Self.probe(file) {
        case .unreadable(let reason): return .unreadable(reason)
        case .answer(_, let findings): found = findings
        }
        try await Self.decode(file, into: &found)
        return DeliveryReport(found: found, faults: DeliveryRules.faults(found, wanted))
    }

    enum Probe {
        case unreadable(String)
        case answer(ProbeAnswer, DeliveryFindings)
    }

    /// Reads all that can be known without decoding.
    static func probe(_ file: URL) async throws -> Probe {
        do {
            let result = try await Tool.run(
                ToolCommand("ffprobe", ProbeAnswer.arguments(file), timeout: .seconds(300)),
                output: .collected(limit: 128 << 20))
            let answer = try ProbeAnswer.decode(result.standardOutput)
            var found = answer.findings
            guard found.videoCodec != nil || found.audioCodec != nil else {
                return .unreadable("there is neither picture nor sound in it")
            }
            found.boxes = try MP4Boxes.topLevel(file)
            return .answer(answer, found)
        } catch ToolError.notFound {
            throw FinishError.ffmpegMissing
        } catch let failure as ToolError {
            return .unreadable(failure.description)
        } catch let error as DecodingError {
            return .unreadable(String(describing: error))
        }
    }

    /// Pictures and sound in one pass. Nothing explains what is black, frozen or silent in a file that is not ours, so
    /// only what nobody would want is told.
    private static func decode(_ file: URL, into found: inout DeliveryFindings) async throws {
        let size = found.frameSize.map(PictureTrace.size)
        let hasPictures = found.videoCodec == "h264" && size != nil
        let hasSound = found.audioCodec == "aac"
        guard hasPictures || hasSound else { return }
        let length = max(found.videoEnd ?? 0, found.audioEnd ?? 0)
        var arguments =
            ["-nostdin", "-hide_banner", "-nostats", "-loglevel", "level+info", "-max_pixels", "64000000"]
            + SoundArguments.input(file, format: container, codec: "h264,aac")
        if hasPictures, let size {
            arguments += [
                "-map", "0:v:0", "-vf",
                "fps=\(PictureTrace.rate),scale=\(size.width):\(size.height):flags=fast_bilinear,format=gray",
                "-vsync", "passthrough", "-f", "rawvideo", "pipe:1",
            ]
        }
        if hasSound { arguments += ["-map", "0:a:0", "-af", SoundLog.filters, "-f", "null", "-"] }
        let (sound, grey) = try await SoundScan.listen(arguments, duration: length, limit: 512 << 20)
        found.decoderErrors = sound.errors
        found.loudness = sound.loudness
        if hasPictures, let size {
            let trace = PictureTrace(frames: [UInt8](grey), size: size)
            found.stretches += trace.blackStretches().filter { $0.duration > 0.5 }.map { FoundStretch(.black, $0) }
            found.stretches += trace.frozenStretches(window: 4).map { FoundStretch(.frozen, $0) }
        }
        found.stretches += sound.silent.filter { $0.duration > 2 }.map { FoundStretch(.silent, $0) }
        found.stretches.sort { $0.start < $1.start }
    }
}
