/// What plays under the voice, by the name that settings and requests give it: `none`, one of the loops that the service
/// makes itself, or a file of the folder of the user's own music (`REEL_MUSIC_FOLDER`).
public enum MusicName: RawRepresentable, Hashable, Codable, Sendable {
    /// The built-in ones, from calm to lively.
    public enum Loop: String, CaseIterable, Sendable {
        /// Slow, thoughtful chords with bells, in a minor key.
        case drift
        /// Warm chords with soft plucks, in a major key.
        case dawn
        /// Light plucks over a walking bass.
        case stride
    }

    case nothing
    case loop(Loop)
    /// A file's name without a folder, such as `evening.mp3`.
    case file(String)

    public init?(rawValue: String) {
        if rawValue == "none" {
            self = .nothing
        } else if let loop = Loop(rawValue: rawValue) {
            self = .loop(loop)
        } else if Self.isFileName(rawValue) {
            self = .file(rawValue)
        } else {
            return nil
        }
    }

    public var rawValue: String {
        switch self {
        case .nothing: "none"
        case .loop(let loop): loop.rawValue
        case .file(let name): name
        }
    }

    /// The endings of files that can be music, by which their format is known.
    public static let endings = ["mp3", "m4a", "ogg", "opus", "flac", "wav"]

    /// What a name should be, for messages.
    public static let expected =
        "none, " + Loop.allCases.map(\.rawValue).joined(separator: ", ")
        + ", or the name of a file of the service's music folder (" + endings.map { "." + $0 }.joined(separator: " ")
        + ")"

    /// No way out of the folder, nothing hidden, nothing that a line of a log would break at.
    private static func isFileName(_ name: String) -> Bool {
        guard (1...200).contains(name.utf8.count), !name.hasPrefix("."), !name.contains("/"),
            name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control && $0.value != 0x2028 }),
            let dot = name.lastIndex(of: ".")
        else { return false }
        return endings.contains(name[name.index(after: dot)...].lowercased())
    }
}
