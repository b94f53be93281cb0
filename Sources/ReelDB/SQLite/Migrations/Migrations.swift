import GRDB

/// How a database came to be as it is: one line for each step, in order. A step that was released is never changed.
enum Migrations {
    static var all: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001 create jobs and videos", migrate: createJobsAndVideos)
        migrator.registerMigration("002 register runners", migrate: registerRunners)
        migrator.registerMigration("003 remember deleted versions", migrate: rememberDeletedVersions)
        migrator.registerMigration("004 keep what a key asked for", migrate: keepKeyedOptions)
        migrator.registerMigration("005 count what speech costs", migrate: countSpeech)
        migrator.registerMigration("006 share videos", migrate: shareVideos)
        migrator.registerMigration("007 keep recordings apart", migrate: keepRecordings)
        return migrator
    }
}
