import GRDB
import ReelStore

/// The columns of a row, by number, straight from the statement. A reader asks for each by the type of what it expects;
/// `nil` is NULL.
///
/// GRDB's `Row` knows its columns by name too, and works out all names anew for every query, which costs more than reading
/// a job does.
struct Columns {
    let statement: SQLiteStatement

    subscript<Value: StatementColumnConvertible>(index: Int) -> Value? {
        Value.fromStatement(statement, atUncheckedIndex: CInt(index))
    }

    /// A column that is never NULL, because the table says so.
    ///
    /// - Throws: `StoreError` in a table that says something else.
    func value<Value: StatementColumnConvertible>(_ index: Int, in table: String) throws -> Value {
        guard let value: Value = self[index] else {
            throw RowError.unreadable(table: table, key: self[0] ?? "?")
        }
        return value
    }
}

/// What is read from a row as a whole. Its first column is never NULL.
protocol RowReadable {
    /// - Throws: `StoreError` when the row holds what this program never writes.
    init(_ columns: Columns) throws
}

extension RowReadable {
    static func fetchOne(_ statement: Statement, _ arguments: StatementArguments) throws -> Self? {
        try WholeRow<Self>.fetchOne(statement, arguments: arguments)?.content.get()
    }

    /// Leaves out what cannot be read.
    static func fetchAll(_ statement: Statement, _ arguments: StatementArguments = []) throws -> [Self] {
        var all: [Self] = []
        // Not by way of an array of results: a job has some 400 bytes, which were copied twice.
        let rows = try WholeRow<Self>.fetchCursor(statement, arguments: arguments)
        while let row = try rows.next() {
            try UnreadableRows.leavingOut { all.append(try row.content.get()) }
        }
        return all
    }

    /// Hands over each row, readable or not, until `body` returns `false`.
    static func forEach(_ statement: Statement, _ body: (Result<Self, any Error>) throws -> Bool) throws {
        let rows = try WholeRow<Self>.fetchCursor(statement)
        while let row = try rows.next(), try body(row.content) {}
    }
}

/// GRDB hands the statement itself to values that it fetches from one column. This one begins there and reads on.
private struct WholeRow<Content: RowReadable>: DatabaseValueConvertible, StatementColumnConvertible {
    let content: Result<Content, any Error>

    init?(sqliteStatement: SQLiteStatement, index: CInt) {
        content = Result { try Content(Columns(statement: sqliteStatement)) }
    }

    // It is only ever read, and only by the way above.
    var databaseValue: DatabaseValue { .null }
    static func fromDatabaseValue(_ value: DatabaseValue) -> WholeRow? { nil }
}
