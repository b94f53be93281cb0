import Foundation
import ReelCore
import ReelSpeak
import ReelSpeech
import ReelTestKit
import ReelTool
import Testing

/// The voice `heart` through the built program, as it is installed.
@Suite(.enabled(if: InstalledVoices.hasHeart, Comment(rawValue: InstalledVoices.whyNot)))
struct HeartTests {
    private static let subject = SpeechSubject(
        .hibari, capabilities: [.sameBytes, .speed, .refusesSigns, .language("en")]
    ) { request, folder in try await program().speak(request, into: folder, timeout: .seconds(60)) }

    private static func program(_ folder: VoiceFolder = InstalledVoices.folder) throws -> SpeechProgram {
        SpeechProgram(ToolCommand(try BuiltProgram.url("ReelSpeak").path, []), voices: folder)
    }

    @Test(arguments: SpeechExercise.applicable(to: subject))
    func behaves(_ exercise: SpeechExercise) async throws { try await exercise.run(Self.subject) }

    @Test func whatItCannotDoIsNamed() {
        #expect(SpeechExercise.skipped(by: Self.subject).allSatisfy { $0.hasPrefix("Every word is heard in ") })
    }

    private func speak(_ text: String, in folder: URL) async throws -> (
        samples: [Int16], rate: Int, words: [SpokenWord]
    ) {
        let request = SpeechRequest(text: text, voice: "heart", pauses: Pauses(leadIn: 0.2))
        try await Self.program().speak(try WireCoding.encode(request), into: folder, timeout: .seconds(60))
        let wave = try Data(contentsOf: folder.appending(path: SpeechFiles.audio))
        let number = { (at: Int) in Int(wave[at]) | Int(wave[at + 1]) << 8 }
        let samples = stride(from: 44, to: wave.count, by: 2).map { Int16(truncatingIfNeeded: number($0)) }
        let words = try Data(contentsOf: folder.appending(path: SpeechFiles.words))
        return (samples, number(24), try WireCoding.decode([SpokenWord].self, from: words))
    }

    /// Each word begins behind a silence, so that its beginning is seen in the sound: within 80 ms.
    @Test func wordsAreTimedAsTheySound() async throws {
        try await withTemporaryFolder { folder in
            let (samples, rate, words) = try await speak("Boats, dogs, gardens, doors, boxes, bells.", in: folder)
            #expect(rate == 24_000 && words.count == 6)
            let frame = rate / 200
            let levels = stride(from: 0, to: samples.count - frame, by: frame).map { start in
                samples[start..<start + frame].reduce(0.0) { $0 + Double($1) * Double($1) } / Double(frame)
            }
            let loud = (levels.max() ?? 0) / 1000
            for word in words {
                // The first loud frame behind a quiet one, nearest to where the word is said to begin.
                let onsets = levels.indices.dropFirst(6).filter { index in
                    levels[index] > loud && levels[(index - 6)..<index].allSatisfy { $0 <= loud }
                }.map { Double($0) / 200 }
                let nearest = onsets.map { abs($0 - word.start) }.min() ?? 9
                #expect(nearest < 0.08, "\(word) \(onsets)")
            }
        }
    }

    @Test func memoryAndTimeStayBounded() async throws {
        let text = String(
            repeating: "The council said on Friday that the bridge would stay closed until the inspection ends. ",
            count: 8)
        let request = try WireCoding.encode(SpeechRequest(text: text, voice: "heart"))
        let folder = FileManager.default.temporaryDirectory.appending(path: "heart-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appending(path: "request.json")
        try request.write(to: input)
        let usage = try await Self.usage(
            of: [
                BuiltProgram.url("ReelSpeak").path, "speak", folder.path, "--voices", InstalledVoices.folder.url.path,
            ], input: input)
        let seconds = try WAVFile.duration(of: folder.appending(path: SpeechFiles.audio))
        #expect(seconds > 30)
        #expect(usage.megabytes <= 200, "\(usage)")
        #if !DEBUG
            #expect(usage.cpu <= seconds * 0.05, "\(usage) for \(seconds) s")
        #endif
    }

    @Test(arguments: ["missing", "cut", "changed", "huge", "a folder", "another kind"])
    func aModelThatIsNotThePublishedOneIsRefused(_ fault: String) async throws {
        for file in [VoicePackage.hibari.files[0], VoicePackage.hibari.files[1], VoicePackage.onnxRuntime.files[0]] {
            try await withTemporaryFolder { folder in
                let voices = try InstalledVoices.copyOfHeart(in: folder)
                let (place, whole) = (voices.url(of: file), try Data(contentsOf: voices.url(of: file)))
                try FileManager.default.removeItem(at: place)
                switch fault {
                case "missing": break
                case "cut": try whole.prefix(whole.count / 2).write(to: place)
                case "changed":
                    var changed = whole
                    changed[whole.count / 2] ^= 1
                    try changed.write(to: place)
                case "huge": try (whole + Data(count: 1 << 20)).write(to: place)
                case "a folder": try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
                default:
                    try Data(String(repeating: "GIF89a", count: whole.count / 6 + 1).utf8).prefix(whole.count).write(
                        to: place)
                }
                let code: SpeechError.Code = fault == "missing" ? .voiceMissing : .voiceDamaged
                let program = try Self.program(voices)
                let heart = try #require(try await program.providers(timeout: .seconds(60)).first)
                #expect(heart.voices == ["heart"] && heart.problem?.code == code)
                #expect(heart.problem?.detail.contains(file.path) == true)
                // The library's bytes are looked at once for each job, and not for each scene.
                if file == VoicePackage.onnxRuntime.files[0], ["changed", "another kind"].contains(fault) { return }
                let output = folder.appending(path: "out")
                try FileManager.default.createDirectory(at: output, withIntermediateDirectories: false)
                let request = try WireCoding.encode(SpeechRequest(text: "One.", voice: "heart"))
                await #expect { try await program.speak(request, into: output, timeout: .seconds(60)) } throws: {
                    ($0 as? SpeechError)?.code == code
                }
            }
        }
    }

    /// What a program took until it ended. Python starts it, because the kernel counts the memory of whoever starts a program
    /// as its own, and these tests take more than what is measured.
    private static func usage(of command: [String], input: URL) async throws -> (megabytes: Int, cpu: Double) {
        let script = """
            from resource import RUSAGE_CHILDREN, getrusage
            from subprocess import run
            from sys import argv
            run(argv[2:], stdin=open(argv[1]), check=True)
            usage = getrusage(RUSAGE_CHILDREN)
            print(usage.ru_maxrss // 1024, usage.ru_utime + usage.ru_stime)
            """
        let result = try await Tool.run(ToolCommand("python3", ["-c", script, input.path] + command))
        let numbers = String(decoding: result.standardOutput, as: UTF8.self).split { $0.isWhitespace }
        return (try #require(numbers.first.flatMap { Int($0) }), try #require(numbers.last.flatMap { Double($0) }))
    }
}

/// Where the voice is not installed.
@Suite struct HeartMissingTests {
    @Test func isSaidAndRefused() async throws {
        try await withTemporaryFolder { folder in
            let speak = ToolCommand(try BuiltProgram.url("ReelSpeak").path, [])
            for voices in [nil, VoiceFolder(folder)] {
                let program = SpeechProgram(speak, voices: voices)
                let found = try await program.providers(timeout: .seconds(60))
                #expect(found.first { $0.voices == ["heart"] }?.problem?.code == .voiceMissing)
                #expect(found.filter { $0.problem == nil }.map(\.provider) == ["flite", "espeak-ng"])
                let request = try WireCoding.encode(SpeechRequest(text: "One.", voice: "heart"))
                await #expect {
                    try await program.speak(request, into: folder, timeout: .seconds(60))
                } throws: { ($0 as? SpeechError)?.code == .voiceMissing }
            }
        }
    }
}
