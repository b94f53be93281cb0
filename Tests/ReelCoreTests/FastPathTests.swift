import Foundation
import ReelCore
import Testing

/// What is written by hand for speed says the same as the library would.
@Suite struct FastPathTests {
    @Test(arguments: [
        "plain", "", "a \"quote\"", "back\\slash", "tab\tnew\nline\r", "\u{0}\u{1}\u{8}\u{c}\u{1f}\u{7f}", "Größe 🪸 日本",
        "\u{202E}right to left", "/slashes/", "e\u{301}",
    ])
    func aJobsBytesAreTheEncoders(text: String) throws {
        var job = Job(
            id: JobID(), request: JobRequest(url: "https://example.org/\(text)", quality: .high), status: .failed,
            progress: 57, progressMessage: text, errorMessage: text, videoID: VideoID(rawValue: 7),
            createdAt: Date(timeIntervalSince1970: 1_761_561_000.25), startedAt: Date(), completedAt: Date(),
            priority: -3, scriptOrigin: ScriptOrigin(.model, model: text, note: text),
            speechUsage: SpeechUsage(requests: 2, characters: 900, cost: 0.0135))
        for answer in [JobResponse(job), JobResponse(Job(id: JobID(), request: job.request, createdAt: Date()))] {
            #expect(try answer.json == WireCoding.encode(answer))
        }
        for request in [job.request, JobRequest(url: "", text: text)] {
            #expect(try request.json == WireCoding.encode(request))
        }
        let created = JobCreatedResponse(jobID: job.id, status: .pending, message: text)
        #expect(try created.json == WireCoding.encode(created))
        job.errorMessage = nil
        for jobs in [[], [job], [job, job]] {
            let list = JobListResponse(jobs: jobs, total: 12)
            #expect(try list.json == WireCoding.encode(list))
        }
    }

    @Test func timesAreTheFormattersForFourCenturies() throws {
        let style = Date.ISO8601FormatStyle(timeZone: .gmt)
            .year().month().day().time(includingFractionalSeconds: true).dateTimeSeparator(.space)
        // A step that is no multiple of a day meets every hour and minute, and all leap days are between.
        for seconds in stride(from: -2_208_988_800.0, to: 10_413_792_000, by: 86_399 * 29 + 0.125) {
            let date = Date(timeIntervalSince1970: seconds)
            let text = Timestamp.stored(date)
            #expect(text == date.formatted(style))
            #expect(Timestamp.date(stored: text) == date)
        }
    }

    @Test(arguments: [
        "", "2025-10-27", "2025-10-27T10:30:00", "2025-02-29 00:00:00", "2025-13-01 00:00:00", "2025-00-10 00:00:00",
        "2025-10-27 24:00:00", "2025-10-27 10:60:00", "2025-10-27 10:30:61.000", "2025-10-27 10:30:00.12",
        "2025-10-27 10:30:00.1234", "٢٠٢٥-10-27 10:30", "2025-10-27 10:30:0x",
    ])
    func whatIsNoTimeIsNone(text: String) {
        #expect(Timestamp.date(stored: text) == nil)
    }

    @Test func secondsWithoutAFractionAreRead() {
        #expect(Timestamp.date(stored: "2025-10-27 10:30:00")?.timeIntervalSince1970 == 1_761_561_000)
    }
}
