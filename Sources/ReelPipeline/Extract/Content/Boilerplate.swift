import ReelText

/// Takes out of a page what is not the article: by element, by name, by shape. Each has a guard, because pages put
/// whole articles into forms, asides and elements called "sidebar".
extension PageBody {
    package mutating func removeBoilerplate(keepingHidden: Bool) {
        let measure = measure()
        let all = measure.prose(tree.subtree(body))
        forEachElement(in: body) { page, id, tag in
            switch tag {
            case .figure, .picture, .noscript:
                // Tables, code and quotations are put into figures too.
                let holdsText = page.tree.subtree(id).contains {
                    [.table, .pre, .blockquote].contains(page.tree.tag($0))
                }
                if !holdsText { page.remove(id, .words) }
            case .figcaption, .caption: page.remove(id, .words)
            case .head, .title, .script, .style, .template, .iframe, .object, .embed, .svg, .canvas, .map, .video,
                .audio,
                .button, .select, .textarea, .input, .datalist, .progress, .legend, .label:
                page.remove(id, .whole)
            case .nav, .footer, .aside, .dialog, .menu, .form, .fieldset:
                if 2 * measure.prose(page.tree.subtree(id)) < all { page.remove(id, .whole) }
            default:
                if !keepingHidden, page.isHidden(id), 2 * measure.prose(page.tree.subtree(id)) < all {
                    page.remove(id, .whole)
                }
            }
        }
    }

    private func isHidden(_ id: HTMLTree.ID) -> Bool {
        for (name, value) in tree.attributes(of: id) {
            switch name {
            case "hidden": return true
            case "aria-hidden": return value == "true"
            case "style":
                let style = value.lowercased().filter { !$0.isWhitespace }
                if style.contains("display:none") || style.contains("visibility:hidden") { return true }
            default: break
            }
        }
        return false
    }

    package mutating func removeNamed() {
        let measure = measure()
        let all = measure.prose(tree.subtree(body))
        forEachElement(in: body) { page, id, tag in
            switch tag {
            // Links are named for what they lead to, rows and cells for what they list.
            case .a, .main, .tr, .td, .th, .tbody: return
            default: break
            }
            guard let purpose = Vocabulary.purpose(page.tree, id), !page.holdsArticle(id), !page.opensBox(id, tag),
                10 * measure.prose(page.tree.subtree(id)) < 7 * all
            else { return }
            page.remove(id, purpose == .pictures ? .words : .whole)
        }
    }

    /// A name or a term in running text that shows a box when it is touched: the word is the text's, and the box, which has
    /// a name of its own, is not.
    private func opensBox(_ id: HTMLTree.ID, _ tag: Tag) -> Bool {
        guard tag == .span || tag == .abbr else { return false }
        let parts = tree.children(id).filter { tree.isElement($0) || !tree.nodes[$0].text.collapsed.isEmpty }
        guard let word = parts.first, !tree.isElement(word) || tree.tag(word) == .a else { return false }
        return parts.dropFirst().contains { tree.isElement($0) && Vocabulary.purpose(tree, $0) == .boilerplate }
    }

    /// Teasers of other pages come as rows of elements of one kind, each with a link and few words.
    package mutating func removeCards() {
        let measure = measure()
        let all = measure.prose(tree.subtree(body))
        var rows: [[HTMLTree.ID]] = []
        forEachElement(in: body) { page, id, tag in
            guard tag.isBlock, tag != .p else { return }
            var kinds: [String: [HTMLTree.ID]] = [:]
            for child in page.tree.children(id) where page.removals[child] == nil {
                guard let tag = page.tree.tag(child), tag == .li || tag == .div || tag == .article || tag == .section
                else { continue }
                let name = page.tree.attribute("class", of: child)?.split(whereSeparator: \.isWhitespace).first ?? ""
                kinds["\(tag) \(name)", default: []].append(child)
            }
            rows += kinds.values.filter { $0.count >= 3 }
        }
        for row in rows.sorted(by: { $0[0] < $1[0] }) {
            let found = row.compactMap(card)
            let prose = row.reduce(0) { $0 + measure.prose(tree.subtree($1)) }
            guard 10 * found.count >= 7 * row.count, !row.contains(where: holdsArticle) else { continue }
            let full = found.filter { $0.blocks > 1 }
            let length = full.reduce(0) { $0 + $1.length }
            if 2 * prose < all {
                for card in row { remove(card, .whole) }
                teasers.count += full.count
                teasers.length += length
            } else if full.count >= 6, length < 300 * full.count {
                teasers.areMostOfPage = true
            }
        }
    }

    /// The size of an element that looks like a teaser; `nil` for any other.
    private func card(_ id: HTMLTree.ID) -> (blocks: Int, length: Int)? {
        // A bound on the work, too: rows can be nested in rows.
        guard tree.subtree(id).count < 300 else { return nil }
        let blocks = blocks(in: id, keepingText: false)
        let length = blocks.reduce(0) { $0 + $1.length }
        guard length > 0, length < 600 else { return nil }
        let isLinked = blocks.contains { $0.linkDensity > 0.8 && $0.length >= 15 }
        return isLinked && (blocks.count > 1 || blocks[0].linkDensity > 0.8) ? (blocks.count, length) : nil
    }

    /// Lists and boxes within the article that hold little but links.
    package mutating func removeLinkLists(in root: HTMLTree.ID) {
        let measure = measure()
        forEachElement(in: root) { page, id, tag in
            guard [.ul, .ol, .dl, .table, .div, .section].contains(tag) else { return }
            if measure.isLinkList(page.tree.subtree(id)) { page.remove(id, .whole) }
        }
    }
}
