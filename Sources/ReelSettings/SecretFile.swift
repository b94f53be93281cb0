import Configuration
import Foundation
import Glibc

/// A file that holds one secret: its whole content but for the line end that editors put there.
struct SecretFile {
    let path: String
    /// Bytes; keys have some dozens of them.
    static let largest = 4_096

    /// What the file holds.
    ///
    /// - Throws: `Unusable`.
    func read() throws(Unusable) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw Unusable(String(cString: strerror(errno))) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw Unusable("it is no file") }
        guard status.st_size <= Self.largest else { throw Unusable("it is larger than \(Self.largest) bytes") }
        var bytes = [UInt8](repeating: 0, count: Self.largest + 1)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count >= 0 else { throw Unusable(String(cString: strerror(errno))) }
        guard count <= Self.largest else { throw Unusable("it is larger than \(Self.largest) bytes") }
        var content = bytes[..<count]
        if content.last == UInt8(ascii: "\n") { content.removeLast() }
        if content.last == UInt8(ascii: "\r") { content.removeLast() }
        guard !content.isEmpty else { throw Unusable("it is empty") }
        guard content.allSatisfy({ 0x21...0x7e ~= $0 }) else {
            throw Unusable("it holds more than one line of printable ASCII without blanks")
        }
        return String(decoding: content, as: UTF8.self)
    }

    /// Whether every user of the machine may read it.
    var isReadableByAll: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IROTH != 0
    }

    /// Why it cannot be used, as a part of a sentence.
    struct Unusable: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }
}

/// Where a secret may come from: the setting itself, a file that another setting names, or a credential of systemd.
struct SecretSource {
    /// Of all settings that are secrets.
    static let keys = ["llm.key", "pexels.key", "speech.key"]

    /// `llm.keyFile` for `llm.key`.
    static func fileKey(of key: String) -> String { key + "File" }
    /// The name that the credential has in `LoadCredential=`.
    static func credential(of key: String) -> String { "reelcraft." + key }

    /// The credential of a setting, when systemd passed one (systemd.exec(5), `$CREDENTIALS_DIRECTORY`).
    static func credentialFile(of key: String, in folder: String) -> String? {
        guard !folder.isEmpty else { return nil }
        let path = folder + "/" + credential(of: key)
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// Files of secrets that every user may read. They end nothing: container engines mount secrets that way.
    static func warnings(environment: [String: String], file: SettingsFile?) -> [String] {
        keys.compactMap { key in
            let fileKey = fileKey(of: key)
            let variable = KnownSettings.variable(fileKey)
            var path = environment[variable]
            if path == nil, let content = file?.values[fileKey], case .string(let text) = content { path = text }
            guard let path, SecretFile(path: path).isReadableByAll else { return nil }
            return "Every user of this machine may read \(path), which \(variable) names: chmod o-r '\(path)'"
        }
    }
}
