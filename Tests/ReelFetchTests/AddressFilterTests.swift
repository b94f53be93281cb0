import ReelFetch
import Testing

struct AddressFilterTests {
    @Test(arguments: [
        ("127.0.0.1", "loopback"), ("127.255.255.254", "loopback"),
        ("0.0.0.0", "unspecified"), ("0.1.2.3", "unspecified"),
        ("10.0.0.1", "private"), ("172.16.0.1", "private"), ("172.31.255.255", "private"), ("192.168.1.1", "private"),
        ("169.254.169.254", "link-local"), ("100.64.0.1", "carrier-grade NAT"),
        ("100.127.255.255", "carrier-grade NAT"),
        ("192.0.0.8", "reserved"), ("192.0.2.1", "documentation"), ("198.51.100.7", "documentation"),
        ("203.0.113.9", "documentation"), ("198.19.255.255", "benchmarking"),
        ("192.88.99.1", "translated (6to4 relay)"), ("224.0.0.251", "multicast"), ("239.255.255.250", "multicast"),
        ("240.0.0.1", "reserved"), ("255.255.255.255", "reserved"),
        ("::", "unspecified"), ("::1", "loopback"), ("::7f00:1", "reserved"), ("::127.0.0.1", "reserved"),
        ("::ffff:127.0.0.1", "loopback"), ("::ffff:10.1.2.3", "private"), ("::ffff:a9fe:a9fe", "link-local"),
        ("::ffff:0:127.0.0.1", "reserved"),
        ("fe80::1", "link-local"), ("febf::1", "link-local"), ("fec0::1", "private"),
        ("fc00::1", "private"), ("fd12:3456::1", "private"), ("ff02::1", "multicast"),
        ("64:ff9b::127.0.0.1", "translated (NAT64)"), ("64:ff9b:1::1", "translated (NAT64)"),
        ("2002:7f00:1::", "translated (6to4)"), ("2001:0:4136:e378::1", "translated (Teredo)"),
        ("2001:2::1", "reserved"), ("2001:1ff::1", "reserved"), ("2001:db8::1", "documentation"),
        ("3fff:fff::1", "documentation"), ("100::1", "reserved"), ("5f00::1", "reserved"), ("4000::1", "reserved"),
    ])
    func isRefused(_ text: String, kind: String) throws {
        #expect(AddressFilter.refusal(of: try #require(IPAddress(text))) == kind)
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
        "169.253.255.255", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.167.255.255",
        "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "::ffff:8.8.8.8",
        "2001:200::1", "2001:4860:4860::8888", "2001:db7::1", "2003::1", "2606:4700::1111", "3fff:1000::1",
    ])
    func isPublic(_ text: String) throws {
        #expect(AddressFilter.refusal(of: try #require(IPAddress(text))) == nil)
    }

    @Test(arguments: ["0177.0.0.1", "0x7f.1", "2130706433", "127.1", "example.org", "", "::g"])
    func isNoAddress(_ text: String) {
        #expect(IPAddress(text) == nil)
    }
}
