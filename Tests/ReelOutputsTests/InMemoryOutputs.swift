import Foundation
import ReelCore
import ReelOutputs
import Synchronization

/// Outputs that go with the process: shows that a second implementation is one folder, and that nothing else knows where
/// files lie.
final class InMemoryOutputs: OutputStore {
    private struct Object {
        var data: Data
        var changedAt = Date()
    }

    private let objects = Mutex<[OutputKey: Object]>([:])

    var capabilities: Set<OutputCapability> { [] }

    func publish(_ files: [(source: OutputSource, key: OutputKey)]) throws {
        let made = try files.map { source, key in
            switch source {
            case .moving(let file), .keeping(let file): (key, Object(data: try file.read(limit: .max)))
            case .data(let data): (key, Object(data: data))
            }
        }
        objects.withLock { objects in
            for (key, object) in made { objects[key] = object }
        }
    }

    func add(_ file: UntrustedFile, as key: OutputKey) throws {
        try write(try file.read(limit: .max), as: key)
    }

    func write(_ data: Data, as key: OutputKey) throws {
        objects.withLock { $0[key] = Object(data: data) }
    }

    func flushStream(of name: OutputName) throws {}

    func deleteStream(of name: OutputName) throws {
        objects.withLock { objects in
            objects = objects.filter { key, _ in
                if case .stream = key.part { key.name != name } else { true }
            }
        }
    }

    func size(of key: OutputKey) throws -> Int? {
        objects.withLock { $0[key]?.data.count }
    }

    func read(_ key: OutputKey, _ range: Range<Int>) throws -> Data? {
        objects.withLock { $0[key]?.data }.map { $0.dropFirst(range.lowerBound).prefix(range.count) }
            .map { Data($0) }
    }

    func address(of key: OutputKey) -> OutputAddress { .url("memory:\(key)") }

    func delete(_ name: OutputName) -> OutputDeletion {
        objects.withLock { objects in
            var deletion = OutputDeletion()
            deletion.hadVideo = objects[OutputKey(name, .video)] != nil
            objects = objects.filter { $0.key.name != name }
            return deletion
        }
    }

    func list() throws -> [OutputListing] {
        objects.withLock { objects in
            Dictionary(grouping: objects) { $0.key.name }.map { name, objects in
                OutputListing(
                    baseName: name.rawValue, entries: objects.map(\.key.path),
                    changedAt: objects.map(\.value.changedAt).max() ?? .distantPast)
            }.sorted { $0.baseName < $1.baseName }
        }
    }

    func remove(_ listing: OutputListing) throws {
        objects.withLock { objects in
            objects = objects.filter { !listing.entries.contains($0.key.path) }
        }
    }
}
