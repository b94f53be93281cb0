import Foundation
import Logging
import ReelCore
import ReelDB
import ReelFCGI
import ReelSocket
import ReelStore
import ReelTestKit

/// A home of its own with a database, and a responder that serves from it.
struct World: Sendable {
    let layout: HomeLayout
    let store: any Store
    let server: FCGIServer
    var socket: String { layout.responderSocket.path }

    /// One request on a connection of its own, on a thread of its own.
    func request(
        _ method: String, _ target: String, json: String? = nil, contentType: String = "application/json",
        headers: [String: String] = [:]
    ) async throws -> FastCGIResponse {
        try await onThread { [socket] in
            try FastCGIClient(socket: socket).request(
                method, target, body: Data((json ?? "").utf8), contentType: json == nil ? nil : contentType,
                parameters: headers)
        }
    }

    /// A job that has made its video.
    func completedJob(url: String = "https://example.org/done", file: String = "outputs/done-1.mp4") throws -> Job {
        let job = try store.createJob(JobRequest(url: url))
        guard let claim = try store.claimNext(by: RunnerID(), lease: .seconds(20)), claim.job.id == job.id,
            let change = try store.complete(
                claim.id,
                with: NewVideo(
                    title: "Done", sourceURL: url, filePath: file, duration: 31.5, sizeMB: 2.25,
                    script: Script(title: "Done", scenes: [Scene(sceneNumber: 1, script: "It is done.")])))
        else { throw NotReady() }
        return change.job
    }

    struct NotReady: Error {}
}

let silentLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Runs a server in this process for as long as the body lasts.
///
/// - Parameter handler: what answers; the real responder if `nil`.
func withWorld<Result>(
    _ settings: FCGISettings = FCGISettings(), handler: FCGIServer.Handler? = nil,
    _ body: (World) async throws -> Result
) async throws -> Result {
    try await withTemporaryFolder { folder in
        let layout = HomeLayout(root: folder)
        let store = try StoreEngines.open(
            folder.appending(path: "reelcraft.db"), StoreOptions(readers: settings.workers))
        let responder = Responder(store: store, layout: layout, settings: settings, logger: silentLogger)
        let server = try FCGIServer(
            socket: try .open(at: layout.responderSocket.path, environment: [:]), settings: settings,
            logger: silentLogger, handler: handler ?? responder.respond)
        async let running: Void = server.run()
        do {
            let result = try await body(World(layout: layout, store: store, server: server))
            server.stop()
            await running
            return result
        } catch {
            server.stop()
            await running
            throw error
        }
    }
}
