import Foundation
import ReelASS
import ReelCore
import ReelTool

/// How wide words are, for a font size of 1: drawn by libass, which is what will draw them, and measured.
struct CardMeasure: Sendable {
    private struct Word: Hashable {
        var text: String
        var weight: CardFont.Weight
    }

    private static let size = 200
    private static let canvas = FrameSize(width: 6400, height: 480)
    private static let origin = (x: 40, y: 100)

    private var widths: [Word: Double] = [:]
    private var blanks: [CardFont.Weight: Double] = [:]
    /// From the top of a line to that of its capitals, and from there to the baseline.
    private(set) var capTop = 0.2
    private(set) var capHeight = 0.6
    /// The opening quotation mark: from the top of its line, and how high it is.
    private(set) var markTop = 0.2
    private(set) var markHeight = 0.22
    private(set) var markWidth = 0.3

    func width(_ fragment: CardText.Fragment, _ weight: CardFont.Weight) -> Double {
        widths[Word(text: fragment.text, weight: weight)] ?? 0
    }

    func blank(_ weight: CardFont.Weight) -> Double { blanks[weight] ?? 0.25 }

    static let mark = "\u{201C}"

    /// - Throws: `GatherError`; `CancellationError`.
    init(_ texts: [(text: CardText, weight: CardFont.Weight)], font: CardFont, workFolder: URL) async throws {
        var words: [Word] = []
        for (text, weight) in texts {
            for fragment in text.fragments {
                let word = Word(text: fragment.text, weight: weight)
                if !words.contains(word) { words.append(word) }
            }
        }
        // Between two letters a word takes its whole width, not only that of its ink.
        var probes = CardFont.Weight.allCases.flatMap { [Word(text: "", weight: $0), Word(text: " ", weight: $0)] }
        let fixed = probes.count
        probes += words
        let lines = probes.map { ("H" + ASSText.escaped($0.text) + "H", $0.weight) } + [(Self.mark, .heading)]
        let boxes = try await Self.boxes(lines, font, workFolder)
        guard boxes.count == lines.count else { throw GatherError.cardFailed(reason: "words could not be measured") }
        let size = Double(Self.size)
        var bare: [CardFont.Weight: Double] = [:]
        for (index, weight) in CardFont.Weight.allCases.enumerated() {
            bare[weight] = boxes[2 * index].width
            blanks[weight] = max(0, boxes[2 * index + 1].width - boxes[2 * index].width) / size
        }
        for (word, box) in zip(words, boxes[fixed...]) {
            widths[word] = max(0, box.width - (bare[word.weight] ?? 0)) / size
        }
        capTop = (boxes[2].top - Double(Self.origin.y)) / size
        capHeight = boxes[2].height / size
        markTop = (boxes[boxes.count - 1].top - Double(Self.origin.y)) / size
        markHeight = boxes[boxes.count - 1].height / size
        markWidth = boxes[boxes.count - 1].width / size
    }

    private struct Box {
        var top = 0.0
        var width = 0.0
        var height = 0.0
    }

    /// Each line is a second of its own; ffmpeg's `bbox` says where its ink is.
    private static func boxes(
        _ lines: [(text: String, weight: CardFont.Weight)], _ font: CardFont, _ workFolder: URL
    ) async throws -> [Box] {
        var document = CardDocument(size: canvas, font: font)
        for (second, line) in lines.enumerated() {
            document.add(
                ASSTags().position(Double(origin.x), Double(origin.y)).fontSize(Double(size))
                    .weight(line.weight.rawValue).block + line.text,
                seconds: second..<second + 1)
        }
        let file = workFolder.appending(path: "measure-\(UUID().uuidString).ass")
        defer { try? FileManager.default.removeItem(at: file) }
        try FileManager.default.createDirectory(at: workFolder, withIntermediateDirectories: true)
        try Data(document.text.utf8).write(to: file)
        let arguments = [
            "-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file,pipe", "-f", "lavfi", "-i",
            "color=c=black:s=\(canvas.width)x\(canvas.height):r=1:d=\(lines.count),format=gray", "-vf",
            "ass=filename=\(FFmpegText.filterOption(file.path)),bbox=min_val=64,metadata=mode=print:file=-",
            "-f", "null", "-",
        ]
        let output = try await CardFile.ffmpeg(arguments)
        var boxes: [Box] = []
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
            if line.hasPrefix("frame:") { boxes.append(Box()) }
            let parts = line.split(separator: "=")
            guard parts.count == 2, let value = Double(parts[1]), !boxes.isEmpty else { continue }
            switch parts[0] {
            case "lavfi.bbox.y1": boxes[boxes.count - 1].top = value
            case "lavfi.bbox.w": boxes[boxes.count - 1].width = value
            case "lavfi.bbox.h": boxes[boxes.count - 1].height = value
            default: break
            }
        }
        return boxes
    }
}
