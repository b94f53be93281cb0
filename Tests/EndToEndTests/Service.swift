import Foundation
import FoundationNetworking
import ReelCore
import ReelTestKit

/// The whole service on a port and in a folder of its own: the real nginx, responder, runner and bridge, as
/// `scripts/run` starts them, with this test in the place of the supervisor.
final class Service: Sendable {
    let home: URL
    let port: Int
    private let processes = Processes()
    private let environment: [String: String]

    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private init(home: URL, port: Int, environment: [String: String]) {
        self.home = home
        self.port = port
        self.environment = environment
    }

    /// Runs the service while the body runs; afterwards everything is stopped and nothing may be left.
    ///
    /// - Parameters:
    ///   - pages: answers the addresses that `page(_:)` gives.
    ///   - environment: settings of the processes.
    ///   - prepare: is given the empty home before anything starts, `cleanUp` after everything has ended.
    static func whileRunning<Result: Sendable>(
        pages: @escaping @Sendable (LocalRequest) -> LocalResponse = { _ in .notFound },
        environment: [String: String] = [:], prepare: @Sendable (URL) throws -> Void = { _ in },
        cleanUp: @Sendable (URL) -> Void = { _ in },
        _ body: @Sendable (Service, LocalHTTPServer) async throws -> Result
    ) async throws -> Result {
        try await withTemporaryFolder { folder in
            try await withLocalHTTPServer(pages) { server in
                let port = try freePort()
                let service = Service(
                    home: folder, port: port,
                    environment: [
                        "REEL_HOME": folder.path, "REEL_DATABASE": folder.appending(path: "reelcraft.db").path,
                        "REEL_FETCH_ALLOW": "127.0.0.1:\(port),\(server.endpoint)",
                    ].merging(environment) { $1 })
                try prepare(folder)
                defer {
                    service.processes.killAll()
                    cleanUp(folder)
                }
                do {
                    try await service.startAll()
                    return try await body(service, server)
                } catch {
                    print(service.log)
                    throw error
                }
            }
        }
    }

    // MARK: Processes

    enum Part: String, CaseIterable {
        case nginx
        case responder = "ReelFCGI"
        case runner = "ReelRunner"
        case bridge = "ReelBridge"
        /// A second one beside the first.
        case otherRunner

        static let usual: [Part] = [.nginx, .responder, .runner, .bridge]

        var program: String { self == .otherRunner ? Part.runner.rawValue : rawValue }
    }

    func start(_ part: Part) throws {
        let process = Process()
        switch part {
        case .nginx:
            process.executableURL = URL(fileURLWithPath: "/bin/bash")
            process.arguments = [
                "-c",
                ". scripts/lib.sh; . scripts/nginx.sh; prepare_nginx \"$1\" \"$PWD/web\" \"$2\"; exec \"${nginx[@]}\"",
                "bash", home.path, "127.0.0.1:\(port)",
            ]
        case .responder, .runner, .bridge, .otherRunner:
            // By env(1): libfaketime, which ClockTests preload, changes the environment of the first process that it is
            // loaded into, and Swift then no longer finds that process's arguments.
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments =
                [Self.repository.appending(path: ".build/release/\(part.program)").path]
                + (part.program == Part.runner.rawValue ? ["run"] : [])
        }
        process.currentDirectoryURL = Self.repository
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let logFile = home.appending(path: "log.txt")
        if !FileManager.default.fileExists(atPath: logFile.path) { try Data().write(to: logFile) }
        let log = try FileHandle(forWritingTo: logFile)
        try log.seekToEnd()
        process.standardOutput = log
        process.standardError = log
        try process.run()
        try log.close()
        processes.add(process, as: part)
    }

    /// Starts the usual parts and waits until they answer.
    func startAll() async throws {
        for part in Part.usual { try start(part) }
        try await eventually("the service to be healthy") {
            (try? await get("/health"))?.object["runners"] as? Int == 1
        }
        try await Conversation.connectWhenUp(self).close()
    }

    /// Ends the usual parts at once. nginx is asked, because its workers would outlive it.
    func stopAll() async throws {
        for part in Part.usual { try await stop(part, with: part == .nginx ? SIGTERM : SIGKILL) }
    }

    /// The process id of a part that runs.
    func process(_ part: Part) -> Int32? {
        processes.id(of: part)
    }

    /// Sends a signal and waits for the end of the process.
    func stop(_ part: Part, with signal: Int32) async throws {
        try await processes.stop(part, with: signal)
    }

    /// Sends a signal that does not end the process.
    func send(_ signal: Int32, to part: Part) throws {
        try processes.send(signal, to: part)
    }

    /// Stops the runner (SIGSTOP) while it is outside of any transaction: stopped inside one, it would hold up every writer
    /// until it goes on or is killed, since SQLite has one lock.
    func hangRunner() async throws {
        let lock = home.appending(path: "reelcraft.db.lock").path
        try await eventually("the runner to hang outside of a transaction") {
            try send(SIGSTOP, to: .runner)
            if try await onThread({ (try? shell("flock -n '\(lock)' true")) != nil }) { return true }
            try send(SIGCONT, to: .runner)
            return false
        }
    }

    var log: String {
        (try? String(contentsOf: home.appending(path: "log.txt"), encoding: .utf8)) ?? ""
    }

    /// Command lines of encoders that work for this service.
    func encoders() -> [String] {
        let ids = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.filter { Int($0) != nil } ?? []
        return ids.compactMap { try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8) }
            .filter { $0.contains("ffmpeg") && $0.contains(home.lastPathComponent) }
    }

    /// File names in the outputs.
    func outputs() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: home.appending(path: "outputs").path)) ?? []).sorted()
    }

    // MARK: HTTP

    struct Answer: Sendable {
        var status: Int
        var headers: [String: String]
        var body: Data

        /// The body as a JSON object; empty when it is none.
        var object: [String: any Sendable] {
            (try? JSONSerialization.jsonObject(with: body)) as? [String: any Sendable] ?? [:]
        }
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        try await send("GET", path, headers: headers)
    }

    func post(_ path: String, json: String? = nil) async throws -> Answer {
        try await send("POST", path, headers: ["Content-Type": "application/json"], body: json.map { Data($0.utf8) })
    }

    func delete(_ path: String) async throws -> Answer {
        try await send("DELETE", path, headers: [:])
    }

    private func send(
        _ method: String, _ path: String, headers: [String: String], body: Data? = nil
    ) async throws -> Answer {
        guard let url = URL(string: "http://127.0.0.1:\(port)\(path)") else { throw URLError(.badURL) }
        var request = URLRequest(url: url, timeoutInterval: 20)
        request.httpMethod = method
        request.httpBody = body
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await URLSession.shared.data(for: request)
        guard let http = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        let fields = http.allHeaderFields.map { ("\($0.key)".lowercased(), "\($0.value)") }
        return Answer(
            status: http.statusCode, headers: Dictionary(fields) { $1 }, body: data)
    }

    // MARK: Jobs

    /// Accepts a job and returns its id.
    func accept(_ url: String, quality: Quality = .draft) async throws -> String {
        let answer = try await post(
            "/api/generate-video", json: #"{"url": "\#(url)", "quality": "\#(quality.rawValue)"}"#)
        guard answer.status == 202, let id = answer.object["job_id"] as? String else {
            throw Unexpected(what: "\(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
        }
        return id
    }

    func job(_ id: String) async throws -> [String: any Sendable] {
        try await get("/api/jobs/\(id)").object
    }

    /// Waits until the job has ended, and returns it; anything but the expected end is an error.
    @discardableResult
    func waitFor(_ status: JobStatus, _ id: String, within limit: Duration = .seconds(600)) async throws
        -> [String: any Sendable]
    {
        var job: [String: any Sendable] = [:]
        try await eventually(within: limit, "\(id) to end") {
            job = try await self.job(id)
            return (job["status"] as? String).flatMap(JobStatus.init)?.isFinal ?? false
        }
        guard job["status"] as? String == status.rawValue else { throw Unexpected(what: "\(job)") }
        return job
    }

    /// Waits until encoders run for the job.
    func waitForEncoding(_ id: String) async throws {
        try await eventually(within: .seconds(120), "\(id) to be encoded") {
            let progress = try await self.job(id)["progress"] as? Int ?? 0
            return progress >= 85 && !self.encoders().isEmpty
        }
    }

    func videos() async throws -> [[String: any Sendable]] {
        try await get("/api/videos").object["videos"] as? [[String: any Sendable]] ?? []
    }

    static func freePort() throws -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound else { throw Unexpected(what: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

struct Unexpected: Error, CustomStringConvertible {
    let what: String
    var description: String { what }
}
