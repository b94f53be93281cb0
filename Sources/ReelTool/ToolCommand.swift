import Foundation

/// A program to run, with its arguments as an array: no shell ever sees them.
public struct ToolCommand: Sendable {
    /// A name to be found in `PATH`, or an absolute path.
    public var executable: String
    public var arguments: [String]
    /// Added to what every child inherits (`ChildEnvironment`), which is little: neither settings nor keys.
    public var environment: [String: String]
    public var limits: ToolLimits
    /// Gives the child a process group of its own, and ends the whole group with it.
    public var ownsProcessGroup: Bool
    /// How long the child may take to end by itself after SIGTERM, before SIGKILL.
    public var grace: Duration
    /// Ends the child with an error when it runs for longer.
    public var timeout: Duration?

    public init(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:],
        limits: ToolLimits = ToolLimits(), ownsProcessGroup: Bool = false, grace: Duration = .milliseconds(300),
        timeout: Duration? = nil
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.limits = limits
        self.ownsProcessGroup = ownsProcessGroup
        self.grace = grace
        self.timeout = timeout
    }
}

/// What a child may use, enforced by the kernel (`prlimit`): it works on files from strangers.
public struct ToolLimits: Hashable, Sendable {
    /// Bytes of address space. An encoder at 1080x1920 needs about 1.2 GiB of it, mostly reserved and never touched.
    public var memory: Int
    /// Seconds of CPU time.
    public var cpuSeconds: Int
    /// Bytes of the largest file it may write.
    public var fileSize: Int

    public init(memory: Int = 4 << 30, cpuSeconds: Int = 900, fileSize: Int = 2 << 30) {
        self.memory = memory
        self.cpuSeconds = cpuSeconds
        self.fileSize = fileSize
    }
}

/// What a program left behind when it ended well.
public struct ToolResult: Sendable {
    /// Empty when lines were handed to a handler.
    public var standardOutput: Data
    /// The last lines of standard error.
    public var errorTail: String
}

/// Why a program did not do its work.
public enum ToolError: Error, Hashable, Sendable, CustomStringConvertible {
    case notFound(executable: String)
    /// `status` reads `exit 1` or `signal 9`; `errorTail` is the end of what it said.
    case failed(executable: String, status: String, errorTail: String)
    case timedOut(executable: String, after: Duration)
    case tooMuchOutput(executable: String)

    public var description: String {
        switch self {
        case .notFound(let executable): "\(executable) is not installed"
        case .failed(let executable, let status, let tail): "\(executable) ended with \(status): \(tail)"
        case .timedOut(let executable, let limit): "\(executable) did not end within \(limit)"
        case .tooMuchOutput(let executable): "\(executable) printed more than was asked for"
        }
    }
}
