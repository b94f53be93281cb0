#pragma once
// What is laid over frames: a picture of the same format with a transparency, composed of single-coloured masks.
#include "CFrames.h"

/// A colour of BT.709, limited range.
typedef struct {
  uint8_t y, u, v;
} cframes_colour;

/// A rectangle of pixels, of which only what lies within the frame counts: it may begin and end anywhere, and be empty.
/// In the chroma planes it touches the samples of all its pixels. A frame whose size `cframes_scale` would not take is
/// left as it is.
typedef struct {
  int x, y, width, height;
} cframes_rect;

/// Empties an overlay: `added` and `kept` are frames of the size `frame`, of which only what `rect` touches is changed.
/// `added` is the overlay premultiplied by its alpha, which is added to a frame; `kept` is how much of the frame is
/// kept, the inverse alpha, in 1/255.
void cframes_overlay_clear(uint8_t *added, uint8_t *kept, cframes_frame frame, cframes_rect rect);

/// Lays a mask in one colour over what the overlay has. `mask` has a byte for each pixel of `rect`, 255 where the
/// colour covers, in rows `stride` apart; `opacity` is 0...255. What lies outside of the frame is left out.
void cframes_overlay_add(uint8_t *added, uint8_t *kept, cframes_frame frame, const uint8_t *mask, int stride,
                         cframes_rect rect, cframes_colour colour, uint8_t opacity);

/// Lays what `rect` touches of the overlay over a frame.
void cframes_overlay_draw(const uint8_t *added, const uint8_t *kept, uint8_t *target, cframes_frame frame,
                          cframes_rect rect);
