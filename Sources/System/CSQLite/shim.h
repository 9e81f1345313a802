#pragma once

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

/// Codes that are made of two others by a macro.
enum {
    CSQLite_unique = SQLITE_CONSTRAINT_UNIQUE,
    CSQLite_primary_key = SQLITE_CONSTRAINT_PRIMARYKEY,
    CSQLite_row_number = SQLITE_CONSTRAINT_ROWID
};

/// `sqlite3_db_config` is variadic.
static inline int CSQLite_keep_log_on_close(sqlite3 *connection) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

/// `SQLITE_TRANSIENT`, which has SQLite make its own copy, is a macro that casts a number to a function.
static inline int CSQLite_bind_bytes(sqlite3_stmt *statement, int place, const void *bytes, int count) {
    // No bytes and a null pointer would be bound as NULL.
    if (count == 0) return sqlite3_bind_zeroblob(statement, place, 0);
    return sqlite3_bind_blob(statement, place, bytes, count, SQLITE_TRANSIENT);
}

static inline int CSQLite_bind_text(sqlite3_stmt *statement, int place, const char *text, int count) {
    return sqlite3_bind_text(statement, place, text, count, SQLITE_TRANSIENT);
}

/// `open` is variadic where a file may be made.
static inline int CSQLite_open_private(const char *path) {
    return open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}
