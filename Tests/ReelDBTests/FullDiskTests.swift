import Foundation
import GRDB
import Glibc
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// On a real file system of two megabytes.
@Suite(.enabled(if: geteuid() == 0, "mounting a small file system needs root")) struct FullDiskTests {
    @Test func refusesNewJobsAndLosesNone() async throws {
        try await withTemporaryFolder { folder in
            let disk = folder.appending(path: "disk")
            try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
            try #require(mount("tmpfs", disk.path, "tmpfs", 0, "size=2m") == 0, "\(String(cString: strerror(errno)))")
            defer { umount2(disk.path, Int32(MNT_DETACH)) }
            let store = try SQLiteStore(path: disk.appending(path: "reelcraft.db"))
            let first = try store.createJob(JobRequest(url: "https://example.org/first"))

            let ballast = disk.appending(path: "ballast")
            try fill(ballast)
            var accepted = [first.id]
            let refusal = #expect(throws: StoreError.self) {
                // What is left in files that exist already is used up first.
                while true { accepted.append(try store.createJob(JobRequest(url: "https://example.org/more")).id) }
            }
            #expect(refusal?.code == .full, "\(String(describing: refusal))")
            #expect(try store.jobs(status: nil, page: Page(limit: 1)).total == accepted.count)
            for id in accepted { #expect(try store.job(id) != nil) }

            try FileManager.default.removeItem(at: ballast)
            _ = try store.createJob(JobRequest(url: "https://example.org/last"))
            #expect(try store.jobs(status: nil, page: Page(limit: 1)).total == accepted.count + 1)
            let verdict = try store.readOne("checking") { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
            #expect(verdict == "ok")
        }
    }

    /// Writes until nothing more fits.
    private func fill(_ file: URL) throws {
        let descriptor = open(file.path, O_WRONLY | O_CREAT, 0o600)
        defer { close(descriptor) }
        let block = [UInt8](repeating: 1, count: 1024)
        while write(descriptor, block, block.count) > 0 {}
        #expect(errno == ENOSPC)
    }
}
