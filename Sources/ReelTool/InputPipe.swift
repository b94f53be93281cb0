import Glibc

/// The pipe to a child's standard input.
enum InputPipe {
    /// As much as any user may ask for (`/proc/sys/fs/pipe-max-size`): a third of a raw frame of 1080x1920.
    private static let size: Int32 = 1 << 20
    /// `F_SETPIPE_SZ` of `<fcntl.h>`, which Glibc shows to GNU sources only.
    private static let setPipeSize: Int32 = 1031

    /// Makes the pipe hold 1 MiB instead of 64 KiB, so that writer and reader wake each other a few times for a raw frame
    /// and not fifty times. A request: where the kernel refuses, everything works as before.
    static func widen(of child: pid_t) {
        let end = open("/proc/\(child)/fd/0", O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        guard end >= 0 else { return }
        defer { close(end) }
        _ = fcntl(end, setPipeSize, size)
    }
}
