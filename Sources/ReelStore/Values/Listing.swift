import ReelCore

/// A part of a list.
public struct Page: Hashable, Sendable {
    public let limit: Int
    public let offset: Int

    /// Numbers below zero mean zero.
    public init(limit: Int, offset: Int = 0) {
        self.limit = max(limit, 0)
        self.offset = max(offset, 0)
    }
}

/// A page of a list, and how many rows there are in all.
public struct Listing<Item: Sendable>: Sendable {
    public var items: [Item]
    /// Rows in all pages.
    public var total: Int

    public init(items: [Item], total: Int) {
        self.items = items
        self.total = total
    }
}

/// How many rows there are.
public struct StoreCounts: Hashable, Sendable {
    public var jobs: [JobStatus: Int]
    public var videos: Int

    public init(jobs: [JobStatus: Int], videos: Int) {
        self.jobs = jobs
        self.videos = videos
    }
}
