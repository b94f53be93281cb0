import Foundation
import Glibc
import ReelCore
import ReelTestKit
import Testing

/// What people and strangers give that cannot become a reel, through the whole service: each ends in words that say what
/// was wrong, nothing contacts what it must not, and the service is well afterwards.
@Suite(.serialized, .timeLimit(.minutes(6))) struct BadInputTests {
    /// Where a job must end, and with which words. `HOST` is the server that is let through the address filter.
    private struct Case: Sendable {
        var url: String
        var words: [String]
    }

    private static let pages: [Case] = [
        Case(url: "http://HOST/missing", words: ["404", "Check the address"]),
        Case(url: "http://HOST/forbidden", words: ["403", "open to everyone"]),
        Case(url: "http://HOST/fault", words: ["500", "Try again later"]),
        Case(url: "http://HOST/film.mp4", words: ["leads to a video, not to a web page"]),
        Case(url: "http://HOST/empty", words: ["empty"]),
        Case(url: "http://HOST/silent", words: ["did not answer fully within 20 seconds"]),
        Case(url: "http://HOST/endless", words: ["larger than the limit of"]),
        Case(url: "http://HOST/bomb", words: ["larger than the limit of"]),
        Case(url: "http://HOST/fifty-megabytes", words: ["larger than the limit of"]),
        Case(url: "http://HOST/circle", words: ["redirected more than"]),
    ]

    /// Loopback and private targets, in every spelling and by every way round. None is let through.
    private static let inwards: [Case] = [
        "http://127.0.0.1:PORT/", "http://127.1:PORT/", "http://2130706433:PORT/", "http://017700000001:PORT/",
        "http://0x7f000001:PORT/", "http://0.0.0.0:PORT/", "http://[::1]:PORT/", "http://[::ffff:127.0.0.1]:PORT/",
        "http://[::]:PORT/", "http://localhost:PORT/", "http://10.0.0.1/", "http://192.168.0.1/", "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[fd00::1]/", "http://224.0.0.1/",
        "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
        "http://HOST/inwards", "http://HOST/inwards-by-name",
    ].map { Case(url: $0, words: ["not part of the public internet"]) }

    @Test func eachEndsInWordsAndTheServiceIsWell() async throws {
        let forbidden = try await Canary.listen()
        let pages: @Sendable (LocalRequest) -> LocalResponse = { Self.answer($0, canary: forbidden.port) }
        try await Service.whileRunning(
            pages: pages, environment: ["REEL_FETCH_TIMEOUT": "20", "REEL_JOBS": "2"]
        ) { service, server in
            var jobs: [(Case, String)] = []
            for item in Self.pages + Self.inwards {
                let url = item.url.replacing("HOST", with: server.endpoint).replacing("PORT", with: "\(forbidden.port)")
                jobs.append((Case(url: url, words: item.words), try await service.accept(url)))
            }
            for (item, id) in jobs {
                var told = ""
                try await eventually(within: .seconds(240), "\(item.url) to end") {
                    let job = try await service.job(id)
                    // A fault that may pass is tried again, and says so until then.
                    told = job["error_message"] as? String ?? job["progress_message"] as? String ?? ""
                    let waits = job["status"] as? String == "pending" && job["started_at"] is String
                    return job["status"] as? String == "failed" || waits
                }
                for words in item.words { #expect(told.contains(words), "\(item.url): \(told)") }
            }
            #expect(forbidden.visits == 0)
            #expect(service.outputs().isEmpty)
            #expect(try await service.get("/health").object["status"] as? String == "healthy")
        }
    }

    /// Pictures that are none, tiny or huge are passed over; the reel is made all the same.
    @Test func badPicturesDoNotSpoilAReel() async throws {
        let names = ["text.jpg", "dot.png", "huge.png", "half.jpg", "drawing.svg"]
        let figures = names.map { "<img src=\"/\($0)\" width=800 height=600>" }.joined()
        let sentence = "The lamp of the old lighthouse was lit again after ninety years, and the town came to see it. "
        let page =
            "<article><h1>A \"lamp\"\n\u{202E}turned</h1>\(figures)<p>\(String(repeating: sentence, count: 12))</p></article>"
        let dot = try #require(
            Data(
                base64Encoded:
                    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="))
        let huge = Self.header(width: 20_000, height: 20_000)
        let half = try Data(contentsOf: Service.repository.appending(path: "web/sample/tower-at-dusk.jpg")).prefix(
            5_000)
        try await Service.whileRunning { request in
            switch request.path {
            case "/article": .html(page)
            case "/text.jpg": .data(Data("This is no picture.".utf8), type: "image/jpeg")
            case "/dot.png": .data(dot, type: "image/png")
            case "/huge.png": .data(huge, type: "image/png")
            case "/half.jpg": .data(half, type: "image/jpeg")
            case "/drawing.svg":
                .data(
                    Data("<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>".utf8),
                    type: "image/svg+xml")
            default: .notFound
            }
        } _: { service, server in
            let id = try await service.accept(server.url("/article"))
            try await service.waitFor(.completed, id)
            let video = try #require(try await service.videos().first)
            let file = try await service.get("/api/videos/\(try #require(video["id"] as? Int))/file?download=1")
            #expect(file.status == 200 && file.headers["content-type"] == "video/mp4")
            let disposition = try #require(file.headers["content-disposition"])
            #expect(!disposition.contains("\u{202E}") && !disposition.contains("%E2%80%AE"))
            #expect(disposition.hasPrefix("attachment; filename=\"A lamp turned.mp4\""), "\(disposition)")
        }
    }

    // MARK: The server of bad pages

    private static func answer(_ request: LocalRequest, canary: Int) -> LocalResponse {
        switch request.path {
        case "/forbidden": .status(403)
        case "/fault": .status(500)
        case "/film.mp4": .data(Data(repeating: 0, count: 5000), type: "video/mp4")
        case "/empty": .data(Data(), type: "text/html")
        case "/silent": .hanging(after: Data("<html>".utf8), type: "text/html")
        case "/endless": .endless(Data(repeating: 0x20, count: 65_536), type: "text/html")
        case "/bomb": .data(bomb, type: "text/html", headers: [("Content-Encoding", "gzip")])
        case "/fifty-megabytes": .data(Data(repeating: 0x61, count: 50_000_000), type: "text/html")
        case "/circle": .redirect(to: "/circle")
        case "/inwards": .redirect(to: "http://127.0.0.1:\(canary)/secret")
        case "/inwards-by-name": .redirect(to: "http://localhost:\(canary)/secret")
        default: .notFound
        }
    }

    /// A hundred megabytes of zeros in a hundred kilobytes.
    private static let bomb: Data = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "head -c 100000000 /dev/zero | gzip -9"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try? process.run()
        return (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
    }()

    /// The first bytes of a PNG: signature and IHDR (RFC 2083), and nothing of the pixels.
    private static func header(width: UInt32, height: UInt32) -> Data {
        var data = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
        for number in [width, height] { withUnsafeBytes(of: number.bigEndian) { data.append(contentsOf: $0) } }
        return data + Data([8, 2, 0, 0, 0, 0, 0, 0, 0])
    }
}

/// A port of this machine at which nobody may knock.
private final class Canary: Sendable {
    let port: Int
    private let socket: Int32

    private init(port: Int, socket: Int32) {
        self.port = port
        self.socket = socket
    }

    deinit { close(socket) }

    static func listen() async throws -> Canary {
        let port = try Service.freePort()
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isBound, Glibc.listen(descriptor, 16) == 0 else { throw Unexpected(what: "no port for the canary") }
        return Canary(port: port, socket: descriptor)
    }

    /// Connections that came. The kernel accepted them without us.
    var visits: Int {
        var count = 0
        while case let visitor = accept(socket, nil, nil), visitor >= 0 {
            close(visitor)
            count += 1
        }
        return count
    }
}
