import Foundation
import ReelCompose
import ReelCore
import ReelFetch
import ReelSlots

/// What all attempts of one machine may do at once.
public struct MachineSlots: Sendable {
    let encoders: SlotPool
    let downloads: SlotPool

    /// No limits but each pipeline's own.
    public init() {
        encoders = .unlimited
        downloads = .unlimited
    }

    /// - Parameters:
    ///   - folder: `HomeLayout.slots`, the same for all who share.
    ///   - settings: say how many encoders and downloads there may be.
    public init(folder: URL, settings: PipelineSettings) {
        encoders = SlotPool(folder: folder, name: "encoder", count: settings.compose.encoders)
        downloads = SlotPool(folder: folder, name: "download", count: settings.fetch.maximumTransfers)
    }

    /// A fetcher that takes a place for each resource.
    func sharing(_ fetcher: Fetcher) -> Fetcher {
        Fetcher { [downloads] request in try await downloads.withSlot { try await fetcher.fetch(request) } }
    }
}
