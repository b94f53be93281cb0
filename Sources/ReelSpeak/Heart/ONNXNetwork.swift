import COnnx
import Foundation
import ReelSpeech

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

    /// Runs the network once on a row of numbers.
    ///
    /// - Parameters:
    ///   - ids: the input `ids`.
    ///   - speed: the input `speed`.
    ///   - outputs: which outputs are wanted.
    ///   - body: given the outputs in that order, row-major, which are gone afterwards.
    /// - Throws: `SpeechError` with the code `engineFailed`; what `body` throws.
    func run<Result>(
        ids: [Int64], speed: Float, outputs names: [String],
        _ body: ([UnsafeBufferPointer<Float>]) throws -> Result
    ) throws -> Result {
        var (ids, speed) = (ids, [speed])
        var outputs = [connx_output](repeating: connx_output(), count: names.count)
        var reason = Reason()
        let cNames = names.map { strdup($0) }
        defer { for name in cNames { free(name) } }
        let isRun = ids.withUnsafeMutableBytes { ids in
            speed.withUnsafeMutableBytes { speed in
                let count = Int64(ids.count / MemoryLayout<Int64>.size)
                return "ids".withCString { idsName in
                    "speed".withCString { speedName in
                        let inputs = [
                            connx_input(
                                name: idsName, type: CONNX_INT64, data: ids.baseAddress, bytes: ids.count,
                                shape: (1, count, 0, 0), rank: 2),
                            connx_input(
                                name: speedName, type: CONNX_FLOAT, data: speed.baseAddress, bytes: speed.count,
                                shape: (1, 0, 0, 0), rank: 1),
                        ]
                        return reason.take {
                            connx_run(
                                session, inputs, inputs.count, cNames.map { UnsafePointer($0) }, &outputs,
                                outputs.count,
                                $0, $1)
                        }
                    }
                }
            }
        }
        guard isRun else { throw SpeechError(.engineFailed, reason.text) }
        defer { connx_free(session, &outputs, outputs.count) }
        return try body(outputs.map { UnsafeBufferPointer(start: $0.values, count: $0.count) })
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
