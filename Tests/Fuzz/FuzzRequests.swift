import Foundation
import Logging
import ReelCore
import ReelDB
import ReelFCGI
import ReelHTTP
import ReelStore

/// One input of the fuzzer is a request as text: `METHOD TARGET`, lines of headers, a blank line, the body. It goes through
/// all of the responder that comes after libfcgi: access, router, bodies, store. Built and run by `scripts/fuzz`.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRequest(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let response = responder.next().respond(to: Request(of: Data(bytes: bytes, count: count)))
    // 503 is "the database is busy", which nobody makes it; 500 is what nobody has thought of.
    precondition((200..<500).contains(response.status), "\(response.status)")
    for header in response.headers + [("Content-Type", response.contentType)] {
        let isPrintable = (header.name + header.value).utf8.allSatisfy { (0x20...0x7E).contains($0) }
        precondition(isPrintable, "\(header.name) holds what no header may")
        // nginx reads an answer's headers into 16 KB.
        precondition(header.value.utf8.count < 4_096, "\(header.name) is too long")
    }
    if response.contentType.hasSuffix("json"), !response.body.isEmpty {
        guard (try? JSONSerialization.jsonObject(with: response.body)) != nil else { fatalError("not JSON") }
    }
    _ = response.serialized()
    return 0
}

/// The responder under test, with a new database after some thousand requests: the jobs that were made would fill it.
private final class Subject {
    private let home = URL(fileURLWithPath: "/dev/shm/reel-fuzz-\(getpid())")
    private var used = Int.max
    private var current: Responder?

    func next() -> Responder {
        used = used == .max ? 0 : used + 1
        if used % 5_000 == 0 { current = nil }
        if let current { return current }
        try? FileManager.default.removeItem(at: home)
        do {
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
            let store = try StoreEngines.open(home.appending(path: "reelcraft.db"), StoreOptions(readers: 1))
            let made = Responder(
                store: store, layout: HomeLayout(root: home), settings: FCGISettings(),
                logger: Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() })
            try addVideo(to: store)
            current = made
            return made
        } catch {
            fatalError("\(error)")
        }
    }

    /// So that there is something to show, edit and delete.
    private func addVideo(to store: any Store) throws {
        _ = try store.createJob(JobRequest(url: "https://example.org/a"))
        guard let claim = try store.claimNext(by: RunnerID(), lease: .seconds(600)) else { return }
        _ = try store.complete(
            claim.id,
            with: NewVideo(
                title: "Done", sourceURL: "https://example.org/a", filePath: "outputs/done-1.mp4", duration: 31.5,
                sizeMB: 2.25, script: Script(title: "Done", scenes: [Scene(sceneNumber: 1, script: "It is done.")])))
    }
}

// libFuzzer calls on one thread.
nonisolated(unsafe) private let responder = Subject()

extension Request {
    fileprivate init(of input: Data) {
        let end = input.firstRange(of: Data("\n\n".utf8))
        let head = String(decoding: input[..<(end?.lowerBound ?? input.endIndex)], as: UTF8.self)
        var lines = head.split(separator: "\n", omittingEmptySubsequences: false)
        let first = lines.removeFirst().split(separator: " ", maxSplits: 1)
        let target = first.count > 1 ? String(first[1]) : "/"
        var variables = ["REQUEST_METHOD": first.first.map(String.init) ?? "GET", "REQUEST_URI": target]
        variables["QUERY_STRING"] = target.firstIndex(of: "?").map { String(target[target.index(after: $0)...]) }
        for line in lines {
            let name = line.prefix { $0 != ":" }
            let value = String(line.dropFirst(name.count + 1).drop { $0 == " " })
            let variable = name.uppercased().replacing("-", with: "_")
            variables[variable == "CONTENT_TYPE" ? variable : "HTTP_" + variable] = value
        }
        self.init(body: .whole(end.map { Data(input[$0.upperBound...]) } ?? Data())) { variables[$0] }
    }
}
