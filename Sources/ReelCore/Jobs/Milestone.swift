/// The fixed points of a job's way, with the percent and the words that clients know.
public enum Milestone: Int, Codable, CaseIterable, Sendable {
    case extractingArticle = 5
    case articleExtracted = 10
    case generatingScript = 15
    case scriptGenerated = 25
    case generatingAudio = 30
    case audioGenerated = 50
    case downloadingAssets = 55
    case assetsDownloaded = 75
    case composing = 80
    case editing = 85
    case finalizing = 95
    case completed = 100

    /// Percent, 0...100.
    public var progress: Int { rawValue }

    /// The words of this milestone; `sceneCount` is used by the one that counts scenes.
    public func message(sceneCount: Int = 0) -> String {
        switch self {
        case .extractingArticle: "Extracting article content"
        case .articleExtracted: "Article content extracted"
        case .generatingScript: "Generating video script"
        case .scriptGenerated: "Script generated with \(sceneCount) scenes"
        case .generatingAudio: "Generating voice-over audio"
        case .audioGenerated: "Audio generation completed"
        case .downloadingAssets: "Downloading visual assets"
        case .assetsDownloaded: "Assets downloaded successfully"
        case .composing: "Composing video"
        case .editing: "Editing video with FFmpeg"
        case .finalizing: "Finalizing video"
        case .completed: "Video created successfully"
        }
    }
}
