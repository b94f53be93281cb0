import Foundation
import ReelCore

/// A picture or clip that a scene may show, whoever has it, decoded and ready.
package struct Footage: Hashable, Sendable {
    package var provider: SceneChoice.Provider
    /// The address of the file, or its name in the user's folder.
    package var url: String
    /// The file as it came.
    package var source: URL
    /// SHA-256 of that.
    package var digest: String
    package var credit: Credit?
    /// Of a clip its first frame.
    package var picture: NormalizedPicture
    /// Decoded and encoded anew; `nil` for a still.
    package var clip: URL?
    /// What it is said to show.
    package var words: Set<String> = []
    /// Where on the page it stands, 0...1; `nil` for what is not on the page.
    package var position: Double?
    /// For people: why it is not what was asked for or chosen before.
    package var note: String?

    package init(
        provider: SceneChoice.Provider, url: String, source: URL, digest: String, credit: Credit?,
        picture: NormalizedPicture, clip: URL? = nil, words: Set<String> = [], position: Double? = nil
    ) {
        self.provider = provider
        self.url = url
        self.source = source
        self.digest = digest
        self.credit = credit
        self.picture = picture
        self.clip = clip
        self.words = words
        self.position = position
    }

    /// As it is kept with the script.
    package func choice(motion: SceneVisual.Motion) -> SceneChoice {
        SceneChoice(
            kind: clip == nil ? .picture : .clip, provider: provider, url: url, digest: digest, credit: credit,
            motion: motion, focus: picture.measures.focus, note: note)
    }

    var candidate: PictureCandidate {
        PictureCandidate(
            words: words, position: position, size: picture.size, sharpness: picture.measures.sharpness)
    }
}
