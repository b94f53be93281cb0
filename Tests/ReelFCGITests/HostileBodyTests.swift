import Foundation
import Glibc
import ReelCore
import ReelFCGI
import ReelHTTP
import ReelStore
import ReelTestKit
import Testing

/// Bodies that are no JSON, and those that are made to cost.
@Suite struct HostileBodyTests {
    private let path = "/api/generate-video"

    private func request(_ body: Data) -> Request {
        Request(method: "POST", path: path, contentType: "application/json", body: .whole(body))
    }

    private func refusal(_ body: Data) -> Refusal? {
        do {
            _ = try CreateJobRequest(request(body))
            return nil
        } catch {
            return Refusal(error)
        }
    }

    @Test(arguments: [
        (#"{"url": "https://example.org/",}"#, "a name in quotation marks should be here (line 1, byte 32)"),
        (#"{"url": "https://example.org/", "x": [1,]}"#, "a value should be here"),
        ("\u{FEFF}{\"url\": \"https://example.org/\"}", "byte order mark"),
        (#"{"url": "https://example.org/", "url": "https://example.org/b"}"#, "this name twice"),
        (#"{"url": "https://example.org/", "x": "\ud800"}"#, "surrogate"),
        (#"{"url": "https://example.org/", "x": 01}"#, "a comma or the end of the object"),
        (#"{"url": "https://example.org/", "x": \#(String(repeating: "[", count: 33))"#, "more than 32 lists"),
        (
            #"{"url": "https://example.org/", "x": [1\#(String(repeating: ",1", count: 10_000))]}"#,
            "more than 10000 values"
        ),
        (#"{"url": "https://example.org/", "\#(String(repeating: "x", count: 4_097))": 1}"#, "longer than 4096 bytes"),
    ])
    func isToldWhatIsWrongAndWhere(json: String, reason: String) throws {
        let refusal = try #require(self.refusal(Data(json.utf8)))
        #expect(refusal.problem.status == 400)
        #expect(refusal.detail.contains("not JSON") && refusal.detail.contains(reason), "\(refusal.detail)")
    }

    @Test(arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian, .utf32, .utf32LittleEndian])
    func isReadInUTF8Only(encoding: String.Encoding) throws {
        let body = try #require(#"{"url": "https://example.org/"}"#.data(using: encoding))
        #expect(refusal(body)?.problem.status == 400)
    }

    /// These took 1.5, 14 and 39 s of processor time.
    @Test(arguments: [1, 4, 10, 500])
    func deepListsCostNothing(count: Int) throws {
        let deep = String(repeating: "[", count: 508) + String(repeating: "]", count: 508)
        let lists = Array(repeating: deep, count: count).joined(separator: ",")
        let body = Data(#"{"url": "https://example.org/", "x": [\#(lists)]}"#.utf8)
        let budget = CPUBudget(seconds: 0.25)
        #expect(refusal(body)?.problem.status == 400)
        #expect(throws: Never.self) { try budget.check() }
    }

    /// What costs more than a request may is ended with a word, and nothing is stored.
    @Test func aRequestHasABudgetOfProcessorTime() async throws {
        var settings = FCGISettings()
        settings.cpuSeconds = 0
        try await withWorld(settings) { world in
            let answer = try await world.request("POST", path, json: #"{"url": "https://example.org/"}"#)
            #expect(answer.status == 413)
            #expect((answer.json["detail"] as? String)?.contains("processor time") == true)
            #expect(try world.store.jobs(status: nil, page: Page(limit: 1)).total == 0)
        }
    }

    @Test func theBudgetEndsTheReadingOfJSON() throws {
        let list = Data("[\(String(repeating: "1,", count: 1_000))1]".utf8)
        let error = try #require(throws: JSONError.self) {
            try WireCoding.read(list, budget: CPUBudget(seconds: 0))
        }
        #expect(error.isLimit && error.reason.contains("processor time"))
        var request = request(list)
        request.budget = CPUBudget(seconds: 0)
        #expect(throws: CPUBudget.Exceeded.self) { try CreateJobRequest(request) }
    }

    /// 66 bodies at once stopped all writing for 44 s.
    @Test func manyOfThemDelayNoWriter() async throws {
        try await withWorld { world in
            let deep = String(repeating: "[", count: 508) + String(repeating: "]", count: 508)
            let body = #"{"url": "https://example.org/", "x": \#(deep)}"#
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<66 { group.addTask { try await world.request("POST", path, json: body).status } }
                let job = try world.store.createJob(JobRequest(url: "https://example.org/"))
                #expect(try await world.request("POST", "/api/jobs/\(job.id)/cancel").status == 200)
                for try await status in group { #expect(status == 400) }
            }
        }
    }
}
