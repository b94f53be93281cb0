import Foundation
import ReelCore
import ReelOutputs
import ReelStore
import Testing

/// What correct outputs are, wherever they lie: every implementation's tests run all of `OutputExercise.all` that it has
/// the capabilities for, and name the others.
///
///     @Test(arguments: OutputExercise.all(for: LocalOutputs(folder: …).capabilities))
///     func behaves(_ exercise: OutputExercise) async throws {
///         try await withTemporaryFolder { folder in
///             try await exercise.run(in: folder) { LocalOutputs(folder: folder.appending(path: "outputs")) }
///         }
///     }
public struct OutputExercise: Sendable, CustomTestStringConvertible {
    /// Opens the outputs under test; called again, it opens the same ones as another process would.
    public typealias Open = @Sendable () throws -> any OutputStore

    /// The sentence that holds.
    public let name: String
    public let needs: Set<OutputCapability>
    private let body: @Sendable (OutputBench) async throws -> Void

    init(
        _ name: String, needs: Set<OutputCapability> = [],
        _ body: @escaping @Sendable (OutputBench) async throws -> Void
    ) {
        self.name = name
        self.needs = needs
        self.body = body
    }

    public var testDescription: String { name }

    /// - Parameter folder: an empty one, for the files that are to be published.
    public func run(in folder: URL, _ open: @escaping Open) async throws {
        let bench = try OutputBench(folder: folder.appending(path: "bench"), open: open)
        #expect(needs.isSubset(of: bench.outputs.capabilities))
        try await body(bench)
    }

    public static let all = publishing + streams + deletion + strangers

    public static func all(for capabilities: Set<OutputCapability>) -> [OutputExercise] {
        all.filter { $0.needs.isSubset(of: capabilities) }
    }

    /// The sentences that nobody holds for these outputs.
    public static func skipped(for capabilities: Set<OutputCapability>) -> [String] {
        all.filter { !$0.needs.isSubset(of: capabilities) }.map(\.name)
    }
}

/// Outputs, a work folder, and shorthands for what nearly every exercise does.
struct OutputBench {
    let folder: URL
    let open: OutputExercise.Open
    let outputs: any OutputStore
    let claim = ClaimID()
    let title = "Coral & Clouds"

    var name: OutputName { OutputName(title: title, claim: claim) }

    init(folder: URL, open: @escaping OutputExercise.Open) throws {
        self.folder = folder
        self.open = open
        outputs = try open()
        try FileManager.default.createDirectory(
            at: folder.appending(path: HLSFile.workFolderName), withIntermediateDirectories: true)
    }

    /// Writes a file and opens it as one that an attempt hands over.
    func file(_ text: String, called name: String = "file") throws -> UntrustedFile {
        try Data(text.utf8).write(to: folder.appending(path: name))
        return try UntrustedFolder(folder).file(name)
    }

    func text(_ key: OutputKey) throws -> String? {
        try outputs.read(key, 0..<(1 << 20)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Files of a reel in the work folder, as the finish stage leaves them; each one holds its own name.
    func makeReel(_ title: String? = nil, duration: Double = 6) throws -> Reel {
        let files = ReelFiles(folder: folder)
        for (file, place) in files.all {
            let text = file == .spriteIndex ? "WEBVTT\n\nreel.sprite.jpg#xywh=0,0,160,284\n" : "\(file)"
            try Data(text.utf8).write(to: place)
        }
        let title = title ?? self.title
        return Reel(
            title: title, sourceURL: "https://example.org/", script: Script(title: title, scenes: []),
            voice: "flite/rms", duration: duration, files: files)
    }

    func publish(_ reel: Reel, under claim: ClaimID? = nil) throws -> NewVideo {
        try outputs.publish(reel, from: folder, claim: claim ?? self.claim)
    }

    let variant = HLSVariant(
        title: "Coral & Clouds", codecs: "avc1.64001E,mp4a.40.2", size: FrameSize(width: 360, height: 640),
        frameRate: 30, targetDuration: 4)

    /// Publishes a stream whose segments last two seconds each.
    func stream(_ count: Int, under claim: ClaimID? = nil) async throws -> HLSPublisher {
        let publisher = HLSPublisher(outputs: outputs, workFolder: folder, claim: claim ?? self.claim)
        let live = folder.appending(path: HLSFile.workFolderName)
        try Data("init".utf8).write(to: live.appending(path: HLSFile.initSection.name))
        _ = try await publisher.add(.variant(variant))
        for number in 0..<count {
            try Data(count: 1000 * (number + 1)).write(to: live.appending(path: HLSFile.segment(number).name))
            _ = try await publisher.add(.segment(HLSSegment(number: number, duration: 2)))
        }
        return publisher
    }

    static let streamFiles = [HLSFile.masterPlaylist, .mediaPlaylist, .initSection, .segment(0)]

    /// The files of a name that are there.
    func there(_ name: OutputName) throws -> [String] {
        let keys = ReelFile.allCases.map { OutputKey(name, $0) } + Self.streamFiles.map { OutputKey(name, $0) }
        return try keys.filter { try outputs.size(of: $0) != nil }.map(\.path)
    }
}
