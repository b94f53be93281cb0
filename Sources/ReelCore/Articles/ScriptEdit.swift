import Foundation

/// Changes to the script of a reel that was made, scene by scene. What is not named stays as it is, its pictures and colours
/// too, so that only what was changed has to be made again.
public struct ScriptEdit: Hashable, Sendable {
    /// What an edit says of a scene's picture.
    public enum Picture: Hashable, Sendable {
        /// The picture at an address.
        case address(String)
        /// None of those it had: something is drawn, or found anew.
        case none
    }

    /// What an edit changes in one scene.
    public struct SceneChange: Hashable, Sendable {
        /// The words spoken.
        public var script: String?
        public var picture: Picture?
        public var isRemoved: Bool

        public init(script: String? = nil, picture: Picture? = nil, isRemoved: Bool = false) {
            self.script = script
            self.picture = picture
            self.isRemoved = isRemoved
        }
    }

    public var title: String?
    /// By the scene's number in the script that is edited.
    public var scenes: [Int: SceneChange]
    /// The numbers of all scenes that stay, in their new order; `nil` leaves the order.
    public var order: [Int]?

    public init(title: String? = nil, scenes: [Int: SceneChange] = [:], order: [Int]? = nil) {
        self.title = title
        self.scenes = scenes
        self.order = order
    }

    /// The numbers of the scenes that stay, in their order.
    public func staying(of script: Script) -> [Int] {
        script.scenes.map(\.sceneNumber).filter { scenes[$0]?.isRemoved != true }
    }

    /// The script with the changes made and its scenes numbered anew.
    public func applied(to script: Script) -> Script {
        let old = Dictionary(script.scenes.map { ($0.sceneNumber, $0) }) { first, _ in first }
        let sources = script.scenes.compactMap(\.source)
        var edited = script
        edited.title = title ?? script.title
        edited.scenes = (order ?? staying(of: script)).compactMap { number in
            old[number].map { changed($0, sources) }
        }
        for index in edited.scenes.indices { edited.scenes[index].sceneNumber = index + 1 }
        return edited
    }

    private func changed(_ scene: Scene, _ sources: [SourceSpan]) -> Scene {
        guard let change = scenes[scene.sceneNumber] else { return scene }
        var scene = scene
        if let text = change.script, text != scene.script {
            scene.script = text
            scene.assetKeywords = []
            scene.source = sources.lazy.compactMap { $0.piece(saying: text) }.first
            // Whether the article bears out other words than its own, nobody knows without it.
            scene.grounded = scene.source == nil ? nil : true
            // A card shows words of the scene, unless they are the client's own.
            if scene.visual?.kind == .card, scene.visual?.provider != .client { scene.visual = nil }
        }
        switch change.picture {
        case nil: break
        case .some(.none): scene.visual = nil
        case .address(let url):
            scene.visual = SceneChoice(
                kind: .picture, provider: .client, url: url, motion: scene.visual?.motion ?? .zoomIn)
            scene.sceneType = .media
        }
        return scene
    }
}

extension SourceSpan {
    /// The part of this piece of the article that says exactly the given words, if one does.
    func piece(saying words: String) -> SourceSpan? {
        let bare = words.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !bare.isEmpty, let range = text.range(of: bare, options: .caseInsensitive) else { return nil }
        let before = text[..<range.lowerBound].unicodeScalars.count
        let length = text[range].unicodeScalars.count
        return SourceSpan(
            start: start + before, end: start + before + length, text: String(text[range]))
    }
}
