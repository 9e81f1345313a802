#pragma once

#include <zlib.h>

/// `inflateInit` is a macro that passes the size of the structure it was compiled with.
static inline int CZlib_inflate_begin(z_stream *stream) { return inflateInit(stream); }
