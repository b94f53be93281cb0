import Foundation
import Logging
import ReelCache
import ReelCore
import ReelFetch
import ReelGather
import ReelTool

/// Pictures drawn by ffmpeg, so that a decoder of its own sees the real formats.
enum TestPicture {
    /// The bytes of one frame of a lavfi source, encoded as the file name's ending says.
    static func bytes(_ source: String, as name: String, _ options: [String] = []) async throws -> Data {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)-\(name)")
        defer { try? FileManager.default.removeItem(at: file) }
        try await Tool.run(
            ToolCommand(
                "ffmpeg",
                ["-nostdin", "-loglevel", "error", "-y", "-f", "lavfi", "-i", source, "-frames:v", "1"] + options
                    + [file.path]))
        return try Data(contentsOf: file)
    }

    /// The pixels of a picture file, decoded by ffmpeg into RGB of the given size.
    static func pixels(_ file: URL, width: Int, height: Int) async throws -> [UInt8] {
        let result = try await Tool.run(
            ToolCommand(
                "ffmpeg",
                [
                    "-nostdin", "-loglevel", "error", "-i", file.path, "-vf", "scale=\(width):\(height):flags=area",
                    "-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1",
                ]))
        return [UInt8](result.standardOutput)
    }
}

/// A web of these addresses and no others.
func web(_ pages: [String: Data]) -> Fetcher {
    Fetcher { request in
        guard let body = pages[request.url] else {
            throw JobFailure(stage: nil, code: "fetch_status", message: "There is no such page.", isRetryable: false)
        }
        guard body.count <= request.maximumBytes else {
            throw JobFailure(stage: nil, code: "fetch_too_large", message: "It is too large.", isRetryable: false)
        }
        return FetchedResource(url: request.url, contentType: "image/jpeg", body: body)
    }
}

func context(_ folder: URL) -> StageContext {
    StageContext(workFolder: folder.appending(path: "work"), logger: Logger(label: "test"))
}

func scenes(_ count: Int) -> [Scene] {
    (1...count).map { Scene(sceneNumber: $0, script: "Scene \($0).") }
}

/// Files in the work folder that belong neither to the cache's links nor to what was downloaded.
func leftovers(_ folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0 != "downloads" && $0.count != 64 }
}
