import Foundation
import ReelCore
import ReelFCGI
import ReelOutputs
import ReelStore
import ReelTestKit
import Testing

/// Videos: their files, their deletion, the names under which browsers save them.
@Suite struct VideoRoutesTests {
    @Test func deletesAVideoAndItsFiles() async throws {
        try await withWorld { world in
            let job = try world.completedJob()
            let id = try #require(job.videoID)
            try FileManager.default.createDirectory(at: world.layout.outputs, withIntermediateDirectories: true)
            for name in ["done-1.mp4", "done-1.jpg", "done-1.vtt", "done-2.mp4"] {
                try Data("x".utf8).write(to: world.layout.outputs.appending(path: name))
            }
            let deleted = try await world.request("DELETE", "/api/videos/\(id)")
            #expect(deleted.status == 200)
            #expect(deleted.json["status"] as? String == "success")
            #expect(deleted.json["video_id"] as? Int == 1)
            #expect(deleted.json["storage_location"] as? String == "local")
            #expect(deleted.json["file_deleted"] as? Bool == true)
            #expect(try FileManager.default.contentsOfDirectory(atPath: world.layout.outputs.path) == ["done-2.mp4"])
            #expect(try world.store.job(job.id)?.videoID == nil)
            #expect(try await world.request("DELETE", "/api/videos/\(id)").status == 404)
            #expect(try await world.request("GET", "/api/videos/\(id)").status == 404)
            #expect(try await world.request("DELETE", "/api/videos").status == 405)
        }
    }

    /// Nothing of a deleted video can be watched any more: not its stream either.
    @Test func deletesTheStreamWithTheVideo() async throws {
        try await withWorld { world in
            let name = try #require(OutputName(filePath: "outputs/done-1.mp4"))
            let other = try #require(OutputName(filePath: "outputs/done-12.mp4"))
            let stream = [HLSFile.masterPlaylist, .mediaPlaylist, .initSection, .segment(0), .segment(11)]
            for name in [name, other] {
                let keys = ReelFile.allCases.map { OutputKey(name, $0) } + stream.map { OutputKey(name, $0) }
                for key in keys { try Outputs.open(world.layout).write(Data("x".utf8), as: key) }
            }
            let id = try #require(try world.completedJob().videoID)
            let deleted = try await world.request("DELETE", "/api/videos/\(id)")
            #expect(deleted.status == 200 && deleted.json["file_deleted"] as? Bool == true)
            let left = try FileManager.default.contentsOfDirectory(atPath: world.layout.outputs.path)
            #expect(left.count == ReelFile.allCases.count + 1 && left.allSatisfy { $0.hasPrefix("done-12.") })
        }
    }

    /// Whatever a row says, only what lies in `outputs` is deleted.
    @Test(arguments: ["outputs/../precious.mp4", "precious.mp4", "outputs/sub/precious.mp4"])
    func deletesNothingElsewhere(file: String) async throws {
        try await withWorld { world in
            let id = try #require(try world.completedJob(file: file).videoID)
            let precious = world.layout.root.appending(path: "precious.mp4")
            try FileManager.default.createDirectory(
                at: world.layout.outputs.appending(path: "sub"), withIntermediateDirectories: true)
            try Data("x".utf8).write(to: precious)
            try Data("x".utf8).write(to: world.layout.outputs.appending(path: "sub/precious.mp4"))
            let deleted = try await world.request("DELETE", "/api/videos/\(id)")
            #expect(deleted.json["file_deleted"] as? Bool == false)
            #expect(FileManager.default.fileExists(atPath: precious.path))
        }
    }

    @Test func namesTheFileForNginxToSend() async throws {
        try await withWorld { world in
            let id = try #require(try world.completedJob().videoID)
            let missing = try await world.request("GET", "/api/videos/\(id)/file")
            #expect(missing.status == 404)
            #expect((missing.json["detail"] as? String)?.contains("Make the video again") == true)
            try FileManager.default.createDirectory(at: world.layout.outputs, withIntermediateDirectories: true)
            try Data("x".utf8).write(to: world.layout.outputs.appending(path: "done-1.mp4"))
            let answer = try await world.request("GET", "/api/videos/\(id)/file")
            #expect(answer.status == 200)
            #expect(answer.headers["x-accel-redirect"] == "/.reel/file/done-1.mp4")
            #expect(answer.headers["content-type"] == "video/mp4")
            #expect(answer.headers["content-length"] == nil)
            #expect(answer.headers["content-disposition"]?.hasPrefix("inline; filename=\"Done.mp4\"") == true)
            let saved = try await world.request("GET", "/api/videos/\(id)/file?download=1")
            #expect(saved.headers["content-disposition"]?.hasPrefix("attachment") == true)
        }
    }

    @Test(arguments: [
        ("Plain", #"filename="Plain.mp4"; filename*=UTF-8''Plain.mp4"#),
        (
            "Café \"X\"\r\nSet-Cookie: a=b",
            #"filename="Caf_ X Set-Cookie a=b.mp4"; filename*=UTF-8''Caf%C3%A9%20X%20Set-Cookie%20a%3Db.mp4"#
        ),
        ("../../etc/passwd", #"filename=".. .. etc passwd.mp4"; filename*=UTF-8''..%20..%20etc%20passwd.mp4"#),
        ("\u{202E}4pm.exe", #"filename="4pm.exe.mp4"; filename*=UTF-8''4pm.exe.mp4"#),
        ("\n", #"filename="reel.mp4"; filename*=UTF-8''reel.mp4"#),
    ])
    func aTitleIsASafeFileName(title: String, expected: String) {
        #expect(Responder.fileName(title) == expected)
    }
}
