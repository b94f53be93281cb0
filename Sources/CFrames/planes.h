#pragma once
#include "CFrames.h"

/// Whether this is the size of a frame: even both ways, at least 4, and within the limits that the loops count on.
static inline bool is_frame_size(int width, int height) {
  return width >= 4 && height >= 4 && width % 2 == 0 && height % 2 == 0 && width <= CFRAMES_MAX_WIDTH &&
         height <= 4 * CFRAMES_MAX_WIDTH;
}
