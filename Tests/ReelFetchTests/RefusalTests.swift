import Foundation
import ReelFetch
import ReelTestKit
import Testing

/// What must never be fetched, however it is spelled or reached.
struct RefusalTests {
    @Test(arguments: [
        "http://127.0.0.1:PORT/", "http://127.1:PORT/", "http://0x7f.1:PORT/", "http://0177.0.0.1:PORT/",
        "http://2130706433:PORT/", "http://0:PORT/", "http://0.0.0.0:PORT/", "http://[::ffff:127.0.0.1]:PORT/",
        "http://[::ffff:7f00:1]:PORT/", "http://localhost:PORT/", "http://LOCALHOST:PORT/", "http://[::1]:PORT/",
    ])
    func loopback(_ form: String) async throws {
        try await withLocalHTTPServer { _ in
            .html("secret")
        } perform: { server in
            let url = form.replacingOccurrences(of: "PORT", with: "\(server.port)")
            let request = FetchRequest(url: url, maximumBytes: 1000)
            let error = await #expect(throws: FetchError.self) { try await Fetcher.live().fetch(request) }
            expectRefused(error)
            #expect(error?.isRetryable == false)
            #expect(server.requests.isEmpty)
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func aRedirectInwards(status: Int) async throws {
        try await withLocalHTTPServer { _ in
            .html("secret")
        } perform: { inner in
            try await withLocalHTTPServer { _ in
                .redirect(to: inner.url("/"), status: status)
            } perform: { outer in
                expectRefused(await #expect(throws: FetchError.self) { try await fetch(outer, "/") })
                #expect(outer.requests.count == 1)
                #expect(inner.requests.isEmpty)
            }
        }
    }

    @Test func theSameServerByAnotherNameIsNotLetThrough() async throws {
        try await withLocalHTTPServer { request in
            .redirect(to: "http://localhost:\(request.header("host")?.split(separator: ":").last ?? "")/")
        } perform: { server in
            expectRefused(await #expect(throws: FetchError.self) { try await fetch(server, "/") })
        }
    }

    @Test(arguments: [
        "file:///etc/passwd", "gopher://127.0.0.1:70/_x", "ftp://example.org/", "dict://127.0.0.1:11211/",
    ])
    func otherSchemes(_ url: String) async throws {
        let scheme = String(url.prefix { $0 != ":" })
        await #expect(throws: FetchError.unsupportedScheme(scheme)) {
            try await Fetcher.live().fetch(FetchRequest(url: url, maximumBytes: 1000))
        }
        try await withLocalHTTPServer { _ in
            .redirect(to: url)
        } perform: { server in
            await #expect(throws: FetchError.unsupportedScheme(scheme)) { try await fetch(server, "/") }
        }
    }

    @Test(arguments: ["http://user@example.org/", "https://user:word@example.org/", "http://:word@example.org/"])
    func credentials(_ url: String) async throws {
        await #expect(throws: FetchError.credentials(host: "example.org")) {
            try await Fetcher.live().fetch(FetchRequest(url: url, maximumBytes: 1000))
        }
    }

    @Test(arguments: [22, 25, 70, 81, 1023, 6000, 6667, 10080])
    func portsThatAreNotTheWebs(_ port: Int) async throws {
        await #expect(throws: FetchError.portRefused(port)) {
            try await Fetcher.live().fetch(FetchRequest(url: "http://example.org:\(port)/", maximumBytes: 1000))
        }
    }

    @Test(arguments: [80, 443, 1024, 3000, 8080, 65535])
    func portsThatAre(_ port: Int) throws {
        try WebAddress(url: "", scheme: "http", host: "example.org", port: port, hasCredentials: false).check()
    }

    @Test(arguments: [
        "", "example.org/page", "http://", "http://?x=1", "http://exa mple.org/", "https://[::1/", "//x/y",
    ])
    func noAddressAtAll(_ url: String) async throws {
        await #expect(throws: FetchError.invalidURL(url)) {
            try await Fetcher.live().fetch(FetchRequest(url: url, maximumBytes: 1000))
        }
    }

    /// In a process of its own, because the environment is shared by all threads of this one.
    @Test func aProxyFromTheEnvironmentIsNotAsked() async throws {
        await #expect(processExitsWith: .success) {
            try await withLocalHTTPServer { _ in
                .html("from the proxy")
            } perform: { proxy in
                for name in ["http_proxy", "all_proxy"] { setenv(name, proxy.url(""), 1) }
                try await withLocalHTTPServer { _ in
                    .html("from the server")
                } perform: { server in
                    let page = try await fetch(server, "/")
                    #expect(page.body == Data("from the server".utf8))
                    #expect(proxy.requests.isEmpty)
                }
            }
        }
    }

    private func expectRefused(_ error: FetchError?, sourceLocation: SourceLocation = #_sourceLocation) {
        guard case .addressRefused = error else {
            Issue.record("not refused: \(String(describing: error))", sourceLocation: sourceLocation)
            return
        }
    }
}
