import Foundation

/// A model in ONNX's format, as far as it has to be looked into: protocol buffers, of which a message is a row of fields
/// (protobuf.dev/programming-guides/encoding). The model is a stranger's file; what cannot be read is damaged.
package struct ONNXModel: Sendable {
    /// What is wrong with the file, as a part of a sentence.
    package struct Unreadable: Error, CustomStringConvertible {
        package let description: String
    }

    /// One computation of the graph.
    package struct Node: Hashable, Sendable {
        /// Such as `Ceil`.
        package var operation: String
        /// The name of its first output.
        package var output: String
    }

    /// Of the top level of the graph, in order.
    package let nodes: [Node]
    /// Names of what is given to the network, and of what it gives.
    package let inputs: Set<String>
    package let outputs: Set<String>
    private let data: Data
    /// The graph's field of the model, and its content.
    private let graphField: Range<Int>
    private let graph: Range<Int>
    /// Where the nodes that draw random numbers lie, with their tags and lengths.
    private let random: [(field: Range<Int>, content: Range<Int>)]

    // Numbers of fields (onnx.proto3).
    private enum Field {
        static let graphOfModel = 7
        static let nodeOfGraph = 1, inputOfGraph = 11, outputOfGraph = 12
        static let outputOfNode = 2, operationOfNode = 4, attributeOfNode = 5
        static let nameOfValue = 1
    }

    /// More than any voice has; the largest known has 4,000.
    private static let mostNodes = 200_000

    /// - Parameter data: the whole file.
    package init(_ data: Data) throws(Unreadable) {
        // Indices from 0 on.
        let data = data.startIndex == 0 ? data : Data(data)
        let read: Contents
        do {
            read = try data.withUnsafeBytes { try Contents($0) }
        } catch {
            throw (error as? Unreadable) ?? Unreadable(description: "it is no ONNX model")
        }
        (self.data, graphField, graph) = (data, read.graphField, read.graph)
        (nodes, random, inputs, outputs) = (read.nodes, read.random, read.inputs, read.outputs)
    }

    /// What is appended to a model's bytes so that it has more outputs: its graph once more, with nothing else in it, because
    /// a message that comes twice is merged.
    ///
    /// - Parameter names: of what nodes give and the graph does not yet.
    package static func addition(outputs names: [String]) -> Data {
        field(Field.graphOfModel, outputFields(names))
    }

    /// The model with more outputs, and with fixed seeds, so that the same input gives the same numbers.
    ///
    /// - Parameter names: of what nodes give and the graph does not yet.
    package func seeded(outputs names: [String]) -> Data {
        let outputs = Self.outputFields(names)
        let seed = Self.field(Field.attributeOfNode, Self.seed)
        let heads = random.map { Self.head(Field.nodeOfGraph, $0.content.count + seed.count) }
        let longer = zip(random, heads).reduce(0) {
            $0 + $1.1.count + $1.0.content.count + seed.count - $1.0.field.count
        }
        var model = Data(capacity: data.count + longer + outputs.count + 20)
        model += data[..<graphField.lowerBound]
        model += Self.head(Field.graphOfModel, graph.count + longer + outputs.count)
        var copied = graph.lowerBound
        for (node, head) in zip(random, heads) {
            model += data[copied..<node.field.lowerBound]
            model += head
            model += data[node.content]
            model += seed
            copied = node.field.upperBound
        }
        model += data[copied..<graph.upperBound]
        model += outputs
        model += data[graphField.upperBound...]
        return model
    }

    private static func outputFields(_ names: [String]) -> Data {
        names.reduce(into: Data()) {
            $0 += field(Field.outputOfGraph, field(Field.nameOfValue, Data($1.utf8)))
        }
    }

    /// An attribute (`AttributeProto`): its name, field 2 a number of 32 bits, field 20 its type, 1.
    private static let seed: Data = {
        var value = Data([2 << 3 | 5])
        withUnsafeBytes(of: Float(1).bitPattern.littleEndian) { value += $0 }
        return field(1, Data("seed".utf8)) + value + Data([0xA0, 0x01, 0x01])
    }()

    private static func field(_ number: Int, _ content: Data) -> Data { head(number, content.count) + content }

    /// Tag and length of a field.
    private static func head(_ number: Int, _ length: Int) -> Data { varint(number << 3 | 2) + varint(length) }

    private static func varint(_ number: Int) -> Data {
        var (rest, bytes) = (UInt64(number), Data())
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
        return bytes
    }

    /// What is read of a file.
    private struct Contents {
        var graphField = 0..<0
        var graph = 0..<0
        var nodes: [Node] = []
        var random: [(field: Range<Int>, content: Range<Int>)] = []
        var inputs: Set<String> = []
        var outputs: Set<String> = []

        init(_ bytes: UnsafeRawBufferPointer) throws {
            var graphs = 0
            try ProtobufField.read(bytes, 0..<bytes.count) { number, field, content in
                guard number == Field.graphOfModel, let content else { return }
                (graphField, graph, graphs) = (field, content, graphs + 1)
            }
            guard graphs == 1 else { throw Unreadable(description: "it is no ONNX model") }
            try ProtobufField.read(bytes, graph) { number, field, content in
                guard let content else { return }
                switch number {
                case Field.nodeOfGraph: try read(node: content, field, bytes)
                case Field.inputOfGraph: inputs.insert(try name(in: content, bytes))
                case Field.outputOfGraph: outputs.insert(try name(in: content, bytes))
                default: break
                }
            }
        }

        private mutating func read(node: Range<Int>, _ field: Range<Int>, _ bytes: UnsafeRawBufferPointer) throws {
            guard nodes.count < mostNodes else { throw Unreadable(description: "its graph has too many nodes") }
            var (operation, output) = ("", "")
            try ProtobufField.read(bytes, node) { number, _, content in
                guard let content else { return }
                if number == Field.operationOfNode { operation = text(content, bytes) }
                if number == Field.outputOfNode, output.isEmpty { output = text(content, bytes) }
            }
            nodes.append(Node(operation: operation, output: output))
            if operation.hasPrefix("Random") { random.append((field, node)) }
        }

        private func name(in value: Range<Int>, _ bytes: UnsafeRawBufferPointer) throws -> String {
            var name = ""
            try ProtobufField.read(bytes, value) { number, _, content in
                if number == Field.nameOfValue, let content { name = text(content, bytes) }
            }
            return name
        }

        /// Names of more than a few hundred bytes are no names of ours.
        private func text(_ range: Range<Int>, _ bytes: UnsafeRawBufferPointer) -> String {
            String(decoding: bytes[range].prefix(500), as: UTF8.self)
        }
    }
}

/// How fields follow one another in a message.
private enum ProtobufField {
    /// - Parameters:
    ///   - range: of the message.
    ///   - body: given each field's number, where it lies, and for a field with a length where its content lies.
    static func read(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>,
        _ body: (_ number: Int, _ field: Range<Int>, _ content: Range<Int>?) throws -> Void
    ) throws {
        var at = range.lowerBound
        while at < range.upperBound {
            let start = at
            let tag = try varint(bytes, &at, range.upperBound)
            var content: Range<Int>?
            switch tag & 7 {
            case 0: _ = try varint(bytes, &at, range.upperBound)
            case 1: at += 8
            case 5: at += 4
            case 2:
                let length = try varint(bytes, &at, range.upperBound)
                guard length <= UInt64(range.upperBound - at) else { throw cutShort }
                content = at..<at + Int(length)
                at += Int(length)
            default: throw ONNXModel.Unreadable(description: "it is no ONNX model")
            }
            guard at <= range.upperBound else { throw cutShort }
            try body(Int(truncatingIfNeeded: tag >> 3), start..<at, content)
        }
    }

    private static let cutShort = ONNXModel.Unreadable(description: "it is cut short, or no ONNX model")

    private static func varint(_ bytes: UnsafeRawBufferPointer, _ at: inout Int, _ end: Int) throws -> UInt64 {
        var (number, shift) = (UInt64(), UInt64())
        while at < end, shift < 64 {
            let byte = bytes[at]
            at += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        throw cutShort
    }
}
