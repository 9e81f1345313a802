#pragma once

#include <curl/curl.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>

// `curl_easy_setopt` and `curl_easy_getinfo` are variadic macros: one function per kind of argument.

static inline CURLcode CCurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode CCurl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode CCurl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode CCurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*CCurl_writer)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode CCurl_set_writer(CURL *handle, CCurl_writer writer) {
    return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, writer);
}

static inline CURLcode CCurl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode CCurl_get_string(CURL *handle, CURLINFO info, char **value) {
    return curl_easy_getinfo(handle, info, value);
}

typedef curl_socket_t (*CCurl_opener)(void *context, curlsocktype purpose, struct curl_sockaddr *target);

static inline CURLcode CCurl_set_opener(CURL *handle, CCurl_opener opener) {
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, opener);
}

/// How many bytes an IP address has, and what they and its port are; 0 for an address of another kind.
/// What begins at `addr` is longer than its type, which Swift would copy and cut.
static inline int CCurl_ip_address(
    const struct curl_sockaddr *target, unsigned char bytes[16], unsigned short *port) {
    const char *start = (const char *)target + offsetof(struct curl_sockaddr, addr);

    if (target->family == AF_INET && target->addrlen >= sizeof(struct sockaddr_in)) {
        struct sockaddr_in address;
        memcpy(&address, start, sizeof address);
        memcpy(bytes, &address.sin_addr, 4);
        *port = ntohs(address.sin_port);
        return 4;
    }
    if (target->family == AF_INET6 && target->addrlen >= sizeof(struct sockaddr_in6)) {
        struct sockaddr_in6 address;
        memcpy(&address, start, sizeof address);
        memcpy(bytes, &address.sin6_addr, 16);
        *port = ntohs(address.sin6_port);
        return 16;
    }
    return 0;
}
