import Foundation
import ReelCore
import ReelFCGI
import ReelStore
import ReelTestKit
import Testing

/// Bodies that only a recording has: as many at once as memory allows, and nothing else is let through with them.
@Suite(.timeLimit(.minutes(2))) struct LongBodyTests {
    private static func settings() -> FCGISettings {
        var settings = FCGISettings()
        settings.bodyLimit = 2_000
        settings.recordingLimit = 1_000_000
        return settings
    }

    /// As curl sends it.
    private static func form(recording bytes: Int) -> Data {
        let script = #"{"script": {"title": "Hens", "scenes": [{"script": "Hens lay eggs."}]}}"#
        var body = Data("--x\r\nContent-Disposition: form-data; name=\"request\"\r\n\r\n\(script)\r\n".utf8)
        body += Data("--x\r\nContent-Disposition: form-data; name=\"narration\"; filename=\"a.wav\"\r\n\r\n".utf8)
        return body + Data(repeating: 7, count: bytes) + Data("\r\n--x--\r\n".utf8)
    }

    private static let type = "multipart/form-data; boundary=x"

    @Test func aLongRecordingIsTakenToTheByte() async throws {
        try await withWorld(Self.settings()) { world in
            let answer = try await onThread {
                try FastCGIClient(socket: world.socket)
                    .request("POST", "/api/generate-video", body: Self.form(recording: 900_000), contentType: Self.type)
            }
            #expect(answer.status == 202)
            let claim = try #require(try world.store.claimNext(by: RunnerID(), lease: .seconds(20)))
            #expect(claim.job.request.narration?.data == Data(repeating: 7, count: 900_000))
        }
    }

    @Test(arguments: [
        (Data(repeating: 0x20, count: 3_000), "application/json"), (form(recording: 1_000_001), type),
        (
            Data("--x\r\nContent-Disposition: form-data; name=\"request\"\r\n\r\n".utf8)
                + Data(repeating: 0x20, count: 3_000)
                + Data("\r\n--x--\r\n".utf8), type
        ),
    ])
    func whatIsNoRecordingMayNotBeLong(_ body: Data, _ type: String) async throws {
        try await withWorld(Self.settings()) { world in
            let answer = try await onThread {
                try FastCGIClient(socket: world.socket)
                    .request("POST", "/api/generate-video", body: body, contentType: type)
            }
            #expect(answer.status == 413)
            #expect(try world.store.jobs(status: nil, page: Page(limit: 1)).total == 0)
        }
    }

    /// Two are held; a place is free again when its request is answered, or its peer is gone.
    @Test func onlySoManyAreHeldAtOnce() async throws {
        try await withWorld(Self.settings()) { world in
            try await onThread {
                let records = FastCGIClient.records(
                    "POST", "/api/generate-video", body: Self.form(recording: 400_000), contentType: Self.type)
                func client() throws -> FastCGIClient { try FastCGIClient(socket: world.socket) }
                var slow = try (0..<2).map { _ in
                    let client = try client()
                    try client.send(records.prefix(300_000))
                    return client
                }
                func status() throws -> Int {
                    let other = try client()
                    try other.send(records)
                    return try other.response().status
                }
                // What was sent on one connection may be read after what is sent on another. The suite's limit ends it.
                while try status() != 503 {}
                #expect(try client().request("GET", "/api/jobs").status == 200, "others are served")
                try slow[0].send(records.dropFirst(300_000))
                #expect(try slow[0].response().status == 202)
                #expect(try status() == 202)
                #expect(try status() == 202)
                slow.removeLast()
                let third = try client()
                try third.send(records.prefix(300_000))
                while try status() != 202 {}
            }
        }
    }
}
