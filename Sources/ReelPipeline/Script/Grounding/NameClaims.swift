import ReelText

extension GroundedArticle {
    /// Names that the article does not have, or whose parts it has only apart from each other.
    func names(in words: [TextToken]) -> [UnsupportedClaim] {
        var claims: [UnsupportedClaim] = []
        var run: [TextToken] = []
        for word in words {
            let isName = word.isCapital && !word.isNumber && isName(word)
            // A sentence's first word ends a name before it.
            let isNext = run.last.map { word.start - $0.end <= 1 } ?? true
            if isName, run.isEmpty || isNext && !word.opensSentence {
                run.append(word)
            } else {
                if let claim = judge(run) { claims.append(claim) }
                run = isName ? [word] : []
            }
        }
        if let claim = judge(run) { claims.append(claim) }
        return claims
    }

    private func isName(_ word: TextToken) -> Bool {
        if word.key.count < 2 || Terms.isStopWord(word.key) || Self.dateForms(word.key) != nil { return false }
        if NumberWords.small[word.key] != nil { return false }
        guard word.opensSentence else { return true }
        // At the beginning of a sentence every word is written so.
        if numbers[word.key].map({ places[$0].contains { !tokens[$0].isCapital } }) == true { return false }
        return !OpeningWords.contains(word.key)
    }

    private func judge(_ run: [TextToken]) -> UnsupportedClaim? {
        guard !run.isEmpty else { return nil }
        let claim = UnsupportedClaim(kind: .name, text: run.map { String($0.text) }.joined(separator: " "))
        guard run.allSatisfy({ knowsName($0.key) }) else { return claim }
        // Both parts of a name, but of two people.
        for (first, second) in zip(run, run.dropFirst()) where !standsNear(first.key, second.key) { return claim }
        return nil
    }

    private func knowsName(_ key: String) -> Bool {
        if knows(key) { return true }
        // "American" where the article has America, "Berliners" where it has Berlin.
        for ending in ["ians", "ian", "ans", "an", "ese", "ish", "ns", "n", "ers", "er", "s"]
        where key.hasSuffix(ending) && key.count - ending.count >= 4 {
            if roots.contains(String(key.dropLast(ending.count))) { return true }
        }
        return numbers[key + "s"] != nil
    }

    private func standsNear(_ first: String, _ second: String) -> Bool {
        let near = 4
        guard let one = numbers[first], let other = numbers[second] else {
            // One of them is known from elsewhere.
            return true
        }
        return places[one].contains { place in
            (max(0, place - near)..<min(ids.count, place + near + 1)).contains { ids[$0] == other }
        }
            || Self.contains(outside, [first, second])
    }
}

/// Words that begin a sentence of a script without being names. A name that is missing here costs a question more; a
/// word too many would let an invented name through.
enum OpeningWords {
    static func contains(_ key: String) -> Bool {
        if words.contains(key) { return true }
        let endings = ["ing", "ly", "ers", "ists", "ions", "ments", "ists", "ness", "ians"]
        return key.count > 5 && endings.contains(where: key.hasSuffix)
    }

    private static let words: Set<String> = Set(
        """
        imagine meet picture think forget consider remember look listen watch stop wait guess ready ever wonder
        here's there's that's it's what's who's let's don't isn't can't won't doesn't
        big small great old young early late high low long short full half most least double
        people experts officials scientists critics fans workers women men children kids parents students doctors
        families police leaders lawyers voters buyers readers viewers users owners drivers farmers teachers
        good bad better worse best worst true false right wrong simple hard easy cheap free rich poor
        today's tonight's yesterday's inside outside behind beyond beneath between despite without within
        money work life death love war peace time health science food water power energy music art history
        add start keep turn give make take get go come see say ask call tell need want use try buy pay eat drink
        finally meanwhile instead overall besides however therefore thus hence maybe perhaps sure indeed
        bottom fun fact result problem solution answer question reason point story lesson secret truth key news
        next last another every each any both neither either enough plenty several few many
        nobody somebody everybody anyone everyone someone nothing everything something
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
