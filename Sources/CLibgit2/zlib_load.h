#ifndef RTRACK_ZLIB_H
#define RTRACK_ZLIB_H

#include <zlib.h>

/// The functions of zlib that objects need.
struct zlib_functions {
  __typeof__(&deflateInit2_) deflate_start;
  __typeof__(&deflate) deflate;
  __typeof__(&deflateEnd) deflate_end;
  __typeof__(&inflateInit_) inflate_start;
  __typeof__(&inflateReset) inflate_reset;
  __typeof__(&inflate) inflate;
  __typeof__(&inflateEnd) inflate_end;
};

/// Finds them all, once; NULL where zlib is not there.
const struct zlib_functions *zlib_load(void);

#endif
