import Foundation
import GRDB
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// Looking at a database and copying it changes nothing: neither the file nor what lies beside it.
@Suite struct InspectorTests {
    /// What lies in the folder, with its bytes.
    private func contents(_ folder: URL) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            files[name] = try Data(contentsOf: folder.appending(path: name))
        }
        return files
    }

    private func inspect(
        _ file: URL, _ condition: StoreCondition, copyTo copy: URL
    ) throws {
        let before = try contents(file.deletingLastPathComponent())
        let inspector = try StoreEngines.inspector(of: file)
        #expect(try inspector.condition() == condition)
        #expect(try inspector.integrityProblems() == [])
        try inspector.backUp(to: copy)
        #expect(try contents(file.deletingLastPathComponent()) == before)
        #expect(try StoreEngines.inspector(of: copy).condition() == condition)
    }

    private func withFolders(_ body: (_ file: URL, _ copy: URL) throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let home = folder.appending(path: "home with a space %20 and ?")
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
            try body(home.appending(path: "reelcraft.db"), folder.appending(path: "copy.db"))
        }
    }

    @Test func ofThisVersion() async throws {
        try await withFolders { file, copy in
            let store = try SQLiteStore(path: file)
            let job = try store.createJob(JobRequest(url: "https://example.org/"))
            try store.close()
            try inspect(file, .current, copyTo: copy)
            #expect(try SQLiteStore(path: copy).job(job.id) == job)
        }
    }

    @Test func whileItIsInUse() async throws {
        try await withFolders { file, copy in
            let store = try SQLiteStore(path: file)
            let job = try store.createJob(JobRequest(url: "https://example.org/"))
            let inspector = try StoreEngines.inspector(of: file)
            #expect(try inspector.condition() == .current)
            try inspector.backUp(to: copy)
            #expect(try SQLiteStore(path: copy).job(job.id) == job)
            _ = try store.createJob(JobRequest(url: "https://example.org/more"))
        }
    }

    @Test func ofTheVersionBeforeSoThatItCanBeCopiedBeforeAnUpgrade() async throws {
        try await withFolders { file, copy in
            try PriorVersionTests.make("001", at: file)
            try inspect(file, .older, copyTo: copy)
        }
    }

    @Test func ofThePythonOriginal() async throws {
        try await withFolders { file, copy in
            let queue = try DatabaseQueue(path: file.path)
            try queue.writeWithoutTransaction { try $0.execute(sql: PythonDatabase.tables) }
            try queue.close()
            try inspect(file, .pythonOriginal, copyTo: copy)
        }
    }

    @Test func ofAnotherProgramIsNotCopied() async throws {
        try await withFolders { file, copy in
            let queue = try DatabaseQueue(path: file.path)
            try queue.writeWithoutTransaction { try $0.execute(sql: "CREATE TABLE bookmarks (id INTEGER)") }
            try queue.close()
            let inspector = try StoreEngines.inspector(of: file)
            #expect(try inspector.condition() == .foreign)
            let error = #expect(throws: StoreError.self) { try inspector.backUp(to: copy) }
            #expect(error?.code == .foreign && error?.cause.contains("REEL_DATABASE") == true)
            #expect(!FileManager.default.fileExists(atPath: copy.path))
        }
    }

    @Test func whatIsNotThereIsAnErrorAndStaysAway() async throws {
        try await withFolders { file, copy in
            let inspector = try StoreEngines.inspector(of: file)
            for verb: (any StoreInspector) throws -> Void in [
                { _ = try $0.condition() }, { _ = try $0.integrityProblems() }, { try $0.backUp(to: copy) },
            ] {
                let error = #expect(throws: StoreError.self) { try verb(inspector) }
                #expect(error?.code == .absent && error?.cause.contains("REEL_DATABASE") == true)
            }
            #expect(try contents(file.deletingLastPathComponent()).isEmpty)
        }
    }

    /// An address that no engine opens is refused with the key, the value without its password, and what would do.
    @Test(arguments: [
        "postgres://reel:secret@db.example/reelcraft", "mysql://localhost/reelcraft", "sqlite://reelcraft.db",
    ])
    func anAddressThatNoEngineOpensIsRefused(_ address: String) throws {
        let url = try #require(URL(string: address))
        let error = try #require(throws: StoreError.self) { try StoreEngines.open(url) }
        #expect(error.cause.contains("REEL_DATABASE") && error.cause.contains("sqlite:///"))
        #expect(error.cause.contains(String(address.prefix(8))) && !error.cause.contains("secret"))
        #expect(throws: StoreError.self) { try StoreEngines.inspector(of: url) }
    }
}
