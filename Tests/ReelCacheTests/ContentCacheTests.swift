import Foundation
import ReelCache
import ReelTestKit
import Synchronization
import Testing

@Suite struct ContentCacheTests {
    @Test func makesOnceAndLinksAgain() async throws {
        try await withTemporaryFolder { folder in
            let made = Mutex(0)
            let cache = ContentCache(root: folder.appending(path: "cache")) { made.withLock { $0 += 1 } }
            let key = ContentKey(recipe: "test/1", ["a"])
            let first = try await cache.entry(key, linkedInto: folder.appending(path: "one")) {
                try Data("hello".utf8).write(to: $0.appending(path: "file.txt"))
            }
            let second = try await cache.entry(key, linkedInto: folder.appending(path: "two")) { _ in
                Issue.record("made twice")
            }
            #expect(first.wasMade && !second.wasMade)
            #expect(try String(contentsOf: second.file("file.txt"), encoding: .utf8) == "hello")
            #expect(made.withLock { $0 } == 1)
        }
    }

    @Test func damagedEntryIsMadeAgain() async throws {
        try await withTemporaryFolder { folder in
            let cache = ContentCache(root: folder.appending(path: "cache"))
            let key = ContentKey(recipe: "test/1", ["a"])
            let entry = try await cache.entry(key, linkedInto: folder.appending(path: "one")) {
                try Data("hello".utf8).write(to: $0.appending(path: "file.txt"))
            }
            // The link and the entry are one file, so this damages the entry in place.
            let handle = try FileHandle(forWritingTo: entry.file("file.txt"))
            try handle.write(contentsOf: Data("J".utf8))
            try handle.close()
            let again = try await cache.entry(key, linkedInto: folder.appending(path: "two")) {
                try Data("hello".utf8).write(to: $0.appending(path: "file.txt"))
            }
            #expect(again.wasMade)
            #expect(try String(contentsOf: again.file("file.txt"), encoding: .utf8) == "hello")
        }
    }

    /// What says nothing about the entry takes nothing from it: it is linked again as soon as that is possible.
    @Test(arguments: [POSIXErrorCode.EMFILE, .ENFILE, .ENOSPC, .EDQUOT, .ENOMEM, .EACCES, .EPERM, .ENOENT])
    func aGoodEntryOutlivesALinkThatFails(_ code: POSIXErrorCode) async throws {
        try await withTemporaryFolder { folder in
            let root = folder.appending(path: "cache")
            let key = ContentKey(recipe: "test/1", ["a"])
            _ = try await ContentCache(root: root).entry(key, linkedInto: folder.appending(path: "one")) {
                try Data("hello".utf8).write(to: $0.appending(path: "file.txt"))
            }
            let troubled = ContentCache(root: root, link: { _, _ in throw POSIXError(code) }, onUse: { _, _ in })
            let error = await #expect(throws: POSIXError.self) {
                try await troubled.entry(key, linkedInto: folder.appending(path: "two")) { _ in
                    Issue.record("made twice")
                }
            }
            #expect(error?.code == code)
            let again = try await ContentCache(root: root).entry(key, linkedInto: folder.appending(path: "three")) {
                _ in
                Issue.record("made twice")
            }
            #expect(!again.wasMade)
        }
    }

    /// A file can have only so many names (65,000 on ext4); then a job gets a copy.
    @Test(arguments: [POSIXErrorCode.EMLINK, .EXDEV])
    func whatCannotBeLinkedIsCopied(_ code: POSIXErrorCode) async throws {
        try await withTemporaryFolder { folder in
            let root = folder.appending(path: "cache")
            let cache = ContentCache(root: root, link: { _, _ in throw POSIXError(code) }, onUse: { _, _ in })
            let key = ContentKey(recipe: "test/1", ["a"])
            for name in ["one", "two"] {
                let entry = try await cache.entry(key, linkedInto: folder.appending(path: name)) {
                    try Data("hello".utf8).write(to: $0.appending(path: "file.txt"))
                }
                #expect(entry.wasMade == (name == "one"))
                #expect(try String(contentsOf: entry.file("file.txt"), encoding: .utf8) == "hello")
            }
        }
    }

    /// A list of digests that cannot be read because of something else is no missing entry.
    @Test func anEntryThatCannotBeReadNowIsNotReplaced() async throws {
        try await withTemporaryFolder { folder in
            let cache = ContentCache(root: folder.appending(path: "cache"))
            let key = ContentKey(recipe: "test/1", ["a"])
            let list = cache.root.appending(path: "\(key.hex.prefix(2))/\(key.hex)/digests.json")
            // A folder cannot be read as a file, not even by root.
            try FileManager.default.createDirectory(at: list, withIntermediateDirectories: true)
            await #expect(throws: (any Error).self) {
                try await cache.entry(key, linkedInto: folder.appending(path: "one")) { _ in
                    Issue.record("made though one is there")
                }
            }
            #expect(FileManager.default.fileExists(atPath: list.path))
        }
    }

    @Test(arguments: ["", "{", "[]", #"{"file.txt": 1}"#])
    func anEntryWithoutReadableDigestsIsMadeAgain(_ text: String) async throws {
        try await withTemporaryFolder { folder in
            let cache = ContentCache(root: folder.appending(path: "cache"))
            let key = ContentKey(recipe: "test/1", ["a"])
            for name in ["one", "two"] {
                let entry = try await cache.entry(key, linkedInto: folder.appending(path: name)) {
                    try Data("hello".utf8).write(to: $0.appending(path: "file.txt"))
                }
                #expect(entry.wasMade)
                try Data(text.utf8).write(
                    to: cache.root.appending(path: "\(key.hex.prefix(2))/\(key.hex)/digests.json"))
            }
        }
    }

    @Test func failedMakingLeavesNothing() async throws {
        struct Nope: Error {}
        try await withTemporaryFolder { folder in
            let cache = ContentCache(root: folder.appending(path: "cache"))
            let key = ContentKey(recipe: "test/1", ["a"])
            await #expect(throws: Nope.self) {
                try await cache.entry(key, linkedInto: folder) { making in
                    try Data("half".utf8).write(to: making.appending(path: "file.txt"))
                    throw Nope()
                }
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(left.isEmpty)
        }
    }

    /// Somebody died while he removed an entry: what is left in its place is none, and must not be in the way.
    @Test func restOfAnEntryIsReplaced() async throws {
        try await withTemporaryFolder { folder in
            let cache = ContentCache(root: folder.appending(path: "cache"))
            let key = ContentKey(recipe: "test/1", ["a"])
            let rest = cache.root.appending(path: "\(key.hex.prefix(2))/\(key.hex)")
            try FileManager.default.createDirectory(at: rest, withIntermediateDirectories: true)
            try Data("half".utf8).write(to: rest.appending(path: "file.txt"))
            let entry = try await cache.entry(key, linkedInto: folder.appending(path: "one")) {
                try Data("hello".utf8).write(to: $0.appending(path: "file.txt"))
            }
            #expect(entry.wasMade)
            #expect(try String(contentsOf: entry.file("file.txt"), encoding: .utf8) == "hello")
        }
    }

    @Test func trimTakesTheLongestUnusedFirstAndNothingFromWhoUsesIt() async throws {
        try await withTemporaryFolder { folder in
            let cache = ContentCache(root: folder.appending(path: "cache"))
            let keys = (0..<4).map { ContentKey(recipe: "test/1", ["\($0)"]) }
            var links: [URL] = []
            for key in keys {
                links.append(
                    try await cache.entry(key, linkedInto: folder.appending(path: "job")) {
                        try Data(repeating: 7, count: 64 << 10).write(to: $0.appending(path: "file.bin"))
                    }.file("file.bin"))
            }
            func entry(_ key: ContentKey) -> URL { cache.root.appending(path: "\(key.hex.prefix(2))/\(key.hex)") }
            // An hour ago, two hours ago and so on; the last has just been used.
            for (hours, key) in keys.dropLast().enumerated() {
                let used = Date(timeIntervalSinceNow: -3600 * Double(hours + 1))
                try FileManager.default.setAttributes([.modificationDate: used], ofItemAtPath: entry(key).path)
            }
            let all = cache.trim(to: .max)
            #expect(all.removedEntries == 0 && all.size >= 4 * 64 << 10)
            let trim = cache.trim(to: all.size - 1)
            #expect(trim.removedEntries == 1 && trim.removedBytes >= 64 << 10)
            #expect(keys.map { FileManager.default.fileExists(atPath: entry($0).path) } == [true, true, false, true])
            // What was used lately stays, whatever the limit.
            #expect(cache.trim(to: 0).removedEntries == 2)
            #expect(keys.map { FileManager.default.fileExists(atPath: entry($0).path) } == [false, false, false, true])
            for link in links { #expect(try Data(contentsOf: link).count == 64 << 10) }
        }
    }

    @Test func linkOutlivesItsEntry() async throws {
        try await withTemporaryFolder { folder in
            let cache = ContentCache(root: folder.appending(path: "cache"))
            let entry = try await cache.entry(ContentKey(recipe: "test/1", ["a"]), linkedInto: folder) {
                try Data("hello".utf8).write(to: $0.appending(path: "file.txt"))
            }
            try FileManager.default.removeItem(at: cache.root)
            #expect(try String(contentsOf: entry.file("file.txt"), encoding: .utf8) == "hello")
        }
    }

    @Test func twoMakersOfOneEntryBothGetIt() async throws {
        try await withTemporaryFolder { folder in
            let cache = ContentCache(root: folder.appending(path: "cache"))
            let key = ContentKey(recipe: "test/1", ["a"])
            let texts = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        let entry = try await cache.entry(key, linkedInto: folder.appending(path: "\(number)")) {
                            try Data("hello".utf8).write(to: $0.appending(path: "file.txt"))
                        }
                        return try String(contentsOf: entry.file("file.txt"), encoding: .utf8)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(texts == Array(repeating: "hello", count: 8))
        }
    }
}

@Suite struct ContentKeyTests {
    /// FIPS 180-4's example "abc", so that the digest is SHA-256 and nothing else.
    @Test func digestIsSHA256() {
        var digest = SHA256Digest()
        digest.update(Data("abc".utf8))
        #expect(digest.finish() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func partsDoNotRunIntoEachOther() {
        #expect(ContentKey(recipe: "r", ["ab", "c"]) != ContentKey(recipe: "r", ["a", "bc"]))
        #expect(ContentKey(recipe: "r/1", ["a"]) != ContentKey(recipe: "r/2", ["a"]))
        #expect(ContentKey(recipe: "r", ["a"]) == ContentKey(recipe: "r", ["a"]))
    }
}
