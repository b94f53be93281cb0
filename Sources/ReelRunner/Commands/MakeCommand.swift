import ArgumentParser
import Foundation
import Logging
import ReelCache
import ReelCore
import ReelExtract
import ReelFinish
import ReelNarrate
import ReelOutputs
import ReelPipeline
import ReelSettings
import ReelTool

/// One reel by hand: the same pipeline without a server.
struct MakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make", abstract: "Make one reel from an article's address or a saved page, or one once more.")

    @Argument(help: "An http(s) address of a page or a feed, or a file: HTML, Markdown (.md) or text (.txt).")
    var source: String?

    @Option(
        help:
            "The manifest of a reel (NAME.manifest.json), to make the same bytes again, with the settings of that time."
    )
    var from: String?

    @Option(
        name: .shortAndLong, help: "Where the video goes; captions, poster, preview, manifest and report go beside it.")
    var output: String

    @Option(help: "draft, standard or high.")
    var quality: Quality = .standard

    @Option(help: "The address that a saved page came from, for its pictures.")
    var url: String?

    @Option(help: "Which entry of a feed, from 1, the newest first.")
    var entry: Int?

    @Option(help: "How long the reel should be, in seconds.")
    var seconds: Int?

    @Option(help: "A file with your own script, in the JSON that the script command prints.")
    var script: String?

    @Option(
        help: "A recording of the words of your script (WAV, MP3 or M4A, ten minutes at most) in place of a voice.")
    var narration: String?

    @Option(help: "The shape of the picture: 9:16, 1:1 or 16:9.")
    var aspect: Aspect = .vertical

    @Option(help: "Who speaks: \(VoiceName.expected).")
    var voice: VoiceName?

    @Option(help: "Who speaks what is quoted: same, or other for a second voice; the settings' unless given.")
    var quotes: QuoteVoice?

    @Option(help: "The captions in the picture: bold, plate, soft or off.")
    var captions: CaptionLook = .bold

    @Option(help: "What plays under the voice: \(MusicName.expected).")
    var music: MusicName?

    @Option(help: "The colours of what is drawn; auto takes them from the article.")
    var theme: Theme = .auto

    func validate() throws {
        if (source == nil) == (from == nil) {
            throw ValidationError("Give the address or file of an article, or --from and a manifest.")
        }
        if narration != nil, script == nil, from == nil {
            throw ValidationError("With --narration give the words that it speaks: --script and a file.")
        }
        if narration != nil, voice != nil {
            throw ValidationError("Give --voice or --narration: one of them is heard.")
        }
        if from != nil, script != nil || seconds != nil || entry != nil || url != nil {
            throw ValidationError("With --from everything is as the manifest says; leave the other options out.")
        }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment.merging(["REEL_LOG_LEVEL": "warning"]) { own, _ in own }
        let config = try await Settings.load(environment: environment)
        try LogSettings.bootstrap(config)
        let manifest: ReelManifest?
        do {
            manifest = try from.map { try ReelManifest.read(URL(fileURLWithPath: $0)) }
        } catch {
            throw FailedByHand(error)
        }
        let layout = try HomeSettings(config).layout
        try HomePermissions.makeHome(layout)
        let workFolder = layout.work.appending(path: "make-\(UUID().uuidString.lowercased())")
        try FileManager.default.createDirectory(at: workFolder, withIntermediateDirectories: true)
        // Held until this process ends: a runner's sweeper leaves the folder alone meanwhile.
        let lock = FolderLock.hold(workFolder)
        defer { close(lock) }
        defer { try? FileManager.default.removeItem(at: workFolder) }
        let bar = ProgressBar()
        do {
            let record = SettingsRecord()
            var settings = try PipelineSettings(
                try await Settings.load(
                    environment: manifest.map { SettingsRecord.replay($0.settings, in: environment) } ?? environment,
                    record: record))
            settings.recorded = record.values
            let reel = try await Pipeline(
                settings: settings, cacheRoot: layout.cache,
                slots: MachineSlots(folder: layout.slots, settings: settings)
            ).makeReel(
                of: try order(manifest), in: workFolder,
                logger: Logger(label: "make")
            ) { bar.take($0) }
            if let manifest { try await compare(reel.files, manifest) }
            try reel.files.deliver(from: workFolder, to: URL(fileURLWithPath: output))
            bar.finish("\(reel.title): \(Int(reel.duration.rounded())) s in \(output)")
        } catch {
            bar.finish(nil)
            throw FailedByHand(error)
        }
    }

    private func order(_ manifest: ReelManifest?) throws -> ReelOrder {
        var order = try orderByVoice(manifest)
        order.narration = narration.map { URL(fileURLWithPath: $0) }
        if let manifest, manifest.voice == RecordingStage.voice, narration == nil {
            throw ValidationError("This reel has a recorded narration: give the recording too (--narration FILE).")
        }
        return order
    }

    private func orderByVoice(_ manifest: ReelManifest?) throws -> ReelOrder {
        if let manifest { return ReelOrder(remaking: manifest) }
        let own = try script.map { try ScriptForm.script(inFile: $0) }
        return ReelOrder(
            source: PageSource(argument: source ?? "", base: url, entry: entry), quality: quality, script: own,
            seconds: seconds,
            style: ReelStyle(
                aspect: aspect, voice: voice?.rawValue, captions: captions, music: music?.rawValue, theme: theme,
                quotes: quotes))
    }

    /// Says so when the reel is not the same to the byte, and which other packages may be why.
    private func compare(_ files: ReelFiles, _ manifest: ReelManifest) async throws {
        let ending = ReelFile.video.ending
        guard let wanted = manifest.files[ending], try SHA256Digest.file(files.video) != wanted else { return }
        let now = await Packages.installed()
        let others = manifest.packages.filter { now[$0.key] != $0.value }
            .map { "\($0.key) \($0.value), here \(now[$0.key] ?? "none")" }.sorted()
        let reason =
            others.isEmpty
            ? "A picture or sound that it was made of may be gone."
            : "Other packages: " + others.joined(separator: "; ")
        FileHandle.standardError.write(
            Data("\nThe video is not the same to the byte as the one that the manifest tells of. \(reason)\n".utf8))
    }
}

extension Quality: ExpressibleByArgument {}
extension Aspect: ExpressibleByArgument {}
extension CaptionLook: ExpressibleByArgument {}
extension Theme: ExpressibleByArgument {}
extension QuoteVoice: ExpressibleByArgument {}
extension VoiceName: ExpressibleByArgument {
    /// What a request may name as well.
    public init?(argument: String) { self.init(requested: argument) }
}
extension MusicName: ExpressibleByArgument {}

extension PageSource {
    /// An address, or the path of a saved page.
    init(argument: String, base: String?, entry: Int? = nil) {
        if argument.hasPrefix("http://") || argument.hasPrefix("https://") {
            self = entry.map { .feed(argument, entry: $0) } ?? .url(argument)
        } else {
            self = .file(URL(fileURLWithPath: argument), base: base)
        }
    }
}

/// A failure of a command that a person typed: the words for people, and what the machine said below them.
struct FailedByHand: Error, CustomStringConvertible {
    let description: String

    init(_ error: any Error) {
        let failure = JobFailure(error, in: nil)
        description = (failure.message + (failure.detail.map { "\n(\($0))" } ?? "")).asLines
    }
}
