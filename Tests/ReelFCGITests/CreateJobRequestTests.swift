import Foundation
import ReelCore
import ReelFCGI
import ReelHTTP
import Testing

@Suite struct CreateJobRequestTests {
    private func parse(_ json: String, contentType: String? = "application/json") throws -> CreateJobRequest {
        try CreateJobRequest(
            Request(method: "POST", path: "/", contentType: contentType, body: .whole(Data(json.utf8))))
    }

    /// How a body is refused; `nil` when it is taken.
    private func refusal(_ json: String, contentType: String? = "application/json") -> Refusal? {
        do {
            _ = try parse(json, contentType: contentType)
            return nil
        } catch {
            return Refusal(error)
        }
    }

    @Test func takesAnAddress() throws {
        let input = try parse(#"{"url": " https://example.org/a?b=c#d\n"}"#)
        #expect(input.job == JobRequest(url: "https://example.org/a?b=c#d", quality: .standard))
        #expect(!input.reuse)
    }

    @Test func takesEveryField() throws {
        let input = try parse(#"{"url": "http://[::1]:8080/", "quality": "draft", "reuse": true, "more": [1]}"#)
        #expect(input.job == JobRequest(url: "http://[::1]:8080/", quality: .draft))
        #expect(input.reuse)
    }

    @Test(arguments: [
        "https://example.org", "HTTPS://EXAMPLE.ORG/", "http://example.org:80/x", "https://münchen.example/straße",
        "https://example.org/a%20b?q=%C3%BC", "http://127.0.0.1:8000/article.html", "https://example.org/a|b",
        "https://example.org/?to=user@example.org", "https://example.org/" + String(repeating: "a", count: 2_028),
    ])
    func takesWebAddresses(url: String) {
        #expect(refusal(#"{"url": "\#(url)"}"#) == nil)
    }

    @Test(arguments: [
        (#"{"url": ""}"#, "blank"),
        (#"{"url": " \n\t "}"#, "blank"),
        (#"{}"#, "missing"),
        (#"{"URL": "https://example.org/"}"#, "missing"),
        (#"{"url": null}"#, "string"),
        (#"{"url": 7}"#, "string"),
        (#"{"url": ["https://example.org/"]}"#, "string"),
        (#"["https://example.org/"]"#, "JSON object"),
        (#""https://example.org/""#, "JSON object"),
        (#"7"#, "JSON object"),
        (#"null"#, "JSON object"),
        (#"{"url": "https://example.org/\#(String(repeating: "a", count: 2_029))"}"#, "longer than 2048"),
        (#"{"url": "ftp://example.org/"}"#, "only http and https"),
        (#"{"url": "file:///etc/passwd"}"#, "only http and https"),
        (#"{"url": "javascript:alert(1)"}"#, "only http and https"),
        (#"{"url": "example.org/article"}"#, "not a web address"),
        (#"{"url": "//example.org/article"}"#, "not a web address"),
        (#"{"url": "https://user:secret@example.org/"}"#, "user name or password"),
        (#"{"url": "https://user@example.org/"}"#, "user name or password"),
        (#"{"url": "https://@example.org/"}"#, "user name or password"),
        (#"{"url": "https:///article"}"#, "no host"),
        (#"{"url": "https:article"}"#, "no host"),
        (#"{"url": "https://"}"#, "no host"),
        (#"{"url": "https://:80/"}"#, "no host"),
        (#"{"url": "https://exam*ple.org/"}"#, "no name of a server"),
        (#"{"url": "https://example.org:0/"}"#, "port"),
        (#"{"url": "https://example.org:99999/"}"#, "port"),
        (#"{"url": "https://example.org:http/"}"#, "not a web address"),
        (#"{"url": "https://example.org/a b"}"#, "space"),
        (#"{"url": "https://example.org/a\r\nX: y"}"#, "space"),
        (#"{"url": "https://example.org\\@evil.example/"}"#, "backslash"),
        (#"{"url": "https://example.org/\u0000"}"#, "control character"),
        (#"{"url": "https://example.org/", "quality": "best"}"#, "one of draft, standard, high"),
        (#"{"url": "https://example.org/", "quality": 1}"#, "one of draft, standard, high"),
        (#"{"url": "https://example.org/", "reuse": "yes"}"#, "true or false"),
        (#"{"url": "https://example.org/", "reuse": 1}"#, "true or false"),
        (#"{"url": "https://example.org/", "duration": 44}"#, "one of 30, 45, 60"),
        (#"{"url": "https://example.org/", "aspect": "4:3"}"#, "aspect should be one of 9:16, 1:1, 16:9"),
        (#"{"url": "https://example.org/", "captions": true}"#, "captions should be one of bold, plate, soft, off"),
        (#"{"url": "https://example.org/", "theme": "pink"}"#, "theme should be one of auto, dusk"),
        (#"{"url": "https://example.org/", "voice": "nobody"}"#, "voice should be heart, or rms, slt, or espeak:"),
        (#"{"url": "https://example.org/", "music": "../etc/passwd.mp3"}"#, "music should be none, drift"),
        (#"{"url": "https://example.org/", "entry": 0}"#, "from 1 to 500"),
        (#"{"url": "https://example.org/", "entry": 1.5}"#, "from 1 to 500"),
        (#"{"url": "https://example.org/", "title": "T"}"#, "goes with text"),
        (#"{"text": " \n 7 "}"#, "blank"),
        (#"{"text": ["a"]}"#, "a string"),
        (#"{"text": "Words.", "entry": 2}"#, "goes with a feed"),
        (#"{"text": "Words.", "reuse": true}"#, "leave it out"),
        (#"{"text": "Words.", "url": "nowhere"}"#, "not a web address"),
        (#"{"script": "Words."}"#, "should be an object"),
        (#"{"script": {"title": "T", "scenes": []}}"#, "1 to 24 scenes"),
        (#"{"script": {"title": "T", "scenes": [{}]}}"#, "script.scenes[0].script is missing"),
        (#"{"duration": 30, "script": {"title": "T", "scenes": [{"script": "Words."}]}}"#, "goes with articles"),
        (#"{"url": "https://example.org/", "priority": 101}"#, "from -100 to 100"),
        (#"{"url": "https://example.org/", "priority": "high"}"#, "from -100 to 100"),
        (#"{"url": "https://example.org/", "max_attempts": 0}"#, "from 1 to 20"),
        (#"{"url": "https://example.org/", "run_at": "tomorrow"}"#, "run_at"),
        (#"{"url": "https://example.org/", "run_at": 5}"#, "run_at"),
        (#"{"url": "https://example.org/", "run_at": "2027-02-30T10:00:00"}"#, "run_at should be a time that there is"),
        (#"{"url": "https://example.org/", "run_at": "1969-12-31T23:59:59"}"#, "run_at"),
        (#"{"url": "https://example.org/", "run_at": "2999-01-01T00:00:00"}"#, "at most a year ahead"),
        (#"{"text": "\#(String(repeating: "a", count: 500_001))"}"#, "at most 500000 bytes"),
        (#"{"text": "\#(String(repeating: "ä", count: 250_001))"}"#, "at most 500000 bytes"),
    ])
    func refusesWithWords(json: String, words: String) throws {
        let refusal = try #require(self.refusal(json))
        #expect(refusal.problem.status == 422)
        #expect(refusal.detail.contains(words), "\(refusal.detail)")
    }

    @Test func takesAnArticleInsteadOfAnAddress() throws {
        let input = try parse(##"{"text": "# Hens\n\nHens lay eggs.", "title": "Hens", "duration": 30}"##)
        #expect(
            input.job == JobRequest(url: "", text: "# Hens\n\nHens lay eggs.", title: "Hens", duration: 30))
    }

    @Test func takesALongArticle() throws {
        let text = String(repeating: "Hens lay eggs. ", count: 33_333)
        #expect(try parse(#"{"text": "\#(text)"}"#).job.text == text)
    }

    @Test func takesAFeedsEntry() throws {
        #expect(
            try parse(#"{"url": "https://example.org/feed", "entry": 3}"#).job
                == JobRequest(url: "https://example.org/feed", entry: 3))
    }

    @Test func takesALook() throws {
        let input = try parse(
            #"{"url": "https://example.org/", "aspect": "16:9", "voice": "espeak:de+f3", "captions": "off", "music": "own.mp3", "#
                + #""theme": "clay"}"#)
        #expect(
            input.job.style
                == ReelStyle(aspect: .wide, voice: "espeak:de+f3", captions: .off, music: "own.mp3", theme: .clay))
        // Nothing is chosen by naming what comes anyway.
        let plain = try parse(
            #"{"url": "https://example.org/", "aspect": "9:16", "captions": "bold", "theme": null, "voice": null}"#)
        #expect(plain.job == JobRequest(url: "https://example.org/"))
    }

    @Test func takesAScriptOfTheClients() throws {
        let input = try parse(#"{"script": {"title": "Hens", "scenes": [{"script": "Hens lay eggs."}]}}"#)
        let scene = Scene(sceneNumber: 1, script: "Hens lay eggs.")
        #expect(input.job == JobRequest(url: "", script: Script(title: "Hens", scenes: [scene])))
    }

    @Test func saysOfEachFieldWhatIsWrong() throws {
        let refusal = try #require(
            self.refusal(
                #"{"url": "ftp://a.example/", "quality": 1, "script": {"title": "", "scenes": [{"script": 4}, 5]}}"#))
        #expect(
            refusal.problem.errors?.map(\.field) == [
                "url", "quality", "script.title", "script.scenes[0].script", "script.scenes[1]",
            ])
        let body = try WireCoding.decode(ProblemResponse.self, from: refusal.response.body)
        #expect(body.errors == refusal.problem.errors && body.detail.contains("only http and https"))
    }

    @Test(arguments: [
        "", "{", #"{"url": "https://example.org/""#, "url=https://example.org/", #"{'url': 'x'}"#,
        #"{"url": "https://example.org/"} more"#, String(repeating: "[", count: 10_000),
    ])
    func refusesWhatIsNotJSON(json: String) throws {
        let refusal = try #require(self.refusal(json))
        #expect(refusal.problem.status == 400)
        #expect(refusal.detail.contains("not JSON"))
    }

    @Test func refusesBytesThatAreNotText() {
        let body = Data(#"{"url": "https://example.org/"#.utf8) + Data([0xFF, 0xFE]) + Data(#""}"#.utf8)
        let request = Request(method: "POST", path: "/", contentType: "application/json", body: .whole(body))
        #expect(throws: HTTPError.self) { try CreateJobRequest(request) }
    }

    @Test(arguments: [
        nil, "text/plain", "application/x-www-form-urlencoded", "application/jsonp",
        "text/plain; application/json",
    ])
    func wantsJSONSaidInTheHeader(contentType: String?) throws {
        let refusal = try #require(self.refusal(#"{"url": "https://example.org/"}"#, contentType: contentType))
        #expect(refusal.problem.status == 415)
    }

    @Test(arguments: ["application/json; charset=utf-8", "Application/JSON", "application/vnd.reel+json"])
    func takesOtherWritingsOfJSON(contentType: String) {
        #expect(refusal(#"{"url": "https://example.org/"}"#, contentType: contentType) == nil)
    }

    @Test func refusesALongBody() throws {
        let request = Request(
            method: "POST", path: "/", contentType: "application/json", body: .tooLong(limit: 1_024))
        #expect(throws: HTTPError.bodyTooLong(limit: 1_024)) { try CreateJobRequest(request) }
    }
}
