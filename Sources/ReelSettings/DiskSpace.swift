import Configuration
import Foundation
import Glibc

/// When the disk counts as nearly full: then nothing new is begun.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `disk.reserve` | `REEL_DISK_RESERVE` | 1024 | MiB that must be free under `REEL_HOME` for a job to be started |
public struct DiskReserve: Sendable {
    /// Bytes; a job needs up to about 1 GiB for its work.
    public var bytes: Int

    public init(bytes: Int = 1024 << 20) {
        self.bytes = bytes
    }

    /// - Throws: `SettingsError`.
    public init(_ config: ConfigReader) throws {
        self.init(bytes: try SettingsReader(config).int("disk.reserve", in: 1...1 << 40, default: 1024) << 20)
    }

    /// Bytes that are missing to the reserve where `folder` lies, 0 when it is there or cannot be told.
    public func shortage(at folder: URL) -> Int {
        guard let free = Self.free(at: folder) else { return 0 }
        return max(0, bytes - free)
    }

    /// Bytes that an ordinary user may still write.
    public static func free(at folder: URL) -> Int? {
        var status = statvfs()
        guard statvfs(folder.path, &status) == 0 else { return nil }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }
}
