/// A page as one flat array in document order: the subtree of a node is the range from it to its `end`, so every traversal
/// is a loop over a range, however deep a hostile page is nested.
package struct HTMLTree: Sendable {
    package typealias ID = Int

    package struct Node: Sendable {
        /// `nil` for a piece of text.
        package var tag: Tag?
        /// The node itself for the first one.
        package var parent: ID
        /// One behind the last node of the subtree.
        package var end: ID
        /// How many elements stand around it.
        package var depth: Int
        /// The text of a piece of text, with its line breaks and runs of blanks; empty for an element.
        package var text: String
        /// Where the element's attributes stand in `attributes`.
        package var attributes: Range<Int>
    }

    package private(set) var nodes: [Node] = []
    /// Of what there was more than is read of a page, so that it is cut behind the last node.
    package enum Excess: Sendable { case elements, names }
    package internal(set) var excess: Excess?
    private var attributes: [(name: String, value: String)] = []

    package init() {}

    /// The outermost element; there is none when the tree is empty.
    package var root: ID { 0 }
    package var isEmpty: Bool { nodes.isEmpty }
    package var all: Range<ID> { nodes.indices }

    package func tag(_ id: ID) -> Tag? { nodes[id].tag }
    package func parent(_ id: ID) -> ID? { id == 0 ? nil : nodes[id].parent }
    package func isElement(_ id: ID) -> Bool { nodes[id].tag != nil }

    /// The node and everything in it.
    package func subtree(_ id: ID) -> Range<ID> { id..<nodes[id].end }

    package func contains(_ outer: ID, _ inner: ID) -> Bool { subtree(outer).contains(inner) }

    /// The value of an attribute; names are lower case.
    package func attribute(_ name: String, of id: ID) -> String? {
        for index in nodes[id].attributes where attributes[index].name == name { return attributes[index].value }
        return nil
    }

    package func attributes(of id: ID) -> ArraySlice<(name: String, value: String)> {
        attributes[nodes[id].attributes]
    }

    /// Whether a subtree has fewer nodes and no more text than that: what must be short to mean something is not read
    /// again and again where elements that claim to mean it are nested around a whole page.
    package func isSmall(_ id: ID, nodes most: Int, bytes: Int) -> Bool {
        guard subtree(id).count < most else { return false }
        return subtree(id).reduce(0) { $0 + nodes[$1].text.utf8.count } <= bytes
    }

    /// The direct children, or the first of them.
    package func children(_ id: ID, atMost limit: Int = .max) -> [ID] {
        var result: [ID] = []
        var child = id + 1
        while child < nodes[id].end, result.count < limit {
            result.append(child)
            child = nodes[child].end
        }
        return result
    }

    /// The elements around a node, innermost first.
    package func ancestors(_ id: ID) -> some Sequence<ID> {
        sequence(state: id) { current in
            guard let parent = parent(current) else { return nil }
            current = parent
            return parent
        }
    }

    package func first(_ tag: Tag, in id: ID? = nil) -> ID? {
        (id.map(subtree) ?? all).first { nodes[$0].tag == tag }
    }

    /// All text within, blanks collapsed.
    package func text(of id: ID) -> String {
        var text = TextCollapser()
        for inner in subtree(id) {
            if let tag = nodes[inner].tag {
                if tag.isBlock || tag == .br { text.append(" ") }
            } else {
                text.append(nodes[inner].text)
            }
        }
        return text.take()
    }

    // MARK: Building

    /// Opens an element; everything added until `close` is inside it.
    package mutating func open(_ tag: Tag, in parent: ID, depth: Int, attributes list: [(name: String, value: String)])
        -> ID
    {
        let start = attributes.count
        attributes += list
        nodes.append(
            Node(
                tag: tag, parent: parent, end: nodes.count + 1, depth: depth, text: "",
                attributes: start..<attributes.count))
        return nodes.count - 1
    }

    package mutating func close(_ id: ID) {
        nodes[id].end = nodes.count
    }

    package mutating func add(text: String, in parent: ID, depth: Int) {
        nodes.append(
            Node(tag: nil, parent: parent, end: nodes.count + 1, depth: depth, text: text, attributes: 0..<0))
    }
}
