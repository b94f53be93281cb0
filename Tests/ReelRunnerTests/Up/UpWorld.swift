import Foundation
import FoundationNetworking
import ReelCore
import ReelRunner
import ReelTestKit
import Testing

/// A service that `up` runs.
struct UpWorld {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        .standardizedFileURL
    static let names = ["nginx", "ReelFCGI", "ReelRunner", "ReelBridge"]

    let program: BuiltProgram
    let port: Int
    let home: URL

    /// - Parameters:
    ///   - log: the folder of what `up` prints; `folder` unless given.
    ///   - shell: a line before the program is started.
    init(
        in folder: URL, port: Int? = nil, home: String? = nil, settings: [String: String] = [:], log: URL? = nil,
        shell: String? = nil
    ) throws {
        self.home = URL(fileURLWithPath: home ?? folder.path, isDirectory: true)
        self.port = port ?? Int.random(in: 20_000...30_000)
        program = try BuiltProgram(
            "ReelRunner", arguments: ["up", "--no-sample", "--root", Self.root.path],
            environment: [
                "REEL_HOME": self.home.path, "REEL_DATABASE": folder.appending(path: "r.db").path,
                "REEL_PORT": String(self.port), "REEL_DISK_RESERVE": "1",
            ].merging(settings) { $1 }, shell: shell.map { $0 + #"; exec "$0" "$@""# },
            log: (log ?? folder).appending(path: "log-\(UInt16.random(in: 0...9_999))"))
    }

    /// Those that `up` has started, by their programs.
    func processes() -> [String: pid_t] {
        let path = "/proc/\(program.processID)/task"
        var found: [String: pid_t] = [:]
        for thread in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
            let children = (try? String(contentsOfFile: "\(path)/\(thread)/children", encoding: .utf8)) ?? ""
            for child in children.split(separator: " ").compactMap({ pid_t($0) }) {
                let line = (try? String(contentsOfFile: "/proc/\(child)/cmdline", encoding: .utf8)) ?? ""
                // setpriv names it too, just before it becomes it.
                guard !line.hasPrefix("setpriv"), let name = Self.names.first(where: line.contains) else { continue }
                found[name] = child
            }
        }
        return found
    }

    /// All answer: the API through nginx, the bridge and the runner by their socket and lock.
    func untilReady() async throws {
        try await eventually(within: .seconds(60), "the service to come up") {
            try #require(program.isRunning, "\(program.output)")
            let processes = processes()
            let isUp = Readiness.port(ListenAddress(host: "127.0.0.1", port: port)).holds(of: 0)
            guard isUp, let runner = processes["ReelRunner"], processes.count == 4 else { return false }
            let layout = HomeLayout(root: home)
            return Readiness.socket(layout.responderSocket.path).holds(of: 0)
                && Readiness.socket(layout.bridgeSocket.path).holds(of: 0)
                && Readiness.lock(in: layout.runners).holds(of: runner)
        }
        // What the test saw, up sees 25 ms later at the latest; only then a death is that of a process that had come up.
        try await Task.sleep(for: .milliseconds(200))
    }

    /// The body of an answer of the API.
    func ask(_ path: String, method: String = "GET", json: String? = nil) async throws -> String {
        var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(path)")))
        request.httpMethod = method
        request.httpBody = json.map { Data($0.utf8) }
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        return String(decoding: try await URLSession.shared.data(for: request).0, as: UTF8.self)
    }

    /// Orders a reel in draft quality.
    ///
    /// - Returns: the job's id.
    func accept(_ url: String) async throws -> String {
        let answer = try await ask(
            "/api/generate-video", method: "POST", json: #"{"url": "\#(url)", "quality": "draft"}"#)
        return try #require(try JSONDecoder().decode(JobCreatedResponse.self, from: Data(answer.utf8)).jobID)
    }
}
