import COnnx
import Foundation
import ReelCore
import ReelSpeech

/// A tensor that is given to a network.
struct ONNXInput {
    enum Values {
        case integers([Int64])
        case numbers([Float])
    }

    var name: String
    var values: Values
    var shape: [Int]

    static func integers(_ name: String, _ values: [Int64], shape: [Int]? = nil) -> ONNXInput {
        ONNXInput(name: name, values: .integers(values), shape: shape ?? [values.count])
    }

    static func numbers(_ name: String, _ values: [Float], shape: [Int]? = nil) -> ONNXInput {
        ONNXInput(name: name, values: .numbers(values), shape: shape ?? [values.count])
    }
}

/// A network that ONNX Runtime runs on one thread. Not to be used from two threads at once.
final class ONNXNetwork {
    private let session: OpaquePointer

    /// - Parameters:
    ///   - model: in ONNX's format, of which the library keeps what it needs.
    ///   - library: of ONNX Runtime.
    /// - Throws: `SpeechError` with the code `voiceDamaged`.
    init(model: Data, library: URL) throws(SpeechError) {
        var reason = Reason()
        let opened = model.withUnsafeBytes { bytes in
            reason.take { connx_open(library.path, bytes.baseAddress, bytes.count, $0, $1) }
        }
        guard let opened else { throw SpeechError(.voiceDamaged, reason.text) }
        session = opened
    }

    deinit {
        connx_close(session)
    }

    /// Why no machine of this kind can run a network.
    static var problemOfMachine: SpeechError? {
        #if arch(x86_64)
            nil
        #else
            SpeechError(.voiceDamaged, "ONNX Runtime is installed for x86-64 machines only")
        #endif
    }

    /// Where the library lies. Its bytes are hashed once for each job (`SpeechProvider.problem`), not for each scene: that
    /// takes longer than a sentence.
    ///
    /// - Throws: `SpeechError` with the code `voiceMissing` or `voiceDamaged`.
    static func library(in folder: VoiceFolder) throws(SpeechError) -> URL {
        guard let library = VoicePackage.onnxRuntime.file("libonnxruntime.so.1") else {
            throw SpeechError(.voiceMissing, "ONNX Runtime")
        }
        if let problem = folder.problem(with: library) { throw problem }
        return folder.url(of: library)
    }

    /// Runs the network once.
    ///
    /// - Parameters:
    ///   - inputs: each of at most four dimensions.
    ///   - outputs: which outputs are wanted.
    ///   - body: given the outputs in that order, row-major, which are gone afterwards.
    /// - Throws: `SpeechError` with the code `engineFailed`; what `body` throws.
    func run<Result>(
        _ inputs: [ONNXInput], outputs names: [String], _ body: ([UnsafeBufferPointer<Float>]) throws -> Result
    ) throws -> Result {
        var outputs = [connx_output](repeating: connx_output(), count: names.count)
        var reason = Reason()
        let tensors = inputs.map(Tensor.init)
        defer { for tensor in tensors { tensor.free() } }
        let cNames = names.map { strdup($0) }
        defer { for name in cNames { free(name) } }
        let isRun = reason.take {
            connx_run(
                session, tensors.map(\.input), tensors.count, cNames.map { UnsafePointer($0) }, &outputs,
                outputs.count, $0, $1)
        }
        guard isRun else { throw SpeechError(.engineFailed, reason.text) }
        defer { connx_free(session, &outputs, outputs.count) }
        return try body(outputs.map { UnsafeBufferPointer(start: $0.values, count: $0.count) })
    }

    /// A copy of an input in memory that C code may keep until `free`.
    private struct Tensor {
        let input: connx_input

        init(_ given: ONNXInput) {
            let (type, data) =
                switch given.values {
                case .integers(let values): (CONNX_INT64, values.withUnsafeBytes(Self.copy))
                case .numbers(let values): (CONNX_FLOAT, values.withUnsafeBytes(Self.copy))
                }
            var shape = given.shape.map(Int64.init)
            let rank = shape.count
            shape += Array(repeating: 0, count: max(0, 4 - rank))
            input = connx_input(
                name: strdup(given.name), type: type, data: data.baseAddress, bytes: data.count,
                shape: (shape[0], shape[1], shape[2], shape[3]), rank: rank)
        }

        private static func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeMutableRawBufferPointer {
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
            copy.copyMemory(from: bytes)
            return copy
        }

        func free() {
            input.data?.deallocate()
            Foundation.free(UnsafeMutablePointer(mutating: input.name))
        }
    }

    /// Room for what C code says.
    private struct Reason {
        private var bytes = [CChar](repeating: 0, count: 500)

        mutating func take<Value>(_ body: (UnsafeMutablePointer<CChar>?, Int) -> Value) -> Value {
            bytes.withUnsafeMutableBufferPointer { body($0.baseAddress, $0.count) }
        }

        var text: String {
            String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}
