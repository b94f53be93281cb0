import ReelCore

/// A client's own script, made ready: its length is looked at, and what it leaves out is filled in.
package enum ClientScript {
    /// Of the whole reel, in seconds. Wider than for written scripts: the client knows what it is for.
    static let seconds = 3.0...90.0

    /// - Throws: `ScriptError`.
    package static func prepared(_ script: Script, article: Article?, pace: SpeechPace) throws -> Script {
        var script = try complete(script, pace: pace)
        let grounding = article.map(GroundedArticle.init)
        for index in script.scenes.indices {
            let text = script.scenes[index].script
            script.scenes[index].source = grounding?.source(of: text)
            script.scenes[index].grounded = grounding.map { $0.unsupportedClaims(in: text).isEmpty }
        }
        script.origin = ScriptOrigin(.client)
        return script
    }

    /// A script that came out of this stage before and was changed: what it says of its origin stays, but nothing was
    /// spent on a model for it now.
    ///
    /// - Throws: `ScriptError`.
    package static func edited(_ script: Script, pace: SpeechPace) throws -> Script {
        var script = try complete(script, pace: pace)
        script.origin?.usage = nil
        return script
    }

    /// With keywords for each scene, if it can be spoken at all.
    private static func complete(_ script: Script, pace: SpeechPace) throws -> Script {
        var script = script
        let texts = script.scenes.map(\.script)
        let length = pace.seconds(ofScenes: texts)
        guard seconds.contains(length) else {
            throw ScriptError.ownScriptLength(seconds: length, possible: seconds)
        }
        let keywords = Keywords(sentences: texts, title: script.title)
        for index in script.scenes.indices where script.scenes[index].assetKeywords.isEmpty {
            script.scenes[index].assetKeywords = keywords.keywords(for: script.scenes[index].script)
        }
        return script
    }
}
