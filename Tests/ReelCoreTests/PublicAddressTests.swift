import ReelSettings
import Testing

/// What links from outside begin with.
@Suite struct PublicAddressTests {
    @Test(arguments: [
        ("https://reels.example.org", "https://reels.example.org"),
        ("HTTP://Reels.Example.ORG:8000/", "http://reels.example.org:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"), ("http://127.0.0.1", "http://127.0.0.1"),
    ])
    func isSchemeHostAndPort(text: String, base: String) throws {
        let address = try #require(PublicAddress(text))
        #expect(address.base == base && address.absolute("/s/x") == base + "/s/x")
    }

    /// The text goes into XML, HTML and headers as it is.
    @Test(arguments: [
        "", "reels.example.org", "ftp://example.org", "https://", "https://example.org/path", "https://example.org?x",
        "https://example.org#x", "https://user@example.org", "https://u:p@example.org", "https://exa mple.org",
        "https://example.org:0", "https://example.org:99999", "https://a\"b", "https://a<b>", "https://a\r\nb",
        "//example.org",
    ])
    func isNothingElse(text: String) {
        #expect(PublicAddress(text) == nil)
    }
}
