#pragma once

#include <libpq-fe.h>

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

static void CLibPQ_drop_notice(void *context, const PGresult *result) {
    (void)context;
    (void)result;
}

/// Notices would be printed on standard error; `PG_DIAG_SQLSTATE` is a character, which Swift sees as a number of another type.
static inline void CLibPQ_be_silent(PGconn *connection) {
    PQsetNoticeReceiver(connection, CLibPQ_drop_notice, (void *)0);
}

static inline const char *CLibPQ_state(const PGresult *result) { return PQresultErrorField(result, PG_DIAG_SQLSTATE); }
static inline const char *CLibPQ_table(const PGresult *result) { return PQresultErrorField(result, PG_DIAG_TABLE_NAME); }
static inline const char *CLibPQ_words(const PGresult *result) {
    const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    return words ? words : PQresultErrorMessage(result);
}
