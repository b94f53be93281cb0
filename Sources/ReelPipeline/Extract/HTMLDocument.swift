import CHTML

/// Parses a page with libxml2 and copies it into an `HTMLTree`; the only file that speaks to libxml2's parser.
package enum HTMLDocument {
    /// Real pages stay below 40 levels and 60,000 nodes. What is deeper is kept, as if it stood at the last level; what
    /// is more is cut off.
    static let maximumDepth = 200
    static let maximumNodes = 400_000

    /// - Parameter html: text that was decoded already; what the page says about its own encoding is ignored.
    package static func parse(_ html: String) -> HTMLTree {
        var html = html
        let document = html.withUTF8 { bytes -> htmlDocPtr? in
            // The parser takes a NUL for the end.
            let repaired = bytes.contains(0) ? bytes.map { $0 == 0 ? 0x20 : $0 } : nil
            let stemmed = repaired?.withUnsafeBufferPointer(AttributeFlood.stem) ?? AttributeFlood.stem(bytes)
            return (stemmed ?? repaired)?.withUnsafeBufferPointer(read) ?? read(bytes)
        }
        guard let document else { return HTMLTree() }
        defer { xmlFreeDoc(document) }
        var copier = Copier()
        copier.copy(document)
        return copier.tree
    }

    private static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> htmlDocPtr? {
        // HUGE: without it parsing stops silently at a depth of 256 (libxml2 2.9.14).
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_NONET.rawValue | HTML_PARSE_NODEFDTD.rawValue | HTML_PARSE_COMPACT.rawValue
            | HTML_PARSE_IGNORE_ENC.rawValue | hugeDocuments
        guard let base = bytes.baseAddress, bytes.count < Int(Int32.max) else { return nil }
        return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
            htmlReadMemory($0, Int32(bytes.count), nil, "UTF-8", Int32(options))
        }
    }

    /// XML_PARSE_HUGE, which the HTML parser heeds but does not name.
    private static let hugeDocuments: UInt32 = 1 << 19
}

/// Walks the parser's tree without recursion.
private struct Copier {
    var tree = HTMLTree()
    /// The parser interns names: one address for each.
    private var tags: [UnsafePointer<xmlChar>: Tag] = [:]
    private var names: [UnsafePointer<xmlChar>: String] = [:]
    /// The open elements; `id` is `nil` below the depth that is kept.
    private var open: [HTMLTree.ID] = []

    mutating func copy(_ document: htmlDocPtr) {
        guard let top = xmlDocGetRootElement(document) else { return }
        var node = top
        var level = 0  // of `node` below `top`, in the parser's tree
        while tree.nodes.count < HTMLDocument.maximumNodes {
            let isOpen = enter(node, level: level)
            if isOpen, let child = node.pointee.children {
                node = child
                level += 1
                continue
            }
            if isOpen { leave(level: level) }
            // To the next node in document order, closing what ends on the way.
            while node != top, node.pointee.next == nil, let parent = node.pointee.parent {
                node = parent
                level -= 1
                leave(level: level)
            }
            guard node != top, let next = node.pointee.next else { break }
            node = next
        }
        while let last = open.popLast() { tree.close(last) }
    }

    private var parent: HTMLTree.ID { open.last ?? 0 }

    /// - Returns: whether the node is an element, whose children come next.
    private mutating func enter(_ node: xmlNodePtr, level: Int) -> Bool {
        switch node.pointee.type {
        case XML_ELEMENT_NODE:
            let tag = tag(node)
            let attributes = attributes(node)
            if Self.isProgram(tag, attributes) { return false }
            guard level < HTMLDocument.maximumDepth else { return true }
            open.append(tree.open(tag, in: parent, depth: level, attributes: attributes))
            return true
        case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
            if let content = node.pointee.content, !open.isEmpty {
                tree.add(text: String(cString: content), in: parent, depth: min(level, HTMLDocument.maximumDepth))
            }
            return false
        default:
            return false
        }
    }

    /// What carries no words for readers; data blocks (`application/ld+json`) are kept.
    private static func isProgram(_ tag: Tag, _ attributes: [(name: String, value: String)]) -> Bool {
        switch tag {
        case .style, .template: true
        case .script: attributes.first { $0.name == "type" }?.value.lowercased().contains("ld+json") != true
        default: false
        }
    }

    private mutating func leave(level: Int) {
        guard level < HTMLDocument.maximumDepth, let last = open.popLast() else { return }
        tree.close(last)
    }

    private mutating func tag(_ node: xmlNodePtr) -> Tag {
        guard let name = node.pointee.name else { return .other }
        if let known = tags[name] { return known }
        let tag = Tag(name: String(cString: name).lowercased())
        tags[name] = tag
        return tag
    }

    private mutating func attributes(_ node: xmlNodePtr) -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = []
        var next = node.pointee.properties
        while let attribute = next {
            next = attribute.pointee.next
            guard let pointer = attribute.pointee.name else { continue }
            let name = names[pointer] ?? String(cString: pointer).lowercased()
            names[pointer] = name
            // Event handlers are program text that nobody reads here.
            guard !name.hasPrefix("on") else { continue }
            var value = ""
            if let first = attribute.pointee.children {
                if first.pointee.next == nil, let content = first.pointee.content {
                    value = String(cString: content)
                } else if let joined = xmlNodeListGetString(node.pointee.doc, first, 1) {
                    value = String(cString: joined)
                    reel_xml_free(joined)
                }
            }
            result.append((name, value))
        }
        return result
    }
}
