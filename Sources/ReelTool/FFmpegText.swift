import Foundation

/// What is written for ffmpeg to read: text inside its filters and its lists.
public enum FFmpegText {
    /// A file's path as an option of a filter in a graph, which is read twice: once for the graph, once for the filter's
    /// options (ffmpeg-filters(1), "Notes on filtergraph escaping").
    public static func filterOption(_ text: String) -> String {
        escape(escape(text, "\\':"), "\\'[],;")
    }

    /// Files to be read one after the other (ffmpeg-formats(1), "concat").
    ///
    /// - Parameters:
    ///   - files: in their order.
    ///   - lengths: frames of each. They are told, because containers know them only to the millisecond; and told in
    ///     microseconds of the whole, so that rounding does not add up.
    ///   - frameRate: frames a second.
    public static func concatList(_ files: [URL], lengths: [Int], frameRate: Int) -> String {
        func microseconds(_ frames: Int) -> Int { (2_000_000 * frames + frameRate) / (2 * frameRate) }
        var list = "ffconcat version 1.0\n"
        var frame = 0
        for (file, length) in zip(files, lengths) {
            let duration = microseconds(frame + length) - microseconds(frame)
            frame += length
            list += "file 'file:\(file.path.replacing("'", with: "'\\''"))'\nduration \(duration)us\n"
        }
        return list
    }

    private static func escape(_ text: String, _ special: String) -> String {
        text.reduce(into: "") { result, character in
            if special.contains(character) { result.append("\\") }
            result.append(character)
        }
    }
}
