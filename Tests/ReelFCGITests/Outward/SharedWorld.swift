import Foundation
import ReelCore
import ReelStore
import ReelTestKit

extension World {
    /// Text of strangers that would be markup, the end of a script or of a header, or nothing that XML has a place for.
    static let hostile = "A & <b>\"B\"</b> </script><!-- ]]> 'c' \u{202E}d\u{FFFE}\u{8}é\u{1F600}"
    /// The same as a reader of XML or HTML gives it back: what controls is left out.
    static let read = "A & <b>\"B\"</b> </script><!-- ]]> 'c' dé\u{1F600}"

    /// A finished video whose film, poster and captions lie in the outputs.
    ///
    /// - Parameter bytes: of the film.
    @discardableResult
    func finishedVideo(
        _ title: String = "Done", words: String = "It is done.", name: String = "done-\(ClaimID())", bytes: Int = 1_234,
        url: String = "https://example.org/done"
    ) throws -> VideoID {
        let job = try store.createJob(JobRequest(url: url))
        guard let claim = try store.claimNext(by: RunnerID(), lease: .seconds(20)), claim.job.id == job.id,
            let id = try store.complete(
                claim.id,
                with: NewVideo(
                    title: title, sourceURL: url, filePath: "outputs/\(name).mp4", duration: 31.5, sizeMB: 2.25,
                    script: Script(title: title, scenes: [Scene(sceneNumber: 1, script: words)])))?.job.videoID
        else { throw NotReady() }
        try FileManager.default.createDirectory(at: layout.outputs, withIntermediateDirectories: true)
        for (ending, data) in [
            ("mp4", Data(count: bytes)), ("jpg", Data("jpg".utf8)), ("vtt", Data("WEBVTT\n".utf8)),
        ] { try data.write(to: layout.outputs.appending(path: "\(name).\(ending)")) }
        return id
    }
}

extension FastCGIResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}
