import Foundation
import Glibc

/// `flock` on a work folder itself: whoever works in it holds it, so that the sweep leaves it alone. The lock ends with the
/// process.
package enum FolderLock {
    /// - Returns: the open folder, whose closing ends the lock; -1 when somebody else holds it or it cannot be opened.
    package static func hold(_ folder: URL) -> Int32 {
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return -1 }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return -1
        }
        return descriptor
    }
}
