import ReelCore

/// Chooses in which direction the view moves over each picture. A pure function of its inputs.
package enum MotionChooser {
    /// Never the motion of the scene before. A picture that comes again moves in a direction that it has not had, or,
    /// when the scene before has taken that one, in the one that it had longest ago.
    ///
    /// - Parameter isWide: by picture, whether it leaves room to move sideways in an upright frame.
    package static func motions(for choices: [PictureChoice], isWide: [Bool]) -> [SceneVisual.Motion] {
        var had: [PictureChoice: [SceneVisual.Motion]] = [:]
        var result: [SceneVisual.Motion] = []
        for (scene, choice) in choices.enumerated() {
            let history = choice == .drawn ? [] : had[choice, default: []]
            let fitting = preference(choice, isWide, scene).filter { $0 != result.last }
            let fresh = fitting.first { !history.contains($0) }
            let motion = fresh ?? history.first { fitting.contains($0) } ?? .zoomIn
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
