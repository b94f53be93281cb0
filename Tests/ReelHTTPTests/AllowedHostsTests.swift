import ReelHTTP
import Testing

@Suite struct AllowedHostsTests {
    private func allows(_ host: String, _ hosts: AllowedHosts = AllowedHosts()) -> Bool {
        Authority(host[...]).map { hosts.contains($0.host) } ?? false
    }

    @Test(arguments: [
        "localhost", "localhost:8000", "LocalHost:8000", "localhost.", "localhost.:8000", "reel.localhost",
        "a.b.localhost",
        "127.0.0.1", "127.0.0.1:8000", "127.8.9.10", "[::1]", "[::1]:8000", "192.168.1.20:8000", "[fe80::1]",
        "[FE80::A]",
        "[::ffff:10.0.0.1]:80",
    ])
    func loopbackNamesAndAddressesAreAllowed(host: String) {
        #expect(allows(host))
    }

    @Test(arguments: [
        "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "notlocalhost", ".localhost", "localhost..",
        "127.1", "0x7f.0.0.1", "127.0.0.01", "2130706433", "127.0.0.256", "1.2.3.4.5", "[::1", "::1", "[]",
        "[::1]x", "[127.0.0.1]", "[::g]", "[fe80::1%25eth0]", "", ".", ":8000", "localhost:", "localhost:0",
        "localhost:+80", "localhost:99999", "localhost:8000:8000", "user@localhost", "localhost/",
        "localhost, evil.example",
        "localhost evil.example", "localhost\0", "ｌocalhost", "localhost\u{301}", "*", "_",
    ])
    func everythingElseIsNot(host: String) {
        #expect(!allows(host))
    }

    @Test func namesOfTheSettingsAreAllowed() {
        let hosts = AllowedHosts(["Reels.Example.org", "*.lan.example", "reel-box"].compactMap(HostPattern.init))
        for host in [
            "reels.example.org", "REELS.example.ORG:443", "a.lan.example", "a.b.lan.example:8000", "reel-box:1",
        ] {
            #expect(allows(host, hosts), "\(host)")
        }
        for host in ["example.org", "x.reels.example.org", "lan.example", "xlan.example", "reel-box.evil.example"] {
            #expect(!allows(host, hosts), "\(host)")
        }
    }

    @Test(arguments: [
        "http://a.example", "a.example/", "a.example:8000", "*", "*.", "a.*", "_", "~^a", "", "a b", ".a",
        "käse.example",
    ])
    func whatIsNoNameIsNoSetting(text: String) {
        #expect(HostPattern(text) == nil)
    }
}
