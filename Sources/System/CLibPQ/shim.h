#pragma once

#include <libpq-fe.h>
#include <stdint.h>
#include <string.h>

/// The numbers of types that `catalog/pg_type_d.h` gives them; that header belongs to the server's own packages.
enum {
    CLibPQ_bool = 16,
    CLibPQ_bytea = 17,
    CLibPQ_int8 = 20,
    CLibPQ_int2 = 21,
    CLibPQ_int4 = 23,
    CLibPQ_text = 25,
    CLibPQ_varchar = 1043
};

static void CLibPQ_count_notice(void *warnings, const PGresult *result) {
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (severity && strcmp(severity, "WARNING") == 0) ++*(int32_t *)warnings;
}

/// Notices would be printed on standard error. The counter, in which warnings are counted, must live as long as the connection.
static inline void CLibPQ_count_warnings(PGconn *connection, int32_t *warnings) {
    PQsetNoticeReceiver(connection, CLibPQ_count_notice, warnings);
}

/// `PG_DIAG_SQLSTATE` is a character, which Swift sees as a number of another type.
static inline const char *CLibPQ_state(const PGresult *result) { return PQresultErrorField(result, PG_DIAG_SQLSTATE); }
static inline const char *CLibPQ_table(const PGresult *result) { return PQresultErrorField(result, PG_DIAG_TABLE_NAME); }
static inline const char *CLibPQ_words(const PGresult *result) {
    const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    return words ? words : PQresultErrorMessage(result);
}
