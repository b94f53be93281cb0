import Glibc

/// Every connection is an open file, and the usual limit of 1024 is kept low only for programs that call `select`.
package enum OpenFiles {
    /// Raises this process's limit to what the system allows it.
    package static func raiseLimit() {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        // What cannot be raised stays: fewer connections fit then, and NIO waits when there is no room.
        _ = setrlimit(files, &limit)
    }
}
