#include <sqlite3.h>

/// Leaves the log of writes beside the database when the last connection closes: whoever opens it
/// next goes on there, and nobody waits for the disk.
static inline int database_keep_log(sqlite3 *database) {
  return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

/// Refuses what a damaged or hostile file could make SQL do by itself.
static inline int database_be_defensive(sqlite3 *database) {
  int result = sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
  if (result == SQLITE_OK) {
    result = sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  }
  return result;
}

/// From here on a damaged database counts as an empty one; VACUUM then makes it that.
static inline int database_begin_reset(sqlite3 *database) {
  return sqlite3_db_config(database, SQLITE_DBCONFIG_RESET_DATABASE, 1, (int *)0);
}
static inline int database_end_reset(sqlite3 *database) {
  return sqlite3_db_config(database, SQLITE_DBCONFIG_RESET_DATABASE, 0, (int *)0);
}

/// Copies a text or bytes that are bound to a statement.
static inline int database_bind_text(sqlite3_stmt *statement, int at, const char *text, int count) {
  return sqlite3_bind_text(statement, at, text, count, SQLITE_TRANSIENT);
}
static inline int database_bind_blob(sqlite3_stmt *statement, int at, const void *bytes, int count) {
  return sqlite3_bind_blob(statement, at, bytes, count, SQLITE_TRANSIENT);
}

/// The same for what a function gives.
static inline void database_give_text(sqlite3_context *call, const char *text, int count) {
  sqlite3_result_text(call, text, count, SQLITE_TRANSIENT);
}
static inline void database_give_blob(sqlite3_context *call, const void *bytes, int count) {
  sqlite3_result_blob(call, bytes, count, SQLITE_TRANSIENT);
}
