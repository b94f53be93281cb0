import Foundation
import ReelCore

/// Judges what was found in a file. A pure function.
package struct DeliveryRules {
    /// Seconds that a stream may begin or end beside the video's.
    package static let tolerance = 0.04

    private let found: DeliveryFindings
    private let wanted: DeliveryExpectation
    private var faults: [DeliveryFault] = []

    package static func faults(_ found: DeliveryFindings, _ wanted: DeliveryExpectation) -> [DeliveryFault] {
        var rules = DeliveryRules(found: found, wanted: wanted)
        rules.judgeFile()
        rules.judgePicture()
        rules.judgeSound()
        rules.judgeTimes()
        rules.judgeStretches()
        return rules.faults
    }

    private mutating func require(_ isRight: Bool, _ aspect: DeliveryFault.Aspect, _ message: String) {
        if !isRight { faults.append(DeliveryFault(aspect: aspect, message: message)) }
    }

    private mutating func judgeFile() {
        require(
            found.container?.split(separator: ",").contains("mp4") ?? false, .container,
            "the container is \(words(found.container)), not MP4")
        let isIndexFirst = found.boxes.first { $0 == "moov" || $0 == "mdat" } == "moov"
        require(
            isIndexFirst && found.boxes.contains("mdat"), .order,
            "the index (moov) does not stand before the data (mdat): the video would start only when loaded whole")
        require(
            found.streams.sorted() == ["audio", "video"], .streams,
            "the streams are \(found.streams.joined(separator: ", ")), not one picture and one sound")
        require(
            found.decoderErrors.isEmpty, .decoding,
            "the decoder complains: \(found.decoderErrors.prefix(3).joined(separator: " / "))")
        judgeTags()
    }

    /// Our files say what was ordered and nothing of the machine that made them.
    private mutating func judgeTags() {
        guard let tags = wanted.tags else { return }
        let absent = tags.filter { found.tags[$0.key] != $0.value }.map { "\($0.key)=\($0.value)" }.sorted()
        require(absent.isEmpty, .metadata, "the file does not say \(absent.joined(separator: ", "))")
        let told = found.tags.filter { tag in
            tags[tag.key] == nil && (tag.key == "creation_time" || tag.value.hasPrefix("/"))
        }
        require(
            told.isEmpty, .metadata,
            "the file tells of the machine that made it: \(told.map { "\($0.key)=\($0.value)" }.sorted())")
    }

    private mutating func judgePicture() {
        require(found.videoCodec == "h264", .codec, "the picture is coded as \(words(found.videoCodec)), not H.264")
        let profiles = wanted.needsHighProfile ? ["High"] : ["High", "Main", "Baseline", "Constrained Baseline"]
        require(
            profiles.contains(found.profile ?? ""), .profile,
            "the H.264 profile is \(words(found.profile)), not \(profiles.joined(separator: " or "))")
        require(
            found.pixelFormat == "yuv420p", .pixelFormat,
            "the pixels are \(words(found.pixelFormat)), not yuv420p, which is all that phones decode")
        require(
            found.frameSize.map { wanted.frameSizes.contains($0) } ?? false, .frameSize,
            "the frame is \(size(found.frameSize)), not \(wanted.frameSizes.map(size).joined(separator: " or "))")
        require(
            found.constantFrameRate.map { rate in
                wanted.frameRates.lowerBound - 0.001 <= rate && rate <= wanted.frameRates.upperBound + 0.001
            } ?? false, .frameRate,
            found.constantFrameRate.map { "there are \(rate($0)) frames per second, not \(rates)" }
                ?? "the frames do not last equally long")
        if let count = wanted.frameCount {
            require(
                found.frameCount == count, .frameCount, "there are \(words(found.frameCount)) frames, not \(count)")
        }
        require(
            found.colour == ["bt709", "bt709", "bt709"] && found.colourRange != "pc", .colour,
            "the colours are flagged \((found.colour + [words(found.colourRange)]).joined(separator: ", ")), not BT.709"
        )
    }

    private mutating func judgeSound() {
        require(
            found.audioCodec == "aac" && found.audioProfile == "LC" && found.sampleRate == SoundFormat.rate
                && found.channels == SoundFormat.channels, .audioFormat,
            "the sound is \(words(found.audioCodec)) \(words(found.audioProfile)) at \(words(found.sampleRate)) Hz with "
                + "\(words(found.channels)) channels, not AAC LC at \(SoundFormat.rate) Hz with \(SoundFormat.channels)"
        )
        guard let loudness = found.loudness else {
            return require(false, .loudness, "the loudness could not be measured")
        }
        require(
            abs(loudness.integrated - wanted.loudness) <= wanted.loudnessTolerance, .loudness,
            "the loudness is \(loudness.integrated) LUFS, not \(wanted.loudness)")
        require(
            loudness.truePeak ?? -100 <= wanted.truePeak, .truePeak,
            "the true peak is \(words(loudness.truePeak)) dBTP, above \(wanted.truePeak)")
    }

    private mutating func judgeTimes() {
        // A file of which no length is wanted is to be as long as its pictures.
        let length = wanted.duration ?? found.videoEnd ?? found.audioEnd ?? 0
        let streams = [("picture", found.videoStart, found.videoEnd), ("sound", found.audioStart, found.audioEnd)]
        for (name, start, end) in streams {
            guard let start, let end else {
                require(false, .streamTimes, "the \(name) does not say when it begins and ends")
                continue
            }
            require(
                abs(start) <= Self.tolerance && abs(end - length) <= Self.tolerance, .streamTimes,
                "the \(name) runs from \(seconds(start)) to \(seconds(end)) s, not from 0 to \(seconds(length)) s")
        }
        if let range = wanted.durationRange {
            require(
                range.contains(length), .duration,
                "it lasts \(seconds(length)) s, not \(seconds(range.lowerBound)) to \(seconds(range.upperBound)) s")
        }
    }

    private mutating func judgeStretches() {
        let aspects: [FoundStretch.Kind: DeliveryFault.Aspect] = [.black: .black, .frozen: .frozen, .silent: .silent]
        for stretch in found.stretches where stretch.reason == nil {
            let words =
                switch stretch.kind {
                case .black: "the picture is black"
                case .frozen: "the picture stands still"
                case .silent: "nothing is heard"
                }
            require(
                false, aspects[stretch.kind] ?? .decoding,
                "\(words) from \(seconds(stretch.start)) to \(seconds(stretch.end)) s")
        }
    }

    private var rates: String {
        wanted.frameRates.lowerBound == wanted.frameRates.upperBound
            ? rate(wanted.frameRates.lowerBound)
            : "\(rate(wanted.frameRates.lowerBound)) to \(rate(wanted.frameRates.upperBound))"
    }

    private func rate(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : String(format: "%.2f", value)
    }

    private func words<T>(_ value: T?) -> String { value.map { "\($0)" } ?? "unknown" }

    private func size(_ size: FrameSize?) -> String { size.map { "\($0.width)x\($0.height)" } ?? "unknown" }

    private func seconds(_ value: Double) -> String { String(format: "%.3f", value) }
}
