#pragma once

#include <libgfshare.h>

/// The library draws what is random through one global pointer, which Swift may not assign.
static inline void CGFShare_draw_from(gfshare_rand_func_t source) { gfshare_fill_rand = source; }
