import Foundation

/// Reads what others have written: ffmpeg's files, and those of strangers.
extension WAVFile {
    /// Of a file of 16-bit PCM with one channel or two, which are brought together. Chunks that are not needed are passed
    /// over; of a file that is cut short, or whose header does not tell its length, as much is taken as is there.
    ///
    /// - Parameter longest: in seconds.
    /// - Throws: `SpeechError` with the code `unreadableAudio` or `audioTooLong`.
    package static func read(
        _ file: URL, longest: Double
    ) throws(SpeechError) -> (samples: [Int16], sampleRate: Int) {
        let data: Data
        do {
            data = try Data(contentsOf: file, options: .mappedIfSafe)
        } catch {
            throw SpeechError(.unreadableAudio, "the file cannot be read")
        }
        let (format, body) = try chunks(of: data)
        let frames = body.count / (2 * format.channels)
        guard Double(frames) <= longest * Double(format.sampleRate) else {
            let seconds = frames / format.sampleRate
            throw SpeechError(.audioTooLong, "\(seconds) s of sound; \(Int(longest)) s are taken at most")
        }
        let samples = [Int16](unsafeUninitializedCapacity: frames) { buffer, count in
            body.withUnsafeBytes { bytes in
                func sample(_ index: Int) -> Int {
                    Int(Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self)))
                }
                for frame in 0..<frames {
                    buffer[frame] =
                        format.channels == 1
                        ? Int16(sample(frame)) : Int16((sample(2 * frame) + sample(2 * frame + 1)) / 2)
                }
            }
            count = frames
        }
        return (samples, format.sampleRate)
    }

    private static let rates = 8_000...192_000

    /// Format and samples of a file.
    private static func chunks(
        of data: Data
    ) throws(SpeechError) -> (format: (channels: Int, sampleRate: Int), body: Data) {
        guard data.count >= 12, data.starts(with: "RIFF".utf8), data.dropFirst(8).starts(with: "WAVE".utf8) else {
            throw SpeechError(.unreadableAudio, "it is no WAVE file")
        }
        var format: (channels: Int, sampleRate: Int)?
        var place = 12
        while place + 8 <= data.count {
            let name = data[(data.startIndex + place)...].prefix(4)
            let length = Int(data.littleEndian(UInt32.self, at: place + 4))
            let start = place + 8
            let end = min(start + length, data.count)
            if name.elementsEqual("fmt ".utf8) {
                format = try Self.format(data, from: start, to: end)
            } else if name.elementsEqual("data".utf8) {
                guard let format else { throw SpeechError(.unreadableAudio, "its samples come before their format") }
                return (format, data[(data.startIndex + start)..<(data.startIndex + end)])
            }
            // Chunks begin at even places.
            place = start + length + length % 2
        }
        throw SpeechError(.unreadableAudio, "it has no samples")
    }

    private static func format(
        _ data: Data, from start: Int, to end: Int
    ) throws(SpeechError) -> (channels: Int, sampleRate: Int) {
        guard end - start >= 16 else { throw SpeechError(.unreadableAudio, "its format is cut short") }
        let kind = data.littleEndian(UInt16.self, at: start)
        let channels = Int(data.littleEndian(UInt16.self, at: start + 2))
        let rate = Int(data.littleEndian(UInt32.self, at: start + 4))
        let bits = data.littleEndian(UInt16.self, at: start + 14)
        // PCM, also in the extensible form.
        guard [1, 0xFFFE].contains(kind), bits == 16, (1...2).contains(channels), rates.contains(rate) else {
            throw SpeechError(
                .unreadableAudio,
                "it is not 16-bit PCM of one or two channels at 8 to 192 kHz: kind \(kind), "
                    + "\(bits) bits, \(channels) channels, \(rate) Hz")
        }
        return (channels, rate)
    }
}
