import Configuration
import Foundation
import ReelCore
import ReelSettings

/// The library of photographs and clips at pexels.com, which is asked only with a key.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `pexels.key` | `REEL_PEXELS_KEY` | none | the account's API key; without it nothing is asked |
/// | `pexels.keyFile` | `REEL_PEXELS_KEY_FILE` | none | a file that holds the key instead |
/// | `pexels.url` | `REEL_PEXELS_URL` | `https://api.pexels.com` | the API's base address |
public struct PexelsSettings: Hashable, Sendable {
    public var key: Secret
    public var url: String
    /// Seconds for one answer of the API: a search that takes longer is not worth the wait.
    public var timeout: Duration = .seconds(15)

    public init(key: Secret, url: String = "https://api.pexels.com") {
        self.key = key
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    /// - Returns: `nil` without a key.
    /// - Throws: `SettingsError` when a value cannot be used.
    public init?(_ config: ConfigReader) throws {
        let settings = SettingsReader(config)
        let key = try settings.secret("pexels.key")
        let url = try settings.webAddress("pexels.url", example: "https://api.pexels.com")
        guard let key else { return nil }
        self.init(key: key)
        if let url { self.init(key: key, url: url) }
    }
}
