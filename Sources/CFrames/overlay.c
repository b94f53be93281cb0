#include "overlay.h"
#include "clones.h"
#include "planes.h"

#include <string.h>

// Part of a plane, both ends exclusive.
typedef struct {
  int left, top, right, bottom;
} Span;

// The end of a part of the axis 0...length: of `count` pixels from `from` on. Never overflows.
static int end_within(int from, int count, int length) { return from > length - count ? length : from + count; }

// The pixels of the rectangle that lie within the frame. Every empty part is the same one, at 0, 0: halved, an empty part
// at an odd place would become a column or a row, of a neighbour or outside of the plane.
static Span within(cframes_frame frame, cframes_rect rect) {
  Span none = {0, 0, 0, 0};
  if (!is_frame_size(frame.width, frame.height) || rect.width <= 0 || rect.height <= 0) return none;
  Span span = {rect.x > 0 ? rect.x : 0, rect.y > 0 ? rect.y : 0, end_within(rect.x, rect.width, frame.width),
               end_within(rect.y, rect.height, frame.height)};
  return span.left < span.right && span.top < span.bottom ? span : none;
}

// The chroma samples that the pixels touch.
static Span halved(Span span) {
  return (Span){span.left / 2, span.top / 2, (span.right + 1) / 2, (span.bottom + 1) / 2};
}

static size_t plane_start(cframes_frame frame, int plane) {
  size_t luma = (size_t)frame.width * (size_t)frame.height;
  return plane == 0 ? 0 : plane == 1 ? luma : luma * 5 / 4;
}

// The part of one plane that a rectangle touches: its first byte, and how far rows are apart.
typedef struct {
  size_t start, step;
  int rows, columns;
} Area;

static Area area_of(cframes_frame frame, cframes_rect rect, int plane) {
  Span span = within(frame, rect);
  if (plane > 0) span = halved(span);
  size_t step = (size_t)frame.width >> (plane > 0);
  return (Area){plane_start(frame, plane) + (size_t)span.top * step + (size_t)span.left, step, span.bottom - span.top,
                span.right - span.left};
}

// value / 255, rounded; exact for 0...65025, in 16 bits.
static inline uint8_t by_255(uint16_t value) {
  value = (uint16_t)(value + 128);
  return (uint8_t)((uint16_t)(value + (value >> 8)) >> 8);
}

void cframes_overlay_clear(uint8_t *added, uint8_t *kept, cframes_frame frame, cframes_rect rect) {
  for (int plane = 0; plane < 3; plane++) {
    Area area = area_of(frame, rect, plane);
    for (size_t at = area.start; area.rows > 0; area.rows--, at += area.step) {
      memset(added + at, 0, (size_t)area.columns);
      memset(kept + at, 255, (size_t)area.columns);
    }
  }
}

CLONES static void add_row(uint8_t *restrict added, uint8_t *restrict kept, const uint8_t *restrict mask, int count,
                           uint8_t colour, uint8_t opacity) {
  for (int i = 0; i < count; i++) {
    uint8_t share = by_255((uint16_t)(mask[i] * opacity));
    uint8_t rest = (uint8_t)(255 - share);
    // Together at most 255 * 255, because the shares are 255 in sum.
    added[i] = by_255((uint16_t)((uint16_t)(added[i] * rest) + (uint16_t)(colour * share)));
    kept[i] = by_255((uint16_t)(kept[i] * rest));
  }
}

// The mean of two by two pixels of the mask for each chroma sample; beyond the mask there is nothing.
CLONES static void halve_row(const uint8_t *restrict upper, const uint8_t *restrict lower, int count,
                             uint8_t *restrict halves) {
  for (int i = 0; i < count; i++) {
    halves[i] = (uint8_t)((upper[2 * i] + upper[2 * i + 1] + lower[2 * i] + lower[2 * i + 1] + 2) >> 2);
  }
}

// Copies a row of the mask so that it begins with an even pixel of the frame, with nothing around it.
static void place_row(uint8_t *row, int count, const uint8_t *mask, int stride, cframes_rect rect, Span pixels, int y,
                      int left) {
  memset(row, 0, (size_t)count);
  if (y < pixels.top || y >= pixels.bottom) return;
  memcpy(row + (pixels.left - left), mask + (size_t)(y - rect.y) * (size_t)stride + (size_t)(pixels.left - rect.x),
         (size_t)(pixels.right - pixels.left));
}

void cframes_overlay_add(uint8_t *added, uint8_t *kept, cframes_frame frame, const uint8_t *mask, int stride,
                         cframes_rect rect, cframes_colour colour, uint8_t opacity) {
  Span pixels = within(frame, rect);
  if (pixels.left == pixels.right) return;
  for (int y = pixels.top; y < pixels.bottom; y++) {
    size_t at = (size_t)y * (size_t)frame.width + (size_t)pixels.left;
    add_row(added + at, kept + at, mask + (size_t)(y - rect.y) * (size_t)stride + (size_t)(pixels.left - rect.x),
            pixels.right - pixels.left, colour.y, opacity);
  }
  Span chroma = halved(pixels);
  int count = chroma.right - chroma.left;
  uint8_t rows[2][CFRAMES_MAX_WIDTH + 2], halves[CFRAMES_MAX_WIDTH / 2 + 1];
  for (int y = chroma.top; y < chroma.bottom; y++) {
    for (int i = 0; i < 2; i++) {
      place_row(rows[i], 2 * count, mask, stride, rect, pixels, 2 * y + i, 2 * chroma.left);
    }
    halve_row(rows[0], rows[1], count, halves);
    for (int plane = 1; plane < 3; plane++) {
      size_t at = plane_start(frame, plane) + (size_t)y * (size_t)(frame.width / 2) + (size_t)chroma.left;
      add_row(added + at, kept + at, halves, count, plane == 1 ? colour.u : colour.v, opacity);
    }
  }
}

CLONES static void draw_row(const uint8_t *restrict added, const uint8_t *restrict kept, uint8_t *restrict target,
                            int count) {
  for (int i = 0; i < count; i++) {
    uint16_t sum = (uint16_t)(by_255((uint16_t)(target[i] * kept[i])) + added[i]);
    target[i] = (uint8_t)(sum < 255 ? sum : 255);
  }
}

void cframes_overlay_draw(const uint8_t *added, const uint8_t *kept, uint8_t *target, cframes_frame frame,
                          cframes_rect rect) {
  for (int plane = 0; plane < 3; plane++) {
    Area area = area_of(frame, rect, plane);
    for (size_t at = area.start; area.rows > 0; area.rows--, at += area.step) {
      draw_row(added + at, kept + at, target + at, area.columns);
    }
  }
}
