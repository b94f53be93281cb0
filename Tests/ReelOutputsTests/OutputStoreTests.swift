import Foundation
import Glibc
import ReelCore
import ReelOutputs
import ReelTestKit
import Testing

@Suite struct OutputStoreTests {
    @Test(arguments: OutputExercise.all(for: [.isShared, .isServedByNginx]))
    func aFolder(_ exercise: OutputExercise) async throws {
        try await withTemporaryFolder { folder in
            try await exercise.run(in: folder) { LocalOutputs(folder: folder.appending(path: "outputs")) }
        }
    }

    @Test(arguments: OutputExercise.all(for: []))
    func memory(_ exercise: OutputExercise) async throws {
        try await withTemporaryFolder { folder in
            let outputs = InMemoryOutputs()
            try await exercise.run(in: folder) { outputs }
        }
    }

    @Test func whatIsSkippedIsNamed() {
        #expect(OutputExercise.skipped(for: LocalOutputs(folder: URL(fileURLWithPath: "/nowhere")).capabilities) == [])
        #expect(
            OutputExercise.skipped(for: InMemoryOutputs().capabilities)
                == ["another process sees what is there", "addresses are paths that nginx serves"])
    }

    @Test func oneFolderIsChosenForNow() throws {
        let layout = HomeLayout(root: URL(fileURLWithPath: "/home/reel"))
        #expect(Outputs.open(layout).capabilities == [.isShared, .isServedByNginx])
    }
}

/// A folder, and what can be in the way in one.
@Suite struct LocalOutputsTests {
    private struct Bench {
        let work: URL
        let folder: URL
        let outputs: LocalOutputs
        let claim = ClaimID()
        var reel: Reel
        var name: OutputName { OutputName(title: reel.title, claim: claim) }

        init(_ folder: URL, work: URL? = nil) throws {
            self.work = work ?? folder.appending(path: "work")
            self.folder = folder.appending(path: "outputs")
            outputs = LocalOutputs(folder: self.folder)
            try FileManager.default.createDirectory(
                at: self.work.appending(path: HLSFile.workFolderName), withIntermediateDirectories: true)
            let files = ReelFiles(folder: self.work)
            for (file, place) in files.all { try Data("\(file)".utf8).write(to: place) }
            reel = Reel(
                title: "Reel", sourceURL: "", script: Script(title: "Reel", scenes: []), voice: "flite/rms",
                duration: 6,
                files: files)
        }

        func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    enum Obstacle { case danglingLink, folder, pipe }

    @Test(arguments: [Obstacle.danglingLink, .folder, .pipe], [ReelFile.video, .spriteIndex, .poster])
    func whatIsNoPlainFileIsRefusedAtOnce(_ obstacle: Obstacle, _ file: ReelFile) async throws {
        try await withTemporaryFolder { folder in
            let bench = try Bench(folder)
            let place = try #require(bench.reel.files[file])
            try FileManager.default.removeItem(at: place)
            switch obstacle {
            case .folder: try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
            // To open it for reading would wait for a writer, for ever.
            case .pipe: #expect(mkfifo(place.path, 0o600) == 0)
            default:
                try FileManager.default.createSymbolicLink(
                    at: place, withDestinationURL: folder.appending(path: "nothing"))
            }
            #expect(throws: OutputError.notAPlainFile(name: place.lastPathComponent)) {
                try bench.outputs.publish(bench.reel, from: bench.work, claim: bench.claim)
            }
            #expect(!FileManager.default.fileExists(atPath: bench.folder.path))
        }
    }

    /// Not even the folder in which they lie may be one that leads elsewhere.
    @Test(arguments: [HLSFile.initSection, .segment(0), nil])
    func linksInTheStreamAreNotFollowed(_ file: HLSFile?) async throws {
        try await withTemporaryFolder { folder in
            let bench = try Bench(folder)
            let live = bench.work.appending(path: HLSFile.workFolderName)
            let elsewhere = folder.appending(path: "elsewhere")
            try FileManager.default.createDirectory(at: elsewhere, withIntermediateDirectories: true)
            for name in [HLSFile.initSection, .segment(0)].map(\.name) {
                for place in [live, elsewhere] { try Data(name.utf8).write(to: place.appending(path: name)) }
            }
            let planted = file.map { live.appending(path: $0.name) } ?? live
            try FileManager.default.removeItem(at: planted)
            try FileManager.default.createSymbolicLink(
                at: planted, withDestinationURL: file.map { elsewhere.appending(path: $0.name) } ?? elsewhere)
            let publisher = HLSPublisher(outputs: bench.outputs, workFolder: bench.work, claim: bench.claim)
            await #expect(throws: OutputError.self) {
                _ = try await publisher.add(
                    .variant(
                        HLSVariant(
                            title: "Reel", codecs: "avc1", size: FrameSize(width: 2, height: 2), frameRate: 30,
                            targetDuration: 4)))
                _ = try await publisher.add(.segment(HLSSegment(number: 0, duration: 6)))
            }
            #expect(try bench.outputs.size(of: OutputKey(bench.name, file ?? .segment(0))) == nil)
            // Who withdraws it knows where to look, though it never became a stream.
            #expect(await publisher.name == bench.name)
        }
    }

    @Test func aFileThatIsExchangedAfterItWasLookedAtIsNotPublished() async throws {
        try await withTemporaryFolder { folder in
            let bench = try Bench(folder)
            let place = try #require(bench.reel.files[.video])
            let file = try UntrustedFolder(bench.work).file(place.lastPathComponent)
            try FileManager.default.removeItem(at: place)
            try FileManager.default.createSymbolicLink(
                at: place, withDestinationURL: URL(fileURLWithPath: "/etc/passwd"))
            #expect(throws: OutputError.exchanged(name: "reel.mp4")) {
                try bench.outputs.publish([(.moving(file), OutputKey(bench.name, .video))])
            }
        }
    }

    /// Links put into the outputs by hand are neither read nor sent.
    @Test func aLinkInTheOutputsIsNoFile() async throws {
        try await withTemporaryFolder { folder in
            let bench = try Bench(folder)
            _ = try bench.outputs.publish(bench.reel, from: bench.work, claim: bench.claim)
            let video = bench.folder.appending(path: OutputKey(bench.name, .video).path)
            try FileManager.default.removeItem(at: video)
            try FileManager.default.createSymbolicLink(
                at: video, withDestinationURL: URL(fileURLWithPath: "/etc/passwd"))
            #expect(try bench.outputs.size(of: OutputKey(bench.name, .video)) == nil)
            #expect(bench.outputs.delete(bench.name).hadVideo)
            #expect(try bench.names() == [] && FileManager.default.fileExists(atPath: "/etc/passwd"))
        }
    }

    /// The outputs may be another disk than the one that the work is done on.
    @Test(.enabled(if: differs("/dev/shm", FileManager.default.temporaryDirectory.path), "there is one disk"))
    func aReelMovesFromDiskToDisk() async throws {
        try await withTemporaryFolder { folder in
            let work = URL(fileURLWithPath: "/dev/shm/reel-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: work) }
            let bench = try Bench(folder, work: work)
            _ = try bench.outputs.publish(bench.reel, from: work, claim: bench.claim)
            #expect(try bench.names() == ReelFile.allCases.map { $0.name(bench.name.rawValue) }.sorted())
            let live = work.appending(path: HLSFile.workFolderName)
            try Data("segment".utf8).write(to: live.appending(path: "0.m4s"))
            let key = OutputKey(bench.name, .segment(0))
            try bench.outputs.add(try UntrustedFolder(live).file("0.m4s"), as: key)
            #expect(try bench.outputs.read(key, 0..<9) == Data("segment".utf8))
        }
    }

    /// A process that died while it wrote leaves a file that has not got its name; it goes with the reel.
    @Test func whatIsHalfWrittenGoesWithItsReel() async throws {
        try await withTemporaryFolder { folder in
            let bench = try Bench(folder)
            _ = try bench.outputs.publish(bench.reel, from: bench.work, claim: bench.claim)
            let half = bench.folder.appending(path: "\(OutputKey(bench.name, .spriteIndex).path).partial")
            try Data().write(to: half)
            #expect(bench.outputs.delete(bench.name).failures.isEmpty)
            #expect(try bench.names() == [])
            try Data().write(to: half)
            try bench.outputs.withdraw(filesOf: [bench.claim])
            #expect(try bench.names() == [])
        }
    }

    @Test func aReelMadeByHandHasTheNameThatWasAskedFor() async throws {
        try await withTemporaryFolder { folder in
            let bench = try Bench(folder)
            let place = folder.appending(path: "My Films")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try Data("an older one".utf8).write(to: place.appending(path: "Tides v1.2.m4v"))
            try Data("reel.sprite.jpg#xywh=1".utf8).write(to: try #require(bench.reel.files[.spriteIndex]))
            try bench.reel.files.deliver(from: bench.work, to: place.appending(path: "Tides v1.2.m4v"))
            let names = ReelFile.allCases.map { $0 == .video ? "Tides v1.2.m4v" : $0.name("Tides v1.2") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).sorted() == names.sorted())
            let text = try String(contentsOf: place.appending(path: "Tides v1.2.m4v"), encoding: .utf8)
            #expect(text == "video")
            let index = try String(contentsOf: place.appending(path: "Tides v1.2.sprite.vtt"), encoding: .utf8)
            #expect(index == "Tides v1.2.sprite.jpg#xywh=1")
        }
    }
}

private func differs(_ one: String, _ other: String) -> Bool {
    var (first, second) = (stat(), stat())
    return stat(one, &first) == 0 && stat(other, &second) == 0 && first.st_dev != second.st_dev
}

@Suite struct OutputNameTests {
    @Test func onlyVideosOfTheOutputsHaveOne() {
        #expect(OutputName(filePath: "outputs/a-b-1f2e3d4c.mp4")?.rawValue == "a-b-1f2e3d4c")
        for path in [
            "outputs/../x.mp4", "x.mp4", "outputs/sub/x.mp4", "outputs/X.mp4", "outputs/x.jpg", "outputs/.mp4",
            "outputs/x.mp4\n", "/outputs/x.mp4",
        ] {
            #expect(OutputName(filePath: path) == nil, "\(path)")
        }
    }

    /// Titles are strangers' words, and a name's end decides whose files they are.
    @Test func aTitleCannotClaimAnothersFiles() {
        let (own, other) = (ClaimID(), ClaimID())
        for title in ["Reel \(other)", "\(other)", "Reel-\(other)-"] {
            #expect(OutputName(title: title, claim: own).claim == own, "\(title)")
        }
        #expect(OutputName(rawValue: "\(own)")?.claim == nil)
        #expect(OutputName(rawValue: "reel-12345678")?.claim == nil)
    }
}
