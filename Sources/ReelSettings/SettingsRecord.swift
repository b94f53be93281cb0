import Configuration
import Foundation
import Synchronization

/// Writes down, while settings are read, those that decide what a reel is: a manifest keeps them, so that the same reel can
/// be made again where other settings hold. Defaults are written down as well, secrets and paths of this machine never.
public final class SettingsRecord: AccessReporter {
    /// Of the stages whose work goes into the file. A script is kept as it was written, whoever wrote it.
    private static let scopes: Set<String> = ["narrate", "gather", "compose", "music", "finish"]
    /// What this machine has, and not what the reel is.
    private static let ofTheMachine: Set<String> = ["compose.ffmpeg", "compose.encoders"]

    private let written = Mutex<[String: String]>([:])

    public init() {}

    /// By the names of their environment variables.
    public var values: [String: String] { written.withLock { $0 } }

    public func report(_ event: AccessEvent) {
        let components = event.metadata.key.components
        guard Self.decides(components), case .success(let value?) = event.result, !value.isSecret,
            let text = Self.text(value.content), !text.hasPrefix("/"), !text.hasPrefix("."), !text.hasPrefix("~")
        else { return }
        written.withLock { $0[Self.variable(components)] = text }
    }

    /// An environment in which a recorded reel is made again: the recorded settings, and of the present ones those that say
    /// where things are on this machine.
    ///
    /// - Parameters:
    ///   - settings: as they were recorded.
    ///   - environment: the present one.
    public static func replay(_ settings: [String: String], in environment: [String: String]) -> [String: String] {
        let scopes = scopes.map { "REEL_\($0.uppercased())_" }
        let machine = ofTheMachine.map { variable($0.split(separator: ".").map(String.init)) }
        let kept = environment.filter { name, value in
            guard name != "REEL_CONFIG" else { return false }
            let decides = scopes.contains { name.hasPrefix($0) } && !machine.contains(name)
            return !decides || value.hasPrefix("/") || isSecret(name)
        }
        return kept.merging(settings) { _, recorded in recorded }
    }

    private static func decides(_ components: [String]) -> Bool {
        guard let scope = components.first, scopes.contains(scope) else { return false }
        return !ofTheMachine.contains(components.joined(separator: ".")) && !isSecret(components.last ?? "")
    }

    /// Settings say themselves which of them are secret; this is for one that forgot.
    private static func isSecret(_ name: String) -> Bool {
        ["key", "token", "secret", "password"].contains { name.lowercased().hasSuffix($0) }
    }

    /// `finish.truePeak` is `REEL_FINISH_TRUE_PEAK`.
    static func variable(_ components: [String]) -> String {
        let words = components.map { component in
            component.reduce(into: "") { word, letter in
                if letter.isUppercase, word.last?.isLowercase ?? false { word.append("_") }
                word.append(letter)
            }
        }
        return "REEL_" + words.joined(separator: "_").uppercased()
    }

    private static func text(_ content: ConfigContent) -> String? {
        switch content {
        case .string(let value): value
        case .int(let value): String(value)
        case .double(let value): String(value)
        case .bool(let value): String(value)
        case .stringArray(let values): values.joined(separator: ",")
        case .intArray(let values): values.map(String.init).joined(separator: ",")
        case .doubleArray(let values): values.map { String($0) }.joined(separator: ",")
        default: nil
        }
    }
}
