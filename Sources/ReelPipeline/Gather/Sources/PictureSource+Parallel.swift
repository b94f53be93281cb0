import Logging
import ReelCore

/// Something made of the article's picture of this number.
struct Numbered<Value: Sendable>: Sendable {
    var index: Int
    var value: Value
}

extension PictureSource {
    /// Works on several pictures at once, at most `settings.parallel` of them, and passes over those that cannot be
    /// used.
    ///
    /// - Parameter share: the part of the stage's progress that this work is.
    /// - Returns: what became of the others, in order.
    func bounded<Item: Sendable, Value: Sendable>(
        _ items: [Numbered<Item>], share: ClosedRange<Double>, _ context: StageContext,
        work: @escaping @Sendable (Item) async throws -> Value
    ) async throws -> [Numbered<Value>] {
        let results = try await context.work(
            on: items, atOnce: settings.parallel,
            progress: { done in
                let fraction = Double(done) / Double(items.count)
                context.report(
                    share.lowerBound + fraction * (share.upperBound - share.lowerBound),
                    "Picture \(done) of \(items.count)")
            },
            doing: { item -> Result<Value, PictureProblem> in
                do {
                    return .success(try await work(item.value))
                } catch let problem as PictureProblem {
                    return .failure(problem)
                }
            })
        return zip(items, results).compactMap { item, result in
            switch result {
            case .success(let value): return Numbered(index: item.index, value: value)
            case .failure(let problem):
                context.logger.info("Picture \(item.index + 1) is passed over: \(problem)")
                return nil
            }
        }
    }
}
