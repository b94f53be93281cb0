import Foundation
import ReelCore
import ReelDB
import ReelFCGI
import ReelHTTP
import ReelStore
import ReelTestKit
import Testing

/// Every part of a request costs as much as it is long.
@Suite(.serialized) struct RequestDoublingTests {
    private func request(_ json: String) -> Request {
        Request(
            method: "POST", path: "/api/generate-video", contentType: "application/json", body: .whole(Data(json.utf8)))
    }

    static let texts: [HostileShape] = [
        .repeated("<"), .repeated("<a "), .repeated("["), .repeated("\\n"), .repeated("\u{301}", after: "a"),
        .repeated("\u{202E}"),
        .repeated(" "), .repeated("a\\u0000"), .repeated("1"), .repeated("👨‍👩‍👧"), .nested("(", ")"),
    ]

    @Test(arguments: texts) func aTextAndATitle(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) {
            _ = try? CreateJobRequest(request("{\"text\": \"\($0)\", \"title\": \"\($0)\"}"))
        }
    }

    @Test(arguments: texts) func aScript(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) {
            _ = try? CreateJobRequest(
                request(
                    "{\"script\": {\"title\": \"\($0)\", \"scenes\": [{\"script\": \"\($0)\", \"asset_keywords\": [\"\($0)\"]}]}}"
                ))
        }
    }

    @Test(
        arguments: [
            .repeated("{},"), .repeated("{\"script\": \"a\"},"), .repeated("1,"), .repeated("[],"),
            .repeated("{\"scene_number\": 1, \"script\": \"x\"},"), .repeated("\"a\","),
        ] as [HostileShape])
    func listsOfScenes(_ shape: HostileShape) {
        let script = Script(title: "Hens", scenes: [Scene(sceneNumber: 1, script: "Hens lay eggs.")])
        let video = Video(
            id: VideoID(rawValue: 7), title: "Hens", sourceURL: "", filePath: "outputs/h.mp4", duration: 20, sizeMB: 1,
            script: script, createdAt: Date(), quality: .draft, style: nil)
        DoublingExercise(first: 100).run(shape) {
            _ = try? CreateJobRequest(request("{\"script\": {\"title\": \"t\", \"scenes\": [\($0)1]}}"))
            _ = try? EditVideoRequest(request("{\"scenes\": [\($0)1], \"order\": [\($0)1]}"), of: video, script)
        }
    }

    @Test(
        arguments: [
            .repeated("a", after: "https://example.org/"), .repeated("%", after: "https://example.org/"),
            .repeated("a.", after: "https://"), .repeated(":", after: "https://"), .repeated("[", after: "http://"),
            .repeated("@", after: "https://a"), .repeated("#?", after: "https://example.org/"), .repeated("https://"),
            .repeated(" ", before: "https://example.org/"), .repeated("é", after: "https://"),
            .repeated("\u{301}", after: "https://a"), .repeated("xn--", after: "https://"),
        ] as [HostileShape])
    func addresses(_ shape: HostileShape) {
        // One that is longer than the limit is refused by its length: 2,048 bytes are tried up to the limit and far beyond.
        DoublingExercise(first: 30, doublings: 11).run(shape) { _ = try? ArticleAddress.check($0) }
    }

    /// Messages of the Model Context Protocol: each is read, and its tool turned into a request.
    @Test(arguments: texts) func messagesToTools(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) { text in
            let arguments = "{\"url\": \"\(text)\", \"job_id\": \"\(text)\", \"status\": \"\(text)\"}"
            guard let value = try? WireCoding.read(Data(arguments.utf8), limits: .request) else { return }
            for tool in MCPTool.allCases { _ = try? tool.request(value, as: request("{}")) }
            _ = try? MCPMessage(["jsonrpc": "2.0", "id": .string(text), "method": .string(text), "params": value])
        }
    }

    /// What clients say that they know, and tokens.
    @Test(arguments: lines) func conditionsAndTokens(_ shape: HostileShape) {
        let answer = Response(status: 200, body: Data("feed".utf8))
        DoublingExercise(first: 250).run(shape) { text in
            _ = answer.unless(Conditions(knownTags: text, knownSince: text), changed: Date())
            _ = answer.unless(Conditions(knownSince: text), changed: Date())
            _ = ShareToken(text)?.hash
        }
    }

    /// What is written into XML, HTML and JSON-LD.
    @Test(arguments: texts) func markup(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) { text in
            let piece: Markup = "<title>\(text)</title>"
            _ = (piece, try? Markup.json(["name": text]))
        }
    }

    static let lines =
        HostileShape.five(sign: "%", opening: "a[", closing: "]", nearly: "limit=%3", after: "") + [
            .repeated("&"), .repeated("limit=1&"), .repeated("+"), .repeated("="), .repeated("%41"),
            .repeated("a\u{301}"),
            .repeated("\u{301}", after: "status="), .repeated("9", after: "limit="), .repeated("/"), .repeated("..%2F"),
            HostileShape("names") { (0..<$0).map { "n\($0)=1" }.joined(separator: "&") },
        ]

    @Test(arguments: lines) func queries(_ shape: HostileShape) {
        DoublingExercise(first: 250).run(shape) {
            let query = Query($0)
            _ = try? query.page()
            _ = try? query.jobStatus()
        }
    }

    @Test(arguments: lines) func paths(_ shape: HostileShape) {
        DoublingExercise(first: 250).run(shape) { text in
            for prefix in ["/", "/api/jobs/", "/api/videos/"] {
                do {
                    _ = try Router.route(method: "GET", path: prefix + text)
                } catch {
                    _ = Refusal(error).response
                }
            }
        }
    }

    @Test(arguments: lines) func methodsTypesAndKeys(_ shape: HostileShape) async throws {
        try await withTemporaryFolder { folder in
            let store = try StoreEngines.open(folder.appending(path: "reelcraft.db"), StoreOptions())
            let responder = Responder(
                store: store, layout: HomeLayout(root: folder), settings: FCGISettings(), logger: silentLogger)
            // On a thread of its own: it is that thread's time that is measured.
            try await onThread {
                DoublingExercise(first: 250).run(shape) { text in
                    var typed = request("{\"url\": \"https://example.org/\"}")
                    typed.contentType = text
                    _ = responder.respond(to: typed)
                    var keyed = request("{\"url\": \"https://example.org/\"}")
                    keyed.idempotencyKey = "\u{301}" + text
                    _ = responder.respond(to: keyed)
                    _ = responder.respond(to: Request(method: text, path: "/api/jobs"))
                }
            }
        }
    }
}
