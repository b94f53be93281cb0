import CHTML
import ReelText

/// Parses a page with libxml2 into an `HTMLTree`; the only file that speaks to libxml2's parser.
package enum HTMLDocument {
    /// Real pages stay below 40 levels and 60,000 nodes. What is deeper is kept, as if it stood at the last level; what
    /// is more is cut off, and `HTMLTree.excess` says so.
    static let maximumDepth = 200
    static let maximumNodes = 400_000
    /// Different names of elements and attributes; real pages have a few hundred. The parser's table of names has 8,192
    /// places at most (libxml2 2.9.14, dict.c), so that each further name costs more than the one before.
    static let maximumNames = 20_000

    /// - Parameter html: text that was decoded already; what the page says about its own encoding is ignored.
    package static func parse(_ html: String) -> HTMLTree {
        var html = html
        return html.withUTF8 { bytes in
            // The parser takes a NUL for the end.
            let repaired = bytes.contains(0) ? bytes.map { $0 == 0 ? 0x20 : $0 } : nil
            let trimmed = repaired?.withUnsafeBufferPointer(PageTrimmer.trimmed) ?? PageTrimmer.trimmed(bytes)
            return (trimmed ?? repaired)?.withUnsafeBufferPointer(read) ?? read(bytes)
        }
    }

    private static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> HTMLTree {
        guard let base = bytes.baseAddress, bytes.count < Int(Int32.max), let context = htmlNewParserCtxt(),
            let handler = context.pointee.sax
        else { return HTMLTree() }
        defer { htmlFreeParserCtxt(context) }
        let builder = TreeBuilder(context)
        // The parser tells what it finds and builds no tree of its own.
        handler.pointee = TreeBuilder.handler
        context.pointee.userData = Unmanaged.passUnretained(builder).toOpaque()
        // HUGE: without it parsing stops silently at a depth of 256 (libxml2 2.9.14).
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_NONET.rawValue | HTML_PARSE_NODEFDTD.rawValue | HTML_PARSE_IGNORE_ENC.rawValue | hugeDocuments
        return withExtendedLifetime(builder) {
            let document = base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                htmlCtxtReadMemory(context, $0, Int32(bytes.count), nil, "UTF-8", Int32(options))
            }
            if let document { xmlFreeDoc(document) }
            return builder.finish()
        }
    }

    /// XML_PARSE_HUGE, which the HTML parser heeds but does not name.
    private static let hugeDocuments: UInt32 = 1 << 19
}

/// Builds the tree while the parser reads.
private final class TreeBuilder {
    /// What the parser calls; everything else it finds, such as a document type, is nothing for us.
    static var handler: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.startElement = { builder, name, attributes in
            if let builder, let name { TreeBuilder.from(builder).start(name, attributes) }
        }
        handler.endElement = { builder, _ in
            if let builder { TreeBuilder.from(builder).end() }
        }
        handler.characters = { builder, text, count in
            if let builder, let text { TreeBuilder.from(builder).add(text, Int(count)) }
        }
        handler.cdataBlock = handler.characters
        return handler
    }

    private static func from(_ pointer: UnsafeMutableRawPointer) -> TreeBuilder {
        Unmanaged<TreeBuilder>.fromOpaque(pointer).takeUnretainedValue()
    }

    private let context: htmlParserCtxtPtr
    private var tree = HTMLTree()
    /// The parser interns names: one address for each.
    private var tags: [UnsafePointer<xmlChar>: Tag] = [:]
    private var names: [UnsafePointer<xmlChar>: String] = [:]
    /// The open elements that are kept.
    private var open: [HTMLTree.ID] = []
    /// How many elements are open, kept or not.
    private var depth = 0
    /// At which depth an element began whose content is passed over.
    private var skipped: Int?
    /// Text comes in pieces.
    private var text: [UInt8] = []

    init(_ context: htmlParserCtxtPtr) {
        self.context = context
    }

    func finish() -> HTMLTree {
        flush()
        while let last = open.popLast() { tree.close(last) }
        return tree
    }

    private func start(_ name: UnsafePointer<xmlChar>, _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
        flush()
        defer { depth += 1 }
        guard skipped == nil else { return }
        if tree.nodes.count >= HTMLDocument.maximumNodes { return stop(.elements) }
        if xmlDictSize(context.pointee.dict) > HTMLDocument.maximumNames { return stop(.names) }
        let tag = tag(name)
        let attributes = attributes(list)
        // What follows behind the first outermost element is not the page.
        if Self.isProgram(tag, attributes) || depth == 0 && !tree.isEmpty {
            skipped = depth
        } else if depth < HTMLDocument.maximumDepth {
            open.append(tree.open(tag, in: open.last ?? 0, depth: depth, attributes: attributes))
        }
    }

    private func stop(_ excess: HTMLTree.Excess) {
        tree.excess = tree.excess ?? excess
        xmlStopParser(context)
    }

    private func end() {
        flush()
        guard depth > 0 else { return }
        depth -= 1
        if let start = skipped {
            if start == depth { skipped = nil }
        } else if depth < HTMLDocument.maximumDepth, let last = open.popLast() {
            tree.close(last)
        }
    }

    private func add(_ piece: UnsafePointer<xmlChar>, _ count: Int) {
        guard skipped == nil, count > 0 else { return }
        text.append(contentsOf: UnsafeBufferPointer(start: piece, count: count))
    }

    private func flush() {
        guard !text.isEmpty else { return }
        if let parent = open.last {
            tree.add(
                text: String(decoding: text, as: UTF8.self), in: parent, depth: min(depth, HTMLDocument.maximumDepth))
        }
        text.removeAll(keepingCapacity: true)
    }

    /// What carries no words for readers; data blocks (`application/ld+json`) are kept.
    private static func isProgram(_ tag: Tag, _ attributes: [(name: String, value: String)]) -> Bool {
        switch tag {
        case .style, .template: true
        case .script: attributes.first { $0.name == "type" }?.value.lowercased().holds("ld+json") != true
        default: false
        }
    }

    private func tag(_ name: UnsafePointer<xmlChar>) -> Tag {
        if let known = tags[name] { return known }
        let tag = Tag(name: String(cString: name).lowercased())
        tags[name] = tag
        return tag
    }

    private func attributes(_ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) -> [(name: String, value: String)] {
        guard let list else { return [] }
        var result: [(name: String, value: String)] = []
        var index = 0
        while let pointer = list[index] {
            let name = names[pointer] ?? String(cString: pointer).lowercased()
            names[pointer] = name
            // Event handlers are program text that nobody reads here.
            if !name.hasPrefix("on") { result.append((name, list[index + 1].map { String(cString: $0) } ?? "")) }
            index += 2
        }
        return result
    }
}
