import Foundation
import ReelCore

/// The body of `POST /api/generate-video`, checked.
package struct CreateJobRequest: Hashable, Sendable {
    package var job: JobRequest
    /// Whether a completed job for the same URL will do.
    package var reuse: Bool
    package var options: JobOptions

    /// - Throws: `HTTPError`.
    package init(_ request: Request) throws {
        let example = #"{"url": "https://example.com/article"}"#
        var form: CreateJobInput
        if request.mediaType == "multipart/form-data" {
            let body = try MultipartBody(request.wholeBody(), contentType: request.contentType ?? "")
            guard let fields = try body.part("request") else {
                throw HTTPError.invalid(
                    "The form has no field request: send the request as JSON in it, such as \(example), and the "
                        + "recording in the field narration.")
            }
            form = CreateJobInput(try request.jsonObject(in: fields.data, such: example))
            form.recording = try body.part("narration")
        } else {
            form = CreateJobInput(try request.jsonObject(such: example))
        }
        form.read()
        guard form.problems.isEmpty else { throw HTTPError.invalidFields(form.problems) }
        job = form.job
        reuse = form.reuse
        options = form.options
    }
}

/// The fields of a request for a video, each judged by itself and then together. Those not known are passed over.
private struct CreateJobInput {
    private var fields: FormFields
    var job = JobRequest(url: "")
    var reuse = false
    var options = JobOptions()
    /// The form's file.
    var recording: MultipartBody.Part?
    var problems: [FieldProblem] { fields.problems }

    /// Unicode scalars. A title is one line of a page.
    private static let longestTitle = 300
    /// Bytes in UTF-8. With what JSON adds to most texts it fits into a body (`fcgi.bodyLimit`); a book does not.
    private static let longestText = 500_000
    /// Readers of feeds show no more either.
    private static let entries = 1...500

    init(_ body: JSONValue) {
        fields = FormFields(body)
    }

    mutating func read() {
        readAddress()
        job.quality = fields.choice("quality", of: Quality.self) ?? .standard
        job.style = fields.style()
        reuse = fields.read("reuse", "true or false", \.bool) ?? false
        job.text = fields.read(
            "text", "a string of at most \(Self.longestText) bytes in UTF-8: the article, plain or in Markdown"
        ) { value in value.string.flatMap { $0.utf8.count <= Self.longestText ? $0.withoutControls : nil } }
        job.title = fields.read("title", "a string of at most \(Self.longestTitle) characters") { value in
            value.string.map(\.asOneLine).flatMap { $0.unicodeScalars.count <= Self.longestTitle ? $0 : nil }
        }
        job.entry = fields.read(
            "entry", "a number from \(Self.entries.lowerBound) to \(Self.entries.upperBound): which of a feed's entries"
        ) { value in value.integer.flatMap { Self.entries.contains($0) ? $0 : nil } }
        job.duration = fields.read(
            "duration",
            "one of \(JobRequest.durations.map(String.init).joined(separator: ", ")): the reel's length in seconds"
        ) { value in value.integer.flatMap { JobRequest.durations.contains($0) ? $0 : nil } }
        readScript()
        readNarration()
        readOptions()
        judgeTogether()
    }

    private mutating func readAddress() {
        // An explicit null is a client's mistake, an absent address may be meant.
        guard let value = fields.body.object?["url"] else { return }
        guard let text = value.string else {
            return problem("url", "The field url should be a string: the article's address.")
        }
        do {
            job.url = try ArticleAddress.check(text)
        } catch {
            problem("url", Refusal(error).detail)
        }
    }

    private mutating func readScript() {
        guard let value = fields.body["script"] else { return }
        let form = ScriptForm(value)
        fields.add(form.problems)
        if form.problems.isEmpty { job.script = form.script }
    }

    private mutating func readNarration() {
        if fields.has("narration") {
            problem(
                "narration",
                "The field narration is a file: send it in a form (multipart/form-data), with the JSON in the "
                    + "field request.")
        }
        guard let recording else { return }
        job.narration = RecordedNarration(recording)
        if recording.data.isEmpty {
            problem("narration", "The field narration is an empty file: record it anew.")
        } else if job.narration == nil {
            problem("narration", "The field narration should be a file that ends in .wav, .mp3 or .m4a.")
        }
        if !fields.has("script") {
            problem("narration", "The field narration goes with script only: send the words that it speaks in script.")
        }
        if fields.has("voice") {
            problem("voice", "The field voice goes without narration only: one of them is heard.")
        }
    }

    private mutating func readOptions() {
        options.priority = number("priority", in: JobOptions.priorities) ?? options.priority
        options.maxAttempts = number("max_attempts", in: JobOptions.attempts) ?? options.maxAttempts
        options.runAt = fields.read(
            "run_at",
            "a time that there is, at most a year ahead, such as 2025-10-27T10:30:00 (UTC) or 2025-10-27T11:30:00+01:00"
        ) { value in value.string.flatMap(Self.startTime) }
    }

    private mutating func number(_ name: String, in range: ClosedRange<Int>) -> Int? {
        fields.read(name, "a whole number from \(range.lowerBound) to \(range.upperBound)") { value in
            value.integer.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    private static func startTime(_ text: String) -> Date? {
        let times = Date(timeIntervalSince1970: 0)..<Date() + 366 * 86400
        return Timestamp.date(sent: text).flatMap { times.contains($0) ? $0 : nil }
    }

    private mutating func judgeTogether() {
        let has = fields.has
        if fields.body.object?["url"] == nil, !has("text"), !has("script") {
            problem(
                "url", "The field url is missing: send the article's address in it, or the article itself in text.")
        }
        if let text = job.text, !text.contains(where: \.isLetter) {
            problem("text", "The field text is blank: send the article in it, plain or in Markdown.")
        }
        if has("title"), !has("text") {
            problem("title", "The field title goes with text only; a page has its own, and a script has script.title.")
        }
        if has("entry"), has("text") || !has("url") {
            problem("entry", "The field entry goes with a feed's address in url only.")
        }
        if has("duration"), has("script") {
            problem("duration", "The field duration goes with articles only; a script has the length of its words.")
        }
        if reuse, has("text") || has("script") || has("entry") {
            problem("reuse", "The field reuse goes with a page's address in url only: leave it out.")
        }
    }

    private mutating func problem(_ field: String, _ message: String) {
        fields.problem(field, message)
    }
}
