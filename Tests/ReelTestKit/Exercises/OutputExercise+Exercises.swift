import Foundation
import Glibc
import ReelCore
import ReelOutputs
import ReelStore
import Testing

extension OutputExercise {
    static let publishing = [
        OutputExercise("what is published is read back, whole and in parts") { bench in
            let key = OutputKey(bench.name, .video)
            #expect(try bench.outputs.size(of: key) == nil && bench.outputs.read(key, 0..<9) == nil)
            try bench.outputs.publish([(.moving(try bench.file("hello")), key)])
            #expect(try bench.outputs.size(of: key) == 5)
            #expect(try bench.text(key) == "hello")
            #expect(try bench.outputs.read(key, 1..<3) == Data("el".utf8))
            #expect(try bench.outputs.read(key, 4..<99) == Data("o".utf8))
            #expect(try bench.outputs.read(key, 7..<9) == Data())
        },
        OutputExercise("a file that is kept is there twice, and text needs no file") { bench in
            let keys = [OutputKey(bench.name, .poster), OutputKey(bench.name, .webVTT)]
            try bench.outputs.publish([
                (.keeping(try bench.file("still")), keys[0]), (.data(Data("WEBVTT".utf8)), keys[1]),
            ])
            #expect(try keys.map { try bench.text($0) } == ["still", "WEBVTT"])
            #expect(try String(contentsOf: bench.folder.appending(path: "file"), encoding: .utf8) == "still")
        },
        OutputExercise("published again, a file is the new one") { bench in
            let key = OutputKey(bench.name, .report)
            for text in ["one", "another"] { try bench.outputs.publish([(.data(Data(text.utf8)), key)]) }
            for text in ["third", "4"] { try bench.outputs.publish([(.keeping(try bench.file(text)), key)]) }
            #expect(try bench.text(key) == "4")
        },
        OutputExercise("a reel is all of its files, under a name that bears its claim") { bench in
            let video = try bench.publish(try bench.makeReel())
            #expect(video.filePath == "outputs/coral-clouds-\(bench.claim).mp4" && !video.hasStream)
            #expect(OutputName(filePath: video.filePath) == bench.name && bench.name.claim == bench.claim)
            for file in ReelFile.allCases where file != .spriteIndex {
                #expect(try bench.text(OutputKey(bench.name, file)) == "\(file)")
            }
            let index = try bench.text(OutputKey(bench.name, .spriteIndex))
            #expect(index?.contains("\n\(bench.name).sprite.jpg#xywh=0,0,160,284\n") == true)
        },
        OutputExercise("a reel that lacks a file is not published in part") { bench in
            let reel = try bench.makeReel()
            _ = try await bench.stream(3)
            try FileManager.default.removeItem(at: try #require(reel.files[.report]))
            #expect(throws: (any Error).self) { try bench.publish(reel) }
            #expect(try bench.there(bench.name) == [] && bench.outputs.list() == [])
        },
        OutputExercise("another process sees what is there", needs: [.isShared]) { bench in
            _ = try bench.publish(try bench.makeReel())
            let other = try bench.open()
            #expect(try other.size(of: OutputKey(bench.name, .video)) == 5)
            #expect(other.delete(bench.name).hadVideo)
            #expect(try bench.there(bench.name) == [])
        },
        OutputExercise("addresses are paths that nginx serves", needs: [.isServedByNginx]) { bench in
            let keys = [OutputKey(bench.name, .spriteIndex), OutputKey(bench.name, .segment(7))]
            #expect(
                keys.map(bench.outputs.address) == [
                    .path("/outputs/\(bench.name).sprite.vtt"), .path("/outputs/\(bench.name).hls/7.m4s"),
                ])
        },
    ]

    static let streams = [
        OutputExercise("a stream can be read while it grows, and each playlist replaces the one before") { bench in
            let publisher = try await bench.stream(1)
            let media = OutputKey(bench.name, .mediaPlaylist)
            #expect(try bench.text(media)?.hasSuffix("#EXTINF:2.000000,\n0.m4s\n") == true)
            #expect(try bench.text(OutputKey(bench.name, .initSection)) == "init")
            #expect(try bench.text(OutputKey(bench.name, .masterPlaylist))?.contains("BANDWIDTH=") == true)
            let next = bench.folder.appending(path: "\(HLSFile.workFolderName)/1.m4s")
            try Data(count: 10).write(to: next)
            _ = try await publisher.add(.segment(HLSSegment(number: 1, duration: 2)))
            #expect(try bench.text(media)?.hasSuffix("0.m4s\n#EXTINF:2.000000,\n1.m4s\n") == true)
            #expect(try bench.outputs.size(of: OutputKey(bench.name, .segment(1))) == 10)
            #expect(FileManager.default.fileExists(atPath: next.path))
        },
        OutputExercise("a whole stream stays with its reel, and one that lacks a segment does not") { bench in
            _ = try await bench.stream(3)
            #expect(try bench.publish(try bench.makeReel()).hasStream)
            #expect(try bench.there(bench.name).count == ReelFile.allCases.count + OutputBench.streamFiles.count)
            #expect(try bench.text(OutputKey(bench.name, .mediaPlaylist))?.hasSuffix("#EXT-X-ENDLIST\n") == true)
            let other = ClaimID()
            _ = try await bench.stream(2, under: other)
            #expect(try !bench.publish(try bench.makeReel(), under: other).hasStream)
            #expect(
                try bench.there(OutputName(title: bench.title, claim: other)).count == ReelFile.allCases.count)
        },
        OutputExercise("a stream is deleted without its reel") { bench in
            _ = try await bench.stream(3)
            _ = try bench.publish(try bench.makeReel())
            try bench.outputs.deleteStream(of: bench.name)
            try bench.outputs.deleteStream(of: bench.name)
            #expect(try bench.there(bench.name) == ReelFile.allCases.map { OutputKey(bench.name, $0).path })
        },
    ]

    static let deletion = [
        OutputExercise("deleting a reel deletes its files and its stream, and nothing of others") { bench in
            let other = ClaimID()
            _ = try await bench.stream(3)
            _ = try bench.publish(try bench.makeReel())
            _ = try await bench.stream(3, under: other)
            _ = try bench.publish(try bench.makeReel(), under: other)
            let deletion = bench.outputs.delete(bench.name)
            #expect(deletion.hadVideo && deletion.failures.isEmpty)
            #expect(try bench.there(bench.name) == [])
            let left = OutputName(title: bench.title, claim: other)
            #expect(try bench.there(left).count == ReelFile.allCases.count + OutputBench.streamFiles.count)
            #expect(try bench.outputs.list().map(\.name) == [left])
            #expect(!bench.outputs.delete(bench.name).hadVideo)
        },
        OutputExercise("claims are told apart by all of their letters") { bench in
            // They begin alike, which is as far as names once went.
            let claims = ["a", "b"].map { ClaimID(rawValue: "12345678-0000-4000-8000-00000000000\($0)") }
            for claim in claims {
                _ = try await bench.stream(3, under: claim)
                _ = try bench.publish(try bench.makeReel(), under: claim)
            }
            try bench.outputs.withdraw(filesOf: [claims[0]])
            #expect(try bench.outputs.list().map(\.name) == [OutputName(title: bench.title, claim: claims[1])])
        },
        OutputExercise("names of earlier versions are found and deleted like others") { bench in
            let old = try #require(OutputName(filePath: "outputs/coral-clouds-12345678.mp4"))
            try bench.outputs.publish([(.data(Data("video".utf8)), OutputKey(old, .video))])
            #expect(old.claim == nil)
            try bench.outputs.withdraw(filesOf: [ClaimID(rawValue: "12345678-0000-4000-8000-000000000000")])
            #expect(try bench.outputs.list().map(\.name) == [old])
            #expect(bench.outputs.delete(old).hadVideo)
        },
        OutputExercise("what is listed has the time of its last change, and goes as a whole") { bench in
            let start = Date() - 2
            _ = try await bench.stream(3)
            _ = try bench.publish(try bench.makeReel())
            let listing = try #require(try bench.outputs.list().first)
            #expect(listing.name == bench.name && listing.changedAt > start && listing.changedAt < Date() + 2)
            try bench.outputs.remove(listing)
            #expect(try bench.outputs.list() == [] && bench.there(bench.name) == [])
        },
    ]

    /// An attempt has handled what strangers wrote, and a tool of its may have been made to leave anything.
    static let strangers = ReelFile.allCases.map { file in
        OutputExercise("a link in the place of the \(file) is not followed, and nothing is published") { bench in
            let reel = try bench.makeReel()
            let secret = bench.folder.appending(path: "secret")
            try Data("reel.sprite.jpg#xywh=secret".utf8).write(to: secret)
            let place = try #require(reel.files[file])
            try FileManager.default.removeItem(at: place)
            try FileManager.default.createSymbolicLink(at: place, withDestinationURL: secret)
            #expect(throws: OutputError.notAPlainFile(name: place.lastPathComponent)) { try bench.publish(reel) }
            #expect(try bench.outputs.list() == [])
            #expect(try String(contentsOf: secret, encoding: .utf8) == "reel.sprite.jpg#xywh=secret")
        }
    }
}
