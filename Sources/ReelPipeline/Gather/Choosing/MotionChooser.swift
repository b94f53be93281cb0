import ReelCore

/// Chooses in which direction the view moves over each picture. A pure function of its inputs.
package enum MotionChooser {
    /// Never the motion of the scene before, nor of one after that has its motion already. A picture that comes again
    /// moves in a direction that it has not had, or, when its neighbours have taken that one, in the one that it had
    /// longest ago. Words that are drawn into the picture are not moved to the side, where they would leave the frame.
    ///
    /// - Parameters:
    ///   - isWide: by picture, whether it leaves room to move sideways in the frame.
    ///   - fixed: by scene, the motions that were chosen before; empty without any.
    ///   - hasWords: by scene, whether words are drawn into its picture; empty without any.
    package static func motions(
        for choices: [PictureChoice], isWide: [Bool], fixed: [SceneVisual.Motion?] = [], hasWords: [Bool] = []
    ) -> [SceneVisual.Motion] {
        var had: [PictureChoice: [SceneVisual.Motion]] = [:]
        var result: [SceneVisual.Motion] = []
        for (scene, choice) in choices.enumerated() {
            let history = choice == .drawn ? [] : had[choice, default: []]
            let next = fixed.indices.contains(scene + 1) ? fixed[scene + 1] : nil
            let isCard = hasWords.indices.contains(scene) && hasWords[scene]
            let possible = isCard ? [.zoomIn, .zoomOut] : preference(choice, isWide, scene)
            let fitting = possible.filter { $0 != result.last && $0 != next }
            let fresh = fitting.first { !history.contains($0) } ?? history.first { fitting.contains($0) }
            let kept = fixed.indices.contains(scene) ? fixed[scene] : nil
            // A card between a zoom in and a zoom out repeats one of them.
            let motion = kept ?? fresh ?? possible.first { $0 != result.last } ?? .zoomIn
            had[choice] = history.filter { $0 != motion } + [motion]
            result.append(motion)
        }
        return result
    }

    private static func preference(_ choice: PictureChoice, _ isWide: [Bool], _ scene: Int) -> [SceneVisual.Motion] {
        // The first scene draws the viewer in.
        if scene == 0 { return [.zoomIn] }
        let isEven = scene.isMultiple(of: 2)
        if case .picture(let picture) = choice, isWide[picture] {
            return isEven ? [.panRight, .zoomIn, .panLeft, .zoomOut] : [.panLeft, .zoomOut, .panRight, .zoomIn]
        }
        return isEven ? [.zoomIn, .zoomOut, .panRight, .panLeft] : [.zoomOut, .zoomIn, .panLeft, .panRight]
    }
}
