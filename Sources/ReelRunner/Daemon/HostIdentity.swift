import Foundation
import Glibc
import ReelCore
import ReelStore

/// What this runner says of itself and of its machine.
enum HostIdentity {
    /// The id of the running kernel: all containers of one machine share it, as they share the processors, and no two
    /// machines do, not even copies of one disk image. A runner never outlives it.
    static let host: HostID = {
        let id = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        return HostID(rawValue: id?.trimmingCharacters(in: .whitespacesAndNewlines) ?? hostName)
    }()

    static let hostName: String = {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }()

    static func info(of runner: RunnerID, slots: Int) -> RunnerInfo {
        RunnerInfo(
            id: runner, host: host, hostName: hostName, version: productVersion, slots: slots, startedAt: Date())
    }
}
