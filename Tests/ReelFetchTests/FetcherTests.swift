import Foundation
import ReelCore
import ReelFetch
import ReelTestKit
import Testing

/// The real fetcher against a real server on loopback.
struct FetcherTests {
    @Test func fetchesAPageWithItsTypeAndItsOwnName() async throws {
        try await withLocalHTTPServer { _ in
            .html("<p>Grüße")
        } perform: { server in
            let page = try await fetch(server, "/a%20b?x=1#part", accept: "text/html")
            #expect(page.body == Data("<p>Grüße".utf8))
            #expect(page.contentType == "text/html; charset=utf-8")
            #expect(page.url == server.url("/a%20b?x=1"))
            let request = try #require(server.requests.first)
            #expect(request.path == "/a%20b?x=1")
            #expect(request.header("accept") == "text/html")
            #expect(request.header("user-agent")?.contains("ReelCraft/") == true)
            #expect(request.header("accept-encoding")?.contains("gzip") == true)
        }
    }

    @Test func encodesWhatPeoplePaste() async throws {
        try await withLocalHTTPServer { _ in
            .html("x")
        } perform: { server in
            _ = try await fetch(server, "/über uns ")
            #expect(server.requests.first?.path == "/%c3%bcber%20uns")
        }
    }

    @Test func followsRedirectsAndKeepsCookies() async throws {
        try await withLocalHTTPServer { request in
            switch request.path {
            case "/start": .redirect(to: "../consent", status: 301)
            case "/consent" where request.header("cookie") == "ok=1": .redirect(to: "/article", status: 307)
            case "/consent":
                .data(
                    Data(), type: "text/html", status: 303, headers: [("Location", "/consent"), ("Set-Cookie", "ok=1")])
            default: .html("the article")
            }
        } perform: { server in
            let page = try await fetch(server, "/start")
            #expect(page.url == server.url("/article"))
            #expect(page.body == Data("the article".utf8))
            #expect(server.requests.map(\.path) == ["/start", "/consent", "/consent", "/article"])
        }
    }

    @Test func endsARedirectLoop() async throws {
        try await withLocalHTTPServer { _ in
            .redirect(to: "/again")
        } perform: { server in
            await #expect(throws: FetchError.tooManyRedirects(host: "127.0.0.1", limit: 3)) {
                try await fetch(server, "/") { $0.maximumRedirects = 3 }
            }
            #expect(server.requests.count == 4)
        }
    }

    @Test func decodesChunkedGzip() async throws {
        let packed = try gzip(Data("packed words".utf8))
        try await withLocalHTTPServer { _ in
            LocalResponse(headers: [("Content-Type", "text/html"), ("Content-Encoding", "gzip")]) { write in
                for byte in packed { try await write(Data([byte])) }
            }
        } perform: { server in
            let page = try await fetch(server, "/")
            #expect(page.body == Data("packed words".utf8))
        }
    }

    @Test func countsBytesAfterDecompression() async throws {
        let bomb = try gzip(Data(count: 10_000_000))
        try #require(bomb.count < 20_000)
        try await withLocalHTTPServer { _ in
            .data(bomb, type: "text/html", headers: [("Content-Encoding", "gzip")])
        } perform: { server in
            await #expect(throws: FetchError.tooLarge(host: "127.0.0.1", limit: 50_000)) {
                try await fetch(server, "/", limit: 50_000)
            }
        }
    }

    @Test(arguments: [true, false])
    func endsWhatIsTooLarge(announced: Bool) async throws {
        try await withLocalHTTPServer { _ in
            announced
                ? .data(Data(count: 1001), type: "text/html")
                : .endless(Data(count: 4096), type: "text/html")
        } perform: { server in
            await #expect(throws: FetchError.tooLarge(host: "127.0.0.1", limit: 1000)) {
                try await fetch(server, "/", limit: 1000)
            }
        }
    }

    @Test func takesExactlyTheLimit() async throws {
        try await withLocalHTTPServer { _ in
            .data(Data(count: 1000), type: "text/html")
        } perform: { server in
            let page = try await fetch(server, "/", limit: 1000)
            #expect(page.body.count == 1000)
        }
    }

    @Test(arguments: [(404, false), (403, false), (401, false), (429, true), (500, true), (503, true), (304, false)])
    func namesTheStatus(status: Int, retryable: Bool) async throws {
        try await withLocalHTTPServer { _ in
            .status(status)
        } perform: { server in
            let error = await #expect(throws: FetchError.self) { try await fetch(server, "/") }
            #expect(error == .status(status, host: "127.0.0.1"))
            #expect(error?.message.contains("\(status)") == true)
            #expect(error?.isRetryable == retryable)
        }
    }

    @Test(.timeLimit(.minutes(1))) func anEndlessErrorPageEndsToo() async throws {
        try await withLocalHTTPServer { _ in
            var response = LocalResponse.endless(Data(count: 4096), type: "text/html")
            response.status = 500
            return response
        } perform: { server in
            await #expect(throws: FetchError.status(500, host: "127.0.0.1")) {
                try await fetch(server, "/") { $0.timeout = .seconds(3000) }
            }
        }
    }

    @Test(arguments: [false, true])
    func givesUpASilentServer(afterSomeBytes: Bool) async throws {
        try await withLocalHTTPServer { _ in
            if !afterSomeBytes { try await Task.sleep(for: .seconds(3600)) }
            return .hanging(after: Data("begin".utf8), type: "text/html")
        } perform: { server in
            await #expect(throws: FetchError.timeout(host: "127.0.0.1", seconds: 0.3)) {
                try await fetch(server, "/") { $0.timeout = .milliseconds(300) }
            }
        }
    }

    @Test func theTimeLimitCoversAllRedirects() async throws {
        try await withLocalHTTPServer { _ in
            try await Task.sleep(for: .milliseconds(100))
            return .redirect(to: "/")
        } perform: { server in
            await #expect(throws: FetchError.timeout(host: "127.0.0.1", seconds: 0.25)) {
                try await fetch(server, "/") { $0.timeout = .milliseconds(250) }
            }
        }
    }

    @Test func anAnswerCutShortIsNoAnswer() async throws {
        try await withLocalHTTPServer { _ in
            .cutShort(Data("half".utf8), type: "text/html")
        } perform: { server in
            let error = await #expect(throws: FetchError.self) { try await fetch(server, "/") }
            guard case .brokenAnswer = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(error?.isRetryable == true)
        }
    }

    @Test(.timeLimit(.minutes(1))) func cancellingTheTaskEndsTheTransfer() async throws {
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        try await withLocalHTTPServer { _ in
            arrived.yield()
            return .hanging(after: Data(), type: "text/html")
        } perform: { server in
            let task = Task {
                try await fetch(server, "/") {
                    $0.timeout = .seconds(3000)
                    $0.stallTimeout = .seconds(3000)
                }
            }
            for await _ in arrivals { break }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func nobodyListens() async throws {
        // The server of this port is gone when it is asked.
        let server = try await withLocalHTTPServer { _ in
            .notFound
        } perform: {
            $0
        }
        let error = await #expect(throws: FetchError.self) { try await fetch(server, "/") }
        guard case .notConnected("127.0.0.1", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func plainHTTPOnATLSAddress() async throws {
        try await withLocalHTTPServer { _ in
            .html("x")
        } perform: { server in
            let error = await #expect(throws: FetchError.self) {
                try await live(server).fetch(
                    FetchRequest(url: "https://\(server.endpoint)/", maximumBytes: 1000))
            }
            guard case .tls("127.0.0.1", _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func aNameThatDoesNotExist() async throws {
        let error = await #expect(throws: FetchError.self) {
            try await Fetcher.live().fetch(FetchRequest(url: "http://no-such-name.invalid/", maximumBytes: 1000))
        }
        // Without a network the name service itself is what fails.
        #expect(
            error == .nameNotFound(host: "no-such-name.invalid")
                || error == .nameServiceFailed(host: "no-such-name.invalid"))
    }
}

struct TransferGateTests {
    @Test func keepsToItsNumberAndServesEverybody() async throws {
        let counter = Counter()
        try await withLocalHTTPServer { _ in
            await counter.enter()
            try await Task.sleep(for: .milliseconds(20))
            await counter.leave()
            return .html("x")
        } perform: { server in
            let fetcher = live(server) { $0.maximumTransfers = 3 }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        _ = try await fetcher.fetch(FetchRequest(url: server.url("/"), maximumBytes: 1000))
                    }
                }
                try await group.waitForAll()
            }
            #expect(server.requests.count == 12)
            #expect(await counter.most == 3)
        }
    }

    @Test func aWaitingFetchCanBeCancelled() async throws {
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        try await withLocalHTTPServer { _ in
            arrived.yield()
            return .hanging(after: Data(), type: "text/html")
        } perform: { server in
            let fetcher = live(server) { $0.maximumTransfers = 1 }
            let request = FetchRequest(url: server.url("/"), maximumBytes: 1000)
            let first = Task { try await fetcher.fetch(request) }
            for await _ in arrivals { break }
            let second = Task { try await fetcher.fetch(request) }
            second.cancel()
            await #expect(throws: CancellationError.self) { try await second.value }
            #expect(server.requests.count == 1)
            first.cancel()
            await #expect(throws: CancellationError.self) { try await first.value }
        }
    }

    private actor Counter {
        private var now = 0
        private(set) var most = 0

        func enter() {
            now += 1
            most = max(most, now)
        }

        func leave() { now -= 1 }
    }
}
