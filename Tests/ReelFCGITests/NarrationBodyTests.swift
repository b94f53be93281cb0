import Foundation
import ReelCore
import ReelFCGI
import ReelHTTP
import ReelStore
import ReelTestKit
import Testing

/// A recording that comes with a request, in a form.
@Suite struct NarrationBodyTests {
    private static let script = #"{"script": {"title": "Hens", "scenes": [{"script": "Hens lay eggs."}]}}"#
    private static let sound = Data("ID3\r\n--\0\u{7F}\r\n".utf8)

    /// A form as curl sends it.
    private static func form(
        _ json: String = script, narration: Data? = sound, name: String = "own.mp3", type: String = "audio/mpeg"
    ) -> Data {
        var body = Data("--xyz\r\nContent-Disposition: form-data; name=\"request\"\r\n\r\n\(json)\r\n".utf8)
        if let narration {
            body += Data(
                "--xyz\r\nContent-Disposition: form-data; name=\"narration\"; filename=\"\(name)\"\r\nContent-Type: \(type)\r\n\r\n"
                    .utf8)
            body += narration + Data("\r\n".utf8)
        }
        return body + Data("--xyz--\r\n".utf8)
    }

    private func parse(_ body: Data, contentType: String = "multipart/form-data; boundary=xyz") throws
        -> CreateJobRequest
    {
        try CreateJobRequest(Request(method: "POST", path: "/", contentType: contentType, body: .whole(body)))
    }

    /// The fields that are named; `["body"]` for a refusal of the whole.
    private func refused(_ body: Data, contentType: String = "multipart/form-data; boundary=xyz") -> [String] {
        do {
            _ = try parse(body, contentType: contentType)
            return []
        } catch HTTPError.invalidFields(let problems) {
            return problems.map(\.field)
        } catch {
            return Refusal(error).problem.status == 422 ? ["body"] : ["\(error)"]
        }
    }

    @Test(arguments: [
        ("own.mp3", "application/octet-stream", "mp3"), ("Own.WAV", "", "wav"), ("a.b.m4a", "audio/mpeg", "m4a"),
        ("blob", "audio/x-m4a; codecs=aac", "m4a"), ("", "audio/wav", "wav"),
    ])
    func aRecordingIsTakenToTheByte(_ name: String, _ type: String, _ kind: String) throws {
        let job = try parse(Self.form(name: name, type: type), contentType: "Multipart/Form-Data; boundary=\"xyz\"").job
        #expect(job.narration == RecordedNarration(kind: try #require(.init(rawValue: kind)), data: Self.sound))
        #expect(job.script?.scenes.map(\.script) == ["Hens lay eggs."])
        let kept = try WireCoding.decode(JobRequest.self, from: job.json)
        #expect(kept == job, "as the store keeps it")
    }

    @Test func aFormWithoutARecordingIsARequestLikeAnyOther() throws {
        #expect(
            try parse(Self.form(#"{"url": "https://example.org/a"}"#, narration: nil)).job.url
                == "https://example.org/a")
    }

    @Test func whatDoesNotGoTogetherIsNamed() {
        #expect(refused(Self.form(#"{"url": "https://example.org/a"}"#)) == ["narration"])
        #expect(refused(Self.form(narration: Data())) == ["narration"])
        #expect(refused(Self.form(name: "own.exe", type: "text/plain")) == ["narration"])
        let spoken = Self.script.dropLast() + #", "voice": "rms"}"#
        #expect(refused(Self.form(String(spoken))) == ["voice"])
        let json = #"{"narration": "UklGRg==", "url": "https://example.org/a"}"#
        #expect(refused(Data(json.utf8), contentType: "application/json") == ["narration"])
    }

    @Test func formsThatCannotBeReadAreRefusedAsAWhole() {
        let whole = Self.form()
        #expect(refused(whole) == [])
        // All but the end after the last delimiter's dashes.
        for length in 0..<(whole.count - 2) { #expect(refused(whole.prefix(length)) == ["body"], "\(length) bytes") }
        #expect(refused(whole, contentType: "multipart/form-data") == ["body"])
        #expect(refused(whole, contentType: "multipart/form-data; boundary=") == ["body"])
        #expect(refused(whole, contentType: "multipart/form-data; boundary=other") == ["body"])
        let twice = Self.form().dropLast("--xyz--\r\n".utf8.count) + Self.form()
        #expect(refused(Data(twice)) == ["body"], "two requests")
        #expect(refused(Data("--xyz--\r\n".utf8)) == ["body"], "no request")
    }

    /// From the form over FastCGI to what the store gives a runner.
    @Test func aRunnerIsGivenTheRecording() async throws {
        try await withWorld { world in
            let response = try await onThread { [socket = world.socket] in
                try FastCGIClient(socket: socket).request(
                    "POST", "/api/generate-video", body: Self.form(), contentType: "multipart/form-data; boundary=xyz",
                    parameters: [:])
            }
            #expect(response.status == 202)
            let claim = try #require(try world.store.claimNext(by: RunnerID(), lease: .seconds(20)))
            #expect(claim.job.request.narration == RecordedNarration(kind: .mp3, data: Self.sound))
        }
    }
}

/// Every part of a form costs as much as it is long.
@Suite(.serialized) struct NarrationBodyDoublingTests {
    private static let head = "--xyz\r\nContent-Disposition: form-data; name=\"request\"\r\n"

    @Test(
        arguments: [
            .repeated("--xyz\r\n"), .repeated("\r\n--xy", after: head), .repeated("\r\n--xyz", after: head),
            .repeated("; a=b", after: head + "A:"), .repeated("\r\n", after: head),
            .repeated("\r\n-", after: head + "\r\n"),
            .repeated("a: b\r\n", after: head), .repeated("\r\n--xyz\r\n\r\n", after: "--xyz\r\n"),
        ] as [HostileShape])
    func aForm(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) {
            _ = try? MultipartBody(Data($0.utf8), contentType: "multipart/form-data; boundary=xyz")
        }
    }

    @Test(
        arguments: [
            .repeated(";"), .repeated("; a=b"), .repeated("; a=\""), .repeated("=", after: ";"), .repeated("; a"),
        ] as [HostileShape])
    func aContentType(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) {
            _ = try? MultipartBody(Data(), contentType: "multipart/form-data" + $0)
        }
    }
}
