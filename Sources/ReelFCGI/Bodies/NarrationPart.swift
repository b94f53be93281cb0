import Foundation
import ReelCore

extension RecordedNarration {
    /// The form's file `narration`, whose kind its name tells, else its media type.
    ///
    /// - Returns: `nil` for another kind of file.
    init?(_ part: MultipartBody.Part) {
        let ending = part.fileName.split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard let kind = Kind(rawValue: ending) ?? Self.kinds[part.mediaType] else { return nil }
        self.init(kind: kind, data: part.data)
    }

    private static let kinds: [String: Kind] = [
        "audio/wav": .wav, "audio/x-wav": .wav, "audio/wave": .wav, "audio/vnd.wave": .wav, "audio/mpeg": .mp3,
        "audio/mp3": .mp3, "audio/mp4": .m4a, "audio/m4a": .m4a, "audio/x-m4a": .m4a,
    ]
}
