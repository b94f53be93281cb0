import Foundation
import ReelCache
import ReelCore

extension PiperVoice {
    /// In bytes; the largest known has 115 MB.
    private static let largestModel = 512 << 20

    /// Whether the model is there and of a possible size; its bytes are not read.
    ///
    /// - Returns: an error with the code `voiceMissing` or `voiceDamaged`, or `nil`.
    package var problemOfModel: SpeechError? {
        let path = model.resolvingSymlinksInPath()
        guard let found = try? path.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey]) else {
            return SpeechError(.voiceMissing, "\(model.path) is not there")
        }
        guard found.isRegularFile == true, let size = found.fileSize, (1...Self.largestModel).contains(size) else {
            return SpeechError(
                .voiceDamaged, "\(model.path) is no file of 1 byte to \(Self.largestModel >> 20) MB")
        }
        return nil
    }

    /// Changes when a file is replaced: by length and time of the model, because reading 60 MB for each voice and each job
    /// would take longer than speaking.
    package var identity: String {
        let found = try? model.resolvingSymlinksInPath().resourceValues(
            forKeys: [.fileSizeKey, .contentModificationDateKey])
        let time = found?.contentModificationDate?.timeIntervalSinceReferenceDate ?? 0
        let parts = [
            (try? Data(contentsOf: configuration)) ?? Data(), Data("\(found?.fileSize ?? 0) \(time)".utf8),
        ]
        return String(ContentKey(recipe: "piper", parts).hex.prefix(16))
    }
}
