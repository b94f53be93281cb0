import Foundation
import ReelCore

/// The voices that Debian does not have, where scripts/test has brought them; tests that need one are skipped elsewhere.
public enum InstalledVoices {
    /// `REEL_VOICES`, or `var/voices` of the checkout.
    public static let folder = VoiceFolder(
        ProcessInfo.processInfo.environment["REEL_VOICES"].map { URL(fileURLWithPath: $0, isDirectory: true) }
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "var/voices"))

    public static let hasHeart = folder.has(ProviderVoices.hibari.packages)

    public static let hasKokoro = folder.has(ProviderVoices.kokoro.packages)

    public static let whyNot = "the voice heart is not installed: scripts/install voices"

    /// A folder with symbolic links to the files of the voice `heart`, in which single ones can be replaced.
    public static func copyOfHeart(in folder: URL) throws -> VoiceFolder {
        let copy = VoiceFolder(folder.appending(path: "voices", directoryHint: .isDirectory))
        for file in ProviderVoices.hibari.packages.flatMap(\.files) {
            let link = copy.url(of: file)
            try FileManager.default.createDirectory(
                at: link.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: Self.folder.url(of: file))
        }
        return copy
    }
}
