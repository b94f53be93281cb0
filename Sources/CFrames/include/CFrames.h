#pragma once
// Work on whole frames of 8-bit planar YUV 4:2:0: the loops of the package that have to be C.
//
// A frame is one block of memory: Y of width x height, then U and V of half of each, rows without padding; width and
// height are even. Chroma is sited as in MPEG-2 and H.264: level with the left luma sample of a pair, half-way between
// the two rows. Every function gives the same bytes on every machine: the AVX2 code does the arithmetic of the portable
// code beside it.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CFRAMES_MAX_WIDTH 4096

/// Bytes of one frame.
static inline size_t cframes_size(int width, int height) {
  return (size_t)width * (size_t)height * 3 / 2;
}

/// Draws a window of `source` over the whole of `target`, bilinear, at sub-pixel positions.
///
/// The window's left top corner lies at (`left`, `top`) in source pixels, counted from the corner of the picture, and
/// `scale` source pixels make one target pixel. Outside the picture its border is repeated. Positions are exact to 1/64
/// pixel across and 1/32768 down. Meant for scales near 1: above 1.5 it begins to skip pixels.
///
/// Returns false, and draws nothing, for a size that is odd, below 4, or wider than CFRAMES_MAX_WIDTH, for a scale that
/// is not positive, and for anything that is not a finite number.
bool cframes_scale(const uint8_t *source, int source_width, int source_height, uint8_t *target, int target_width,
                   int target_height, double scale, double left, double top);

/// The size of a frame.
typedef struct {
  int width, height;
} cframes_frame;

/// Copies a rectangle of `source` to (`x`, `y`) of `target`. Sizes and places are even.
///
/// Returns false, and copies nothing, when one of them is not, or when the rectangle does not lie within both frames.
bool cframes_copy(const uint8_t *source, cframes_frame source_size, int source_x, int source_y, uint8_t *target,
                  cframes_frame target_size, int x, int y, int width, int height);

/// target = a + (b - a) * weight / 256, for each byte; exact at both ends. `target` may be `a` or `b`.
void cframes_blend(const uint8_t *a, const uint8_t *b, uint8_t *target, size_t size, int weight);

/// Darkens a frame of limited range, row by row: `gain` has one entry for each luma row, in 1/256; 256 changes nothing.
/// Colours are drawn to grey by the same share, so that hue and saturation stay. A size that is none of a frame changes
/// nothing.
void cframes_darken(uint8_t *frame, int width, int height, const uint16_t *gain);

/// Whether `cframes_scale` uses AVX2 here. `cframes_use_portable(true)` turns it off, for tests that compare both.
bool cframes_is_accelerated(void);
void cframes_use_portable(bool portable);

#include "overlay.h"
