import Foundation
import ReelFetch
import ReelTestKit

/// The real fetcher, with this server let through its filter.
func live(_ server: LocalHTTPServer, _ change: (inout FetchPolicy) -> Void = { _ in }) -> Fetcher {
    var policy = FetchPolicy()
    policy.allowed = [server.endpoint]
    change(&policy)
    return .live(policy)
}

@discardableResult
func fetch(
    _ server: LocalHTTPServer, _ path: String, accept: String = "*/*", limit: Int = 1_000_000,
    _ change: (inout FetchPolicy) -> Void = { _ in }
) async throws -> FetchedResource {
    try await live(server, change).fetch(
        FetchRequest(url: server.url(path), accept: accept, maximumBytes: limit))
}

/// Packs with the system's own gzip.
func gzip(_ data: Data) throws -> Data {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "data")
    try data.write(to: file)
    let process = try Process.run(URL(filePath: "/bin/gzip"), arguments: ["-9", file.path])
    process.waitUntilExit()
    return try Data(contentsOf: folder.appending(path: "data.gz"))
}
