import Foundation
import Glibc
import Synchronization

/// How to start a program.
package struct ProgramCommand: Sendable {
    /// An absolute path.
    package var executable: String
    package var arguments: [String]
    package var environment: [String: String]

    package init(_ executable: String, _ arguments: [String] = [], environment: [String: String]) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
    }
}

/// How a process ended.
package enum ProcessEnd: Sendable, Hashable, CustomStringConvertible {
    case exited(Int32)
    case killed(Int32)

    package var description: String {
        switch self {
        case .exited(let status): "with status \(status)"
        case .killed(let signal): "by \(Self.names[signal] ?? "signal \(signal)")"
        }
    }

    private static let names: [Int32: String] = [
        SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP",
        SIGABRT: "SIGABRT",
        SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGKILL: "SIGKILL", SIGSEGV: "SIGSEGV", SIGPIPE: "SIGPIPE",
        SIGTERM: "SIGTERM",
        SIGXCPU: "SIGXCPU", SIGXFSZ: "SIGXFSZ", SIGSYS: "SIGSYS",
    ]
}

/// A program that runs as the leader of a session of its own, so that Ctrl-C on the terminal reaches only us, and that is
/// asked to end (SIGTERM) when we die in whatever way.
///
/// It has a thread of its own, which starts it and waits for it: the kernel's signal at the parent's death is bound to the
/// *thread* that started the child (prctl(2), PR_SET_PDEATHSIG). When the leader has ended, and before its number can be
/// anybody else's, the same thread kills what is left of its session.
package final class ChildProcess: Sendable {
    private struct State {
        var end: ProcessEnd?
        var waiting: CheckedContinuation<ProcessEnd, Never>?
    }

    package let processID: pid_t
    private let state = Mutex(State())

    private init(processID: pid_t) {
        self.processID = processID
    }

    /// - Parameter output: takes standard output and standard error; closed here when the program has it.
    /// - Throws: `SpawnError`.
    package static func start(_ command: ProgramCommand, output: Int32) async throws -> ChildProcess {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                let processID: pid_t
                do {
                    defer { close(output) }
                    processID = try spawn(command, output: output)
                } catch {
                    continuation.resume(throwing: error)
                    return
                }
                let child = ChildProcess(processID: processID)
                continuation.resume(returning: child)
                child.waitForEnd()
            }
            thread.name = "child"
            thread.start()
        }
    }

    /// Waits until it has ended and nothing of its session is left, also in a task that is cancelled. To be asked once.
    package func end() async -> ProcessEnd {
        await withCheckedContinuation { continuation in
            let end = state.withLock {
                if $0.end == nil { $0.waiting = continuation }
                return $0.end
            }
            if let end { continuation.resume(returning: end) }
        }
    }

    /// Does nothing when it has ended: its number may be somebody else's.
    package func send(_ signal: Int32) {
        state.withLock { if $0.end == nil { kill(processID, signal) } }
    }

    private func waitForEnd() {
        var information = siginfo_t()
        // Left as a zombie, the leader keeps the session's number from being given to others.
        while waitid(P_PID, id_t(processID), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        ProcessSession(leader: processID).killAll()
        let (end, waiting) = state.withLock { state in
            var status: Int32 = 0
            while waitpid(processID, &status, 0) < 0, errno == EINTR {}
            let signal = status & 0x7F
            let end: ProcessEnd = signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal)
            state.end = end
            return (end, state.waiting)
        }
        waiting?.resume(returning: end)
    }

    /// Descriptors that whoever started us left open (a script's lock, say) are not for our children: from now on no program
    /// inherits them. What we open ourselves is closed by O_CLOEXEC.
    package static func keepInheritedDescriptors() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
            guard let descriptor = Int32(name), descriptor > STDERR_FILENO else { continue }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
    }

    /// Glibc's module does not show pipe2, by which a pipe is born closed to children. So nobody is started between the two
    /// steps: a child that held another's pipe would keep its log from ending.
    private static let isSpawning = Mutex(())

    static func makePipe() throws -> (source: Int32, end: Int32) {
        try isSpawning.withLock { _ in
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { throw SpawnError(program: "pipe", code: errno) }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return (ends[0], ends[1])
        }
    }

    /// On the calling thread, whose end is the child's as well.
    private static func spawn(_ command: ProgramCommand, output: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // No signal that we block or ignore shall be lost to the child.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let newSession: Int32 = 0x80  // POSIX_SPAWN_SETSID, which Glibc's module does not show
        posix_spawnattr_setflags(&attributes, Int16(newSession | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        // setpriv of util-linux, because between fork and exec nothing of ours may run; it replaces itself by the program.
        let words = ["setpriv", "--pdeathsig", "TERM", "--", command.executable] + command.arguments
        let arguments = words.map { strdup($0) } + [nil]
        let environment = command.environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var processID: pid_t = 0
        let result = isSpawning.withLock { _ in
            posix_spawnp(&processID, "setpriv", &actions, &attributes, arguments, environment)
        }
        guard result == 0 else { throw SpawnError(program: command.executable, code: result) }
        return processID
    }
}

/// A program that could not be started.
package struct SpawnError: Error, CustomStringConvertible {
    var program: String
    var code: Int32

    package var description: String { "\(program) could not be started: \(String(cString: strerror(code)))" }
}
