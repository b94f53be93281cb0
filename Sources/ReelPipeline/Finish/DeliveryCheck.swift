import Foundation
import ReelCore
import ReelTool

/// Looks at a finished file the way a platform does, before anybody else sees it.
public struct DeliveryCheck: Sendable {
    private let container = "mov,mp4,m4a,3gp,3g2,mj2"

    public init() {}

    /// - Throws: `ffmpegMissing`; `CancellationError`. A bad file is no error here: its report has faults.
    public func inspect(_ file: URL, for wanted: DeliveryExpectation) async throws -> DeliveryReport {
        let answer: ProbeAnswer
        do {
            let result = try await Tool.finish("ffprobe", ProbeAnswer.arguments(file)) { .muxFailed(reason: $0) }
            answer = try ProbeAnswer.decode(result.standardOutput)
        } catch FinishError.muxFailed(let reason) {
            return .unreadable(reason)
        } catch let error as DecodingError {
            return .unreadable(String(describing: error))
        }
        var found = answer.findings
        guard found.videoCodec != nil || found.audioCodec != nil else {
            return .unreadable("there is neither picture nor sound in it")
        }
        found.boxes = try MP4Boxes.topLevel(file)
        async let errors = decoderErrors(file)
        async let loudness = loudness(file)
        found.decoderErrors = try await errors
        found.loudness = try await loudness
        return DeliveryReport(found: found, faults: DeliveryRules.faults(found, wanted))
    }

    /// What the decoder says while it decodes every frame.
    private func decoderErrors(_ file: URL) async throws -> [String] {
        let arguments =
            ["-nostdin", "-hide_banner", "-loglevel", "error"]
            + SoundArguments.input(file, format: container, codec: "h264,aac")
            + ["-map", "0:v?", "-map", "0:a?", "-f", "null", "-"]
        return try await listening {
            try await Tool.finish("ffmpeg", arguments) { .muxFailed(reason: $0) }.errorTail
        }
    }

    private func loudness(_ file: URL) async throws -> Loudness? {
        let arguments = SoundArguments.measure(file, format: container, codec: "h264,aac")
        do {
            return Loudness(
                summary: try await Tool.finish("ffmpeg", arguments) { .muxFailed(reason: $0) }.errorTail)
        } catch FinishError.muxFailed {
            return nil
        }
    }

    /// A decoder that gives up has said why as well.
    private func listening(_ work: () async throws -> String) async throws -> [String] {
        let said: String
        do {
            said = try await work()
        } catch FinishError.muxFailed(let reason) {
            said = reason
        }
        return said.split(separator: "\n").map(String.init)
    }
}

extension DeliveryReport {
    static func unreadable(_ reason: String) -> DeliveryReport {
        DeliveryReport(faults: [DeliveryFault(aspect: .unreadable, message: "it cannot be read: \(reason)")])
    }
}
