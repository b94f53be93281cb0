import GRDB
import ReelStore

extension StoreError {
    /// Runs a piece of work and turns whatever SQLite says against it into the store's own words.
    static func translating<T>(_ operation: String, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw StoreError(Code(error.resultCode), operation: operation, cause: error.description)
        } catch {
            throw StoreError(.failed, operation: operation, cause: String(describing: error))
        }
    }
}

extension StoreError.Code {
    /// - Parameter resultCode: a primary one.
    init(_ resultCode: ResultCode) {
        switch resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_FULL: self = .full
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt
        default: self = .failed
        }
    }
}
