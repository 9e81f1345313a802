#pragma once

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

/// What a daemon is started with; `MHD_start_daemon` is variadic and takes most of it as pairs of option and value.
struct CMicroHTTPD_settings {
    int listener;
    unsigned threads;
    unsigned connections;
    unsigned silence_seconds;
    size_t memory;
    void *context;
    MHD_AccessHandlerCallback handler;
    void *(*target)(void *context, const char *target, struct MHD_Connection *connection);
    MHD_RequestCompletedCallback completed;
    MHD_NotifyConnectionCallback noticed;
    void (*log)(void *context, const char *format);
    size_t (*unescape)(void *context, struct MHD_Connection *connection, char *text);
    const char *certificates;
    const char *key;
    const char *trust;
    const char *priorities;
};

/// libmicrohttpd would decode what we read ourselves: left as it is, nothing of it is lost or read twice.
static inline size_t CMicroHTTPD_leave_escaped(void *context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

/// A started daemon or NULL. It closes the listener when it stops, unless it was quiesced.
static inline struct MHD_Daemon *CMicroHTTPD_start(const struct CMicroHTTPD_settings *settings) {
    struct MHD_OptionItem options[18];
    size_t count = 0;
#define CMICROHTTPD_ADD(name, number, pointer)                                                       \
    options[count++] = (struct MHD_OptionItem){(name), (intptr_t)(number), (void *)(uintptr_t)(pointer)}
    // The logger comes first, or what the later ones complain about goes to standard error.
    CMICROHTTPD_ADD(MHD_OPTION_EXTERNAL_LOGGER, settings->log, settings->context);
    CMICROHTTPD_ADD(MHD_OPTION_LISTEN_SOCKET, settings->listener, NULL);
    if (settings->threads > 1) CMICROHTTPD_ADD(MHD_OPTION_THREAD_POOL_SIZE, settings->threads, NULL);
    CMICROHTTPD_ADD(MHD_OPTION_CONNECTION_LIMIT, settings->connections, NULL);
    CMICROHTTPD_ADD(MHD_OPTION_CONNECTION_TIMEOUT, settings->silence_seconds, NULL);
    CMICROHTTPD_ADD(MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings->memory, NULL);
    // Whatever a stricter level looks for, we look for; and what it refuses it answers twice over (0.9.75).
    CMICROHTTPD_ADD(MHD_OPTION_STRICT_FOR_CLIENT, 0, NULL);
    CMICROHTTPD_ADD(MHD_OPTION_URI_LOG_CALLBACK, settings->target, settings->context);
    CMICROHTTPD_ADD(MHD_OPTION_UNESCAPE_CALLBACK, CMicroHTTPD_leave_escaped, NULL);
    CMICROHTTPD_ADD(MHD_OPTION_NOTIFY_COMPLETED, settings->completed, settings->context);
    CMICROHTTPD_ADD(MHD_OPTION_NOTIFY_CONNECTION, settings->noticed, settings->context);
    if (settings->certificates) {
        CMICROHTTPD_ADD(MHD_OPTION_HTTPS_MEM_CERT, 0, settings->certificates);
        CMICROHTTPD_ADD(MHD_OPTION_HTTPS_MEM_KEY, 0, settings->key);
        CMICROHTTPD_ADD(MHD_OPTION_HTTPS_PRIORITIES, 0, settings->priorities);
        if (settings->trust) CMICROHTTPD_ADD(MHD_OPTION_HTTPS_MEM_TRUST, 0, settings->trust);
    }
    CMICROHTTPD_ADD(MHD_OPTION_END, 0, NULL);
#undef CMICROHTTPD_ADD
    // Not epoll: its threads and MHD_quiesce_daemon both take the listener out of the set, without a lock, and whoever comes second
    // ends the process (0.9.75). With poll there is no set, and some hundred connections a thread are read as fast.
    unsigned flags = MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG
        | (settings->certificates ? MHD_USE_TLS : 0);
    return MHD_start_daemon(
        flags, 0, NULL, NULL, settings->handler, settings->context, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

/// `MHD_get_connection_info` is variadic and answers with a union. How many bytes the head has, from the method to the empty
/// line's end.
static inline size_t CMicroHTTPD_head_bytes(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info ? info->header_size : 0;
}

static inline int CMicroHTTPD_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

/// What was kept with the connection when it was noticed first.
static inline void *CMicroHTTPD_kept(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/// Four or sixteen bytes of the peer's address and its port; 0 where it has none.
static inline int CMicroHTTPD_peer(struct MHD_Connection *connection, unsigned char bytes[16], unsigned short *port) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (!info || !info->client_addr) return 0;
    if (info->client_addr->sa_family == AF_INET) {
        struct sockaddr_in address;
        memcpy(&address, info->client_addr, sizeof address);
        memcpy(bytes, &address.sin_addr, 4);
        *port = ntohs(address.sin_port);
        return 4;
    }
    if (info->client_addr->sa_family == AF_INET6) {
        struct sockaddr_in6 address;
        memcpy(&address, info->client_addr, sizeof address);
        memcpy(bytes, &address.sin6_addr, 16);
        *port = ntohs(address.sin6_port);
        return 16;
    }
    return 0;
}

/// The library reads the query into a list of its own, with room that a long one exhausts; cut off at its question mark it
/// is only ours. The text lies in the connection's own memory, whatever the type says.
static inline void CMicroHTTPD_hide_query(const char *target) {
    char *query = strchr((char *)target, '?');
    if (query) query[1] = 0;
}

/// Overwrites what has been taken of a body. It lies in the connection's own memory too, and is not looked at again.
static inline void CMicroHTTPD_wipe(const char *taken, size_t bytes) {
    explicit_bzero((void *)taken, bytes);
}

/// Whether the peer has closed its end or is gone; GNU's name for the former is hidden from Swift.
static inline int CMicroHTTPD_is_gone(int socket) {
    struct pollfd entry = {.fd = socket, .events = 0x2000 /* POLLRDHUP */};
    return poll(&entry, 1, 0) > 0 && (entry.revents & (0x2000 | POLLHUP | POLLERR)) != 0;
}

/// How many bytes have come that nobody has read. `ioctl` is variadic.
static inline int CMicroHTTPD_unread(int socket) {
    int bytes = 0;
    return ioctl(socket, FIONREAD, &bytes) == 0 ? bytes : 0;
}

/// The certificate of the peer: 1 when there is one and it is good for a client, 0 when there is none, -1 when it is not
/// good. Bytes are valid as long as the connection is. libmicrohttpd asks for one and looks at nothing.
static inline int CMicroHTTPD_certificate(
    struct MHD_Connection *connection, const unsigned char **bytes, size_t *count) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    if (!info || !info->tls_session) return 0;
    gnutls_session_t session = (gnutls_session_t)info->tls_session;
    unsigned listed = 0;
    const gnutls_datum_t *peers = gnutls_certificate_get_peers(session, &listed);
    if (!peers || listed == 0) return 0;
    gnutls_typed_vdata_st purpose = {.type = GNUTLS_DT_KEY_PURPOSE_OID,
        .data = (unsigned char *)GNUTLS_KP_TLS_WWW_CLIENT, .size = 0};
    unsigned status = 0;
    if (gnutls_certificate_verify_peers(session, &purpose, 1, &status) != 0 || status != 0) return -1;
    *bytes = peers[0].data;
    *count = peers[0].size;
    return 1;
}

/// A socket address for a path; 0 where the path is too long. Its length in bytes comes back.
static inline socklen_t CMicroHTTPD_path_address(const char *path, struct sockaddr_un *address) {
    memset(address, 0, sizeof *address);
    if (strlen(path) >= sizeof address->sun_path) return 0;
    address->sun_family = AF_UNIX;
    strcpy(address->sun_path, path);
    return sizeof *address;
}

/// How many certificates a PEM text holds; an unreadable one makes it none. libmicrohttpd takes authorities that are none.
static inline unsigned CMicroHTTPD_certificates(const void *text, size_t bytes) {
    gnutls_datum_t data = {(unsigned char *)text, (unsigned)bytes};
    gnutls_x509_crt_t *list = NULL;
    unsigned count = 0;
    if (gnutls_x509_crt_list_import2(&list, &count, &data, GNUTLS_X509_FMT_PEM, 0) < 0) return 0;
    for (unsigned index = 0; index < count; index++) gnutls_x509_crt_deinit(list[index]);
    gnutls_free(list);
    return count;
}
