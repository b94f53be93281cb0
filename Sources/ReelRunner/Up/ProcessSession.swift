import Foundation
import Glibc

/// The processes of one session (setsid(2)), by /proc.
struct ProcessSession {
    let leader: pid_t

    /// Kills whatever is alive in the session, in whatever process group, and waits until it is gone. Call only while the
    /// leader has not been waited for, so that the number is still this session's.
    func killAll() {
        // What was killed may have started another just before; what sits in the kernel (a dead disk) is given 5 s.
        for _ in 0..<100 {
            let alive = members()
            guard !alive.isEmpty else { return }
            for process in alive { kill(process, SIGKILL) }
            usleep(alive.isEmpty ? 0 : 50_000)
        }
    }

    /// Zombies are left out: they only wait to be counted.
    private func members() -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { process in
            guard let (state, session) = Self.stat(of: process) else { return false }
            return session == leader && state != "Z" && state != "X"
        }
    }

    /// "pid (name) state ppid pgrp session …"; the name may hold spaces and brackets.
    private static func stat(of process: pid_t) -> (state: Substring, session: pid_t)? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let bracket = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: bracket)...].split(separator: " ")
        guard fields.count > 3, let session = pid_t(fields[3]) else { return nil }
        return (fields[0], session)
    }
}
