import Foundation
import ReelCache
import ReelCore

/// Whether what lies in the voices folder is what was published.
extension VoiceFolder {
    /// The first thing that is wrong with a package; every byte of it is read.
    ///
    /// - Returns: an error with the code `voiceMissing` or `voiceDamaged`, or `nil`.
    public func problem(with package: VoicePackage) -> SpeechError? {
        for file in package.files {
            if let problem = problem(with: file) { return problem }
            guard let digest = try? SHA256Digest.file(url(of: file)) else {
                return SpeechError(.voiceDamaged, "\(url(of: file).path) cannot be read")
            }
            guard digest == file.digest else { return changed(file) }
        }
        return nil
    }

    /// The bytes of a file, which are those that were published.
    ///
    /// - Throws: `SpeechError` with the code `voiceMissing` or `voiceDamaged`.
    public func data(of file: VoicePackage.File) throws(SpeechError) -> Data {
        if let problem = problem(with: file) { throw problem }
        guard let data = try? Data(contentsOf: url(of: file)) else {
            throw SpeechError(.voiceDamaged, "\(url(of: file).path) cannot be read")
        }
        var digest = SHA256Digest()
        digest.update(data)
        guard digest.finish() == file.digest else { throw changed(file) }
        return data
    }

    /// Whether a file is there and of the right size.
    public func problem(with file: VoicePackage.File) -> SpeechError? {
        let path = url(of: file).resolvingSymlinksInPath()
        guard FileManager.default.fileExists(atPath: path.path) else {
            return SpeechError(.voiceMissing, "\(url(of: file).path) is not there")
        }
        guard let found = try? path.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey]),
            found.isRegularFile == true
        else { return SpeechError(.voiceDamaged, "\(url(of: file).path) is no file that can be read") }
        guard found.fileSize == file.size else {
            return SpeechError(
                .voiceDamaged, "\(url(of: file).path) has \(found.fileSize ?? 0) bytes instead of \(file.size)")
        }
        return nil
    }

    private func changed(_ file: VoicePackage.File) -> SpeechError {
        SpeechError(.voiceDamaged, "\(url(of: file).path) is not the file that was published: its SHA-256 differs")
    }
}
