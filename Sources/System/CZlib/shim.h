#pragma once

#include <zlib.h>

/// `inflateInit` is a macro that passes the size of the structure it was compiled with.
static inline int CZlib_inflate_begin(z_stream *stream) { return inflateInit(stream); }

/// The same for `deflateInit2`. Sixteen above the largest window asks for gzip's frame instead of zlib's own.
static inline int CZlib_gzip_begin(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
