import Foundation

/// The folder in which voices lie that Debian does not have: a folder for each `VoicePackage`.
public struct VoiceFolder: Hashable, Sendable {
    public let url: URL

    public init(_ url: URL) {
        self.url = url.standardizedFileURL
    }

    /// Where a file of a package lies, whether it is there or not.
    public func url(of file: VoicePackage.File) -> URL { url.appending(path: file.path) }

    /// The folder of a package, whether it is there or not.
    public func url(of package: VoicePackage) -> URL {
        url.appending(path: package.name, directoryHint: .isDirectory)
    }

    /// Whether all files of these packages are there. Their bytes are not looked at.
    public func has(_ packages: [VoicePackage]) -> Bool {
        packages.allSatisfy { package in
            package.files.allSatisfy { FileManager.default.fileExists(atPath: url(of: $0).path) }
        }
    }
}
