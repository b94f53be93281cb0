import Foundation
import ReelCache
import ReelCore
import ReelTool

/// Draws cards into PNG files: a background, darkened where words will stand, and the words by libass.
package struct CardFile: Sendable {
    /// Raised whenever the same card is drawn differently.
    private static let recipe = "card/2"
    private static let name = "card.png"

    package var cache: ContentCache
    /// A fontconfig pattern.
    package var font: String

    package init(cache: ContentCache, font: String) {
        self.cache = cache
        self.font = font
    }

    /// - Returns: `nil` when no installed font has the card's letters, or nothing is left of its words.
    /// - Throws: `GatherError`; file errors; `CancellationError`.
    package func make(_ card: Card, on backdrop: Backdrop, size: FrameSize, in workFolder: URL) async throws -> URL? {
        let texts = CardLayout.texts(card)
        guard !texts[0].text.isEmpty, try await CardFont.canDraw([card.heading, card.text ?? ""].map(CardText.clean))
        else { return nil }
        let font = try await CardFont.find(font)
        let key = ContentKey(
            recipe: Self.recipe,
            [
                backdrop.palette.choice.colours.joined(), backdrop.motif.rawValue, String(backdrop.seed),
                "\(size.width)x\(size.height)", card.kind.rawValue, card.heading, card.text ?? "", font.family,
                font.installed,
            ])
        let entry = try await cache.entry(key, linkedInto: workFolder) { folder in
            let measure = try await CardMeasure(texts, font: font, workFolder: workFolder)
            let layout = CardLayout(
                size: size, card: card, palette: backdrop.palette, font: font, measure: measure)
            try await draw(layout, on: backdrop, to: folder.appending(path: Self.name), workFolder)
        }
        return entry.file(Self.name)
    }

    private func draw(_ layout: CardLayout, on backdrop: Backdrop, to file: URL, _ workFolder: URL) async throws {
        let size = layout.size
        let words = workFolder.appending(path: "card-\(UUID().uuidString).ass")
        defer { try? FileManager.default.removeItem(at: words) }
        try Data(layout.document().text.utf8).write(to: words)
        let pixels = CardScrim.darkened(backdrop.render(size), size)
        // In RGB: libass' colours are then the ones asked for, whatever matrix a YUV frame would be taken for.
        let arguments = [
            "-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-protocol_whitelist", "file,pipe",
            "-format_whitelist", "rawvideo", "-codec_whitelist", "rawvideo", "-f", "rawvideo", "-pix_fmt", "rgb24",
            "-s", "\(size.width)x\(size.height)", "-i", "pipe:0", "-vf",
            "ass=filename=\(FFmpegText.filterOption(words.path)),format=rgb24", "-frames:v", "1", "-c:v", "png",
            "-compression_level", "1",
            "-bitexact", "-f", "image2", "-update", "1", "file:\(file.path)",
        ]
        _ = try await Self.ffmpeg(arguments) { try await $0.write(pixels) }
    }

    static func ffmpeg(
        _ arguments: [String], input: (@Sendable (Tool.InputWriter) async throws -> Void)? = nil
    ) async throws -> Data {
        do {
            return try await Tool.run(
                ToolCommand("ffmpeg", arguments, timeout: .seconds(60)), input: input
            ).standardOutput
        } catch ToolError.notFound {
            throw GatherError.ffmpegMissing
        } catch let error as ToolError {
            if error.isDiskFull { throw JobFailure.diskFull(in: .gather, detail: error.description) }
            throw GatherError.cardFailed(reason: error.description)
        }
    }
}

/// The scrim behind a card's words.
enum CardScrim {
    /// How much light is left behind the words, and at the card's ends.
    private static let left: (words: Float, ends: Float) = (0.58, 0.86)

    static func darkened(_ pixels: [UInt8], _ size: FrameSize) -> [UInt8] {
        let box = CardLayout.box(size)
        let (top, bottom) = (Float(box.top), Float(box.bottom))
        var pixels = pixels
        for row in 0..<size.height {
            let y = (Float(row) + 0.5) / Float(size.height)
            let away = y < top ? (top - y) / max(top, 0.01) : y > bottom ? (y - bottom) / (1 - bottom) : 0
            let gain = left.words + (left.ends - left.words) * smooth(away)
            for index in row * size.width * 3..<(row + 1) * size.width * 3 {
                pixels[index] = UInt8(Float(pixels[index]) * gain + 0.5)
            }
        }
        return pixels
    }
}
