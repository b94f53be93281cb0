import Configuration
import Foundation
import ReelSettings

/// The library of photographs and clips at pexels.com, which is asked only with a key.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `pexels.key` | `REEL_PEXELS_KEY` | none | the account's API key; without it nothing is asked |
/// | `pexels.url` | `REEL_PEXELS_URL` | `https://api.pexels.com` | the API's base address |
public struct PexelsSettings: Hashable, Sendable {
    public var key: String
    public var url: String
    /// Seconds for one answer of the API: a search that takes longer is not worth the wait.
    public var timeout: Duration = .seconds(15)

    public init(key: String, url: String = "https://api.pexels.com") {
        self.key = key
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    /// - Returns: `nil` without a key.
    /// - Throws: `SettingsError` when a value cannot be used.
    public init?(_ config: ConfigReader) throws {
        guard let key = config.string(forKey: "pexels.key", isSecret: true), !key.isEmpty else { return nil }
        guard key.utf8.allSatisfy({ 0x21...0x7e ~= $0 }) else {
            throw SettingsError.invalidValue(
                key: "REEL_PEXELS_KEY", value: "(not shown)", expected: "printable ASCII without blanks")
        }
        self.init(key: key)
        guard let url = config.string(forKey: "pexels.url"), !url.isEmpty else { return }
        guard let parts = URLComponents(string: url), ["http", "https"].contains(parts.scheme?.lowercased()),
            parts.host?.isEmpty == false, parts.user == nil, parts.query == nil
        else {
            throw SettingsError.invalidValue(
                key: "REEL_PEXELS_URL", value: url, expected: "an address such as https://api.pexels.com")
        }
        self.init(key: key, url: url)
    }
}
