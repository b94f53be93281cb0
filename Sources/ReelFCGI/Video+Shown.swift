import ReelCore

/// A video as feeds and pages for others show it.
extension Video {
    /// All that is said; `nil` where no script is kept.
    var spokenWords: String? { script?.scenes.map(\.script).joined(separator: " ") }

    /// How long it is. A row of a database that was taken over may hold any number.
    var wholeSeconds: Int? { duration.map { Int(min($0, 1e6).rounded()) } }

    /// The code of the language that is spoken.
    var languageCode: String { script?.language ?? "en" }
}
