import Foundation
import Glibc
import ReelTestKit
import Testing

/// Clients that read or write slowly hold nginx's connections, and nobody else.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SlowClientTests {
    /// 200 jobs with addresses of 2,000 quotation marks: a list of about 900 KB, which nginx's buffers do not hold.
    @Test func slowReadersOfAListHoldNobody() async throws {
        try await Service.whileRunning(environment: ["REEL_JOBS": "1"]) { service, _ in
            try await service.stop(.runner, with: SIGTERM)
            try await service.acceptLongAddresses(200)
            let path = "/api/jobs?limit=200"
            #expect(try await service.get(path).body.count > 800_000)
            let readers = try (0..<40).map { _ in try SlowSocket(port: service.port, asking: path) }
            try await eventually("their answers to begin") { readers.allSatisfy { $0.read(100)?.isEmpty == false } }
            for _ in 1...20 {
                let start = ContinuousClock.now
                #expect(try await service.get("/health").status == 200)
                #expect(start.duration(to: .now) < .seconds(5))
                for reader in readers { #expect(reader.read(10) != nil) }
            }
            // Beyond the responder's deadline nginx still has all of the answer for them.
            try await Task.sleep(for: .seconds(12))
            let reader = readers[0]
            var end: [UInt8] = []
            while let bytes = reader.read(65_536) {
                end = (end + bytes).suffix(20)
                if bytes.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
            }
            #expect(String(decoding: end, as: UTF8.self).hasSuffix(#""total":200}"#))
        }
    }

    /// Headers and bodies that come a byte at a time.
    @Test func slowWritersHoldNobody() async throws {
        try await Service.whileRunning { service, _ in
            let writers = try (0..<40).map { number in
                let writer = try SlowSocket(port: service.port)
                #expect(writer.send("POST /api/generate-video HTTP/1.1\r\nHost: localhost\r\n"))
                if number % 2 == 0 { #expect(writer.send("Content-Length: 1000\r\n\r\n{\"url\": \"")) }
                return writer
            }
            for _ in 1...20 {
                for writer in writers { writer.send("x") }
                let start = ContinuousClock.now
                #expect(try await service.get("/health").status == 200)
                #expect(start.duration(to: .now) < .seconds(5))
            }
        }
    }
}

extension Service {
    /// Accepts jobs whose addresses have 2,000 quotation marks each, which JSON writes with two bytes.
    func acceptLongAddresses(_ count: Int) async throws {
        for number in 1...count {
            let address = "http://127.0.0.1:9/\(number)?" + String(repeating: #"\""#, count: 2_000)
            let answer = try await post("/api/generate-video", json: #"{"url": "\#(address)"}"#)
            guard answer.status == 202 else {
                throw Unexpected(what: "\(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
            }
        }
    }
}
