import Foundation

/// Looks at a store and copies it. Nothing is created, migrated, taken over or written, so that it also serves a database
/// of an older version, before its upgrade.
public protocol StoreInspector: Sendable {
    /// Writes a whole copy as of one instant, while others read and write, in the form from which the engine restores.
    /// The file must not exist; the copy is complete and flushed when this returns.
    func backUp(to file: URL) throws
    /// Looks at everything that is stored.
    ///
    /// - Returns: what is wrong, in the engine's words, and which records cannot be read; empty when all is well.
    func integrityProblems() throws -> [String]
    /// By which program the database was made, and in which version of its schema.
    ///
    /// - Throws: `StoreError`; its code is `absent` where there is no database.
    func condition() throws -> StoreCondition
}

/// What a program that opens a database would find.
public enum StoreCondition: Sendable {
    /// Of this version.
    case current
    /// Of an older version, or empty: migrated when it is opened.
    case older
    /// Of a newer version: it cannot be opened.
    case newer
    /// Of the Python original: taken over when it is opened.
    case pythonOriginal
    /// Of another program: it cannot be opened.
    case foreign
}
