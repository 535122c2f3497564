#ifndef CALLBRIDGE_CZLIB_SHIM_H
#define CALLBRIDGE_CZLIB_SHIM_H

#include <string.h>
#include <zlib.h>

// inflateInit2 is a macro that passes the header's version and the size of z_stream.
// 16 + MAX_WBITS: gzip (RFC 1952) only.
static inline int callbridge_inflate_init_gzip(z_stream *stream) {
  return inflateInit2(stream, 16 + MAX_WBITS);
}

// Likewise deflateInit2; level 9, gzip framing.
static inline int callbridge_deflate_init_gzip(z_stream *stream) {
  return deflateInit2(stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
}

#endif
