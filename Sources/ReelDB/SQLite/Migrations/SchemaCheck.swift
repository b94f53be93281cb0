import GRDB
import ReelStore

/// Looks at a database before anything is written to it.
enum SchemaCheck {
    enum Finding {
        /// Empty, or made by this program.
        case ours
        case pythonOriginal
    }

    /// What is in the file. Only looks.
    static func condition(_ db: Database) throws -> StoreCondition {
        let migrator = Migrations.all
        if try migrator.hasBeenSuperseded(db) { return .newer }
        if try migrator.hasCompletedMigrations(db) { return .current }
        if try !migrator.appliedIdentifiers(db).isEmpty { return .older }
        if try PythonOriginal.isIn(db) { return .pythonOriginal }
        return try strangeTables(db).isEmpty ? .older : .foreign
    }

    /// Tables of a database that no migration of ours has touched.
    private static func strangeTables(_ db: Database) throws -> Set<String> {
        try String.fetchSet(
            db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
        ).subtracting(["grdb_migrations"])
    }

    /// - Throws: `StoreError.tooNew` for a database that a newer version has migrated, `StoreError.foreign` for one that
    ///   neither this program nor its Python original made.
    static func run(_ db: Database, path: String) throws -> Finding {
        let operation = "opening the database \(path)"
        let migrator = Migrations.all
        guard try !migrator.hasBeenSuperseded(db) else {
            throw StoreError(
                .tooNew, operation: operation,
                cause: "it was made by a newer version of ReelCraft; start that version, or name another file in "
                    + "REEL_DATABASE")
        }
        guard try migrator.appliedIdentifiers(db).isEmpty else { return .ours }
        if try PythonOriginal.isIn(db) { return .pythonOriginal }
        let tables = try strangeTables(db)
        guard tables.isEmpty else {
            throw StoreError(
                .foreign, operation: operation,
                cause:
                    "it belongs to another program (its tables: \(tables.sorted().joined(separator: ", "))); nothing "
                    + "in it was changed. Name another file in REEL_DATABASE")
        }
        return .ours
    }
}
