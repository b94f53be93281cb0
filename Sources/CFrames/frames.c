#include "CFrames.h"
#include "clones.h"
#include "planes.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define HAS_AVX2_CODE 1
#else
#define HAS_AVX2_CODE 0
#endif

static atomic_bool forced_portable = false;

void cframes_use_portable(bool portable) { atomic_store(&forced_portable, portable); }

bool cframes_is_accelerated(void) {
#if HAS_AVX2_CODE
  return !atomic_load(&forced_portable) && __builtin_cpu_supports("avx2");
#else
  return false;
#endif
}

// Where each target column reads: the left one of two neighbours, and the share of the right one in 1/64.
// Blocks of 8 columns also know which 16 source bytes they need and how to pair them, as the shuffle wants it.
typedef struct {
  int16_t left[CFRAMES_MAX_WIDTH];
  uint8_t weight[CFRAMES_MAX_WIDTH];
  int16_t base[CFRAMES_MAX_WIDTH / 8];
  _Alignas(32) uint8_t shuffle[CFRAMES_MAX_WIDTH * 2];
  _Alignas(32) int8_t weights[CFRAMES_MAX_WIDTH * 2];
  int blocks;  // that the shuffle can serve; the remaining columns are done one by one
} Columns;

typedef struct {
  const uint8_t *pixels;
  int width, height;
} Plane;

static inline double clamp(double value, double low, double high) {
  return value < low ? low : value > high ? high : value;
}

static void plan_columns(Columns *columns, int source_width, int target_width, double first, double step) {
  for (int x = 0; x < target_width; x++) {
    double position = clamp(first + step * x, 0, source_width - 1);
    int fixed = (int)(position * 64 + 0.5);
    int left = fixed >> 6, weight = fixed & 63;
    if (left > source_width - 2) {
      left = source_width - 2;
      weight = 64;
    }
    columns->left[x] = (int16_t)left;
    columns->weight[x] = (uint8_t)weight;
  }
  columns->blocks = 0;
  if (source_width < 16) return;
  for (int block = 0; block < target_width / 8; block++) {
    int x = block * 8;
    int base = columns->left[x] < source_width - 16 ? columns->left[x] : source_width - 16;
    if (columns->left[x + 7] + 1 - base > 15) return;
    columns->base[block] = (int16_t)base;
    for (int i = 0; i < 8; i++) {
      uint8_t offset = (uint8_t)(columns->left[x + i] - base);
      columns->shuffle[(x + i) * 2] = offset;
      columns->shuffle[(x + i) * 2 + 1] = offset + 1;
      columns->weights[(x + i) * 2] = (int8_t)(64 - columns->weight[x + i]);
      columns->weights[(x + i) * 2 + 1] = (int8_t)columns->weight[x + i];
    }
    columns->blocks = block + 1;
  }
}

// One source row, resampled across; values in 1/64.
static void resample_row(const uint8_t *row, const Columns *columns, int from, int target_width, int16_t *result) {
  for (int x = from; x < target_width; x++) {
    const uint8_t *pair = row + columns->left[x];
    int weight = columns->weight[x];
    result[x] = (int16_t)(pair[0] * (64 - weight) + pair[1] * weight);
  }
}

// Between two resampled rows; `weight` is the share of the lower one in 1/32768.
static void mix_rows(const int16_t *upper, const int16_t *lower, int weight, int from, int width, uint8_t *result) {
  for (int x = from; x < width; x++) {
    int difference = lower[x] - upper[x];
    result[x] = (uint8_t)((upper[x] + ((difference * weight + 16384) >> 15) + 32) >> 6);
  }
}

#if HAS_AVX2_CODE
__attribute__((target("avx2"))) static void resample_row_avx2(const uint8_t *row, const Columns *columns,
                                                              int target_width, int16_t *result) {
  int block = 0;
  for (; block + 2 <= columns->blocks; block += 2) {
    __m256i pixels = _mm256_inserti128_si256(
        _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(row + columns->base[block]))),
        _mm_loadu_si128((const __m128i *)(row + columns->base[block + 1])), 1);
    __m256i shuffle = _mm256_load_si256((const __m256i *)(columns->shuffle + block * 16));
    __m256i weights = _mm256_load_si256((const __m256i *)(columns->weights + block * 16));
    __m256i sums = _mm256_maddubs_epi16(_mm256_shuffle_epi8(pixels, shuffle), weights);
    _mm256_storeu_si256((__m256i *)(result + block * 8), sums);
  }
  resample_row(row, columns, block * 8, target_width, result);
}

__attribute__((target("avx2"))) static void mix_rows_avx2(const int16_t *upper, const int16_t *lower, int weight,
                                                          int width, uint8_t *result) {
  __m256i share = _mm256_set1_epi16((int16_t)weight), half = _mm256_set1_epi16(32);
  int x = 0;
  for (; x + 32 <= width; x += 32) {
    __m256i sums[2];
    for (int i = 0; i < 2; i++) {
      __m256i a = _mm256_loadu_si256((const __m256i *)(upper + x + i * 16));
      __m256i b = _mm256_loadu_si256((const __m256i *)(lower + x + i * 16));
      __m256i part = _mm256_mulhrs_epi16(_mm256_sub_epi16(b, a), share);
      sums[i] = _mm256_srai_epi16(_mm256_add_epi16(_mm256_add_epi16(a, part), half), 6);
    }
    __m256i packed = _mm256_permute4x64_epi64(_mm256_packus_epi16(sums[0], sums[1]), 0xd8);
    _mm256_storeu_si256((__m256i *)(result + x), packed);
  }
  mix_rows(upper, lower, weight, x, width, result);
}
#endif

static void scale_plane(Plane source, uint8_t *target, int width, int height, double scale, double first_x,
                        double first_y) {
  Columns columns;
  _Alignas(32) int16_t rows[2][CFRAMES_MAX_WIDTH];
  int held[2] = {-1, -1};  // which source row each of `rows` holds
  bool accelerated = cframes_is_accelerated();
  plan_columns(&columns, source.width, width, first_x, scale);
  for (int y = 0; y < height; y++) {
    double position = clamp(first_y + scale * y, 0, source.height - 1);
    int upper = (int)position;
    if (upper > source.height - 2) upper = source.height - 2;
    double share = (position - upper) * 32768 + 0.5;
    int weight = share > 32767 ? 32767 : (int)share;
    for (int needed = upper; needed <= upper + 1; needed++) {
      int slot = needed & 1;
      if (held[slot] == needed) continue;
      held[slot] = needed;
      const uint8_t *row = source.pixels + (size_t)needed * (size_t)source.width;
#if HAS_AVX2_CODE
      if (accelerated) {
        resample_row_avx2(row, &columns, width, rows[slot]);
        continue;
      }
#endif
      resample_row(row, &columns, 0, width, rows[slot]);
    }
    const int16_t *a = rows[upper & 1], *b = rows[(upper + 1) & 1];
    uint8_t *result = target + (size_t)y * (size_t)width;
#if HAS_AVX2_CODE
    if (accelerated) {
      mix_rows_avx2(a, b, weight, width, result);
      continue;
    }
#endif
    mix_rows(a, b, weight, 0, width, result);
  }
}

bool cframes_scale(const uint8_t *source, int source_width, int source_height, uint8_t *target, int target_width,
                   int target_height, double scale, double left, double top) {
  if (!is_frame_size(source_width, source_height) || !is_frame_size(target_width, target_height)) return false;
  // What is no number passes through every comparison of `clamp`, and would become an index far outside of the plane.
  if (!isfinite(scale) || scale <= 0 || !isfinite(left) || !isfinite(top)) return false;
  // The centre of luma sample i lies at i + 0.5 from the picture's edge.
  double luma_x = 0.5 * scale + left - 0.5, luma_y = 0.5 * scale + top - 0.5;
  // Chroma sample i is level with luma sample 2i, and chroma row j lies between luma rows 2j and 2j + 1.
  double chroma_x = luma_x / 2, chroma_y = (scale + top - 1) / 2;
  size_t source_luma = (size_t)source_width * (size_t)source_height;
  size_t target_luma = (size_t)target_width * (size_t)target_height;
  Plane y = {source, source_width, source_height};
  Plane u = {source + source_luma, source_width / 2, source_height / 2};
  Plane v = {u.pixels + source_luma / 4, source_width / 2, source_height / 2};
  scale_plane(y, target, target_width, target_height, scale, luma_x, luma_y);
  scale_plane(u, target + target_luma, target_width / 2, target_height / 2, scale, chroma_x, chroma_y);
  scale_plane(v, target + target_luma * 5 / 4, target_width / 2, target_height / 2, scale, chroma_x, chroma_y);
  return true;
}

static bool lies_within(cframes_frame frame, int x, int y, int width, int height) {
  return is_frame_size(frame.width, frame.height) && ((x | y | width | height) & 1) == 0 && x >= 0 && y >= 0 &&
         width > 0 && height > 0 && width <= frame.width - x && height <= frame.height - y;
}

bool cframes_copy(const uint8_t *source, cframes_frame source_size, int source_x, int source_y, uint8_t *target,
                  cframes_frame target_size, int x, int y, int width, int height) {
  if (!lies_within(source_size, source_x, source_y, width, height) || !lies_within(target_size, x, y, width, height)) {
    return false;
  }
  for (int plane = 0; plane < 3; plane++) {
    int half = plane > 0;
    size_t source_step = (size_t)source_size.width >> half, target_step = (size_t)target_size.width >> half;
    const uint8_t *from = source + (size_t)(source_y >> half) * source_step + (source_x >> half);
    uint8_t *to = target + (size_t)(y >> half) * target_step + (x >> half);
    for (int row = 0; row < height >> half; row++, from += source_step, to += target_step) {
      memcpy(to, from, (size_t)(width >> half));
    }
    source += source_step * ((size_t)source_size.height >> half);
    target += target_step * ((size_t)target_size.height >> half);
  }
  return true;
}

CLONES void cframes_blend(const uint8_t *a, const uint8_t *b, uint8_t *target, size_t size, int weight) {
  uint16_t of_b = (uint16_t)(weight < 0 ? 0 : weight > 256 ? 256 : weight), of_a = 256 - of_b;
  // 255 * 256 + 128 fits into 16 bits, which lets the compiler use 16-bit lanes.
  for (size_t i = 0; i < size; i++) {
    target[i] = (uint8_t)((uint16_t)((uint16_t)(a[i] * of_a) + (uint16_t)(b[i] * of_b) + 128) >> 8);
  }
}

CLONES static void pull_row(uint8_t *row, int width, uint16_t gain, uint16_t towards) {
  uint16_t rest = (uint16_t)((256 - gain) * towards + 128);
  for (int x = 0; x < width; x++) {
    row[x] = (uint8_t)((uint16_t)((uint16_t)(row[x] * gain) + rest) >> 8);
  }
}

void cframes_darken(uint8_t *frame, int width, int height, const uint16_t *gain) {
  if (!is_frame_size(width, height)) return;
  for (int y = 0; y < height; y++) {
    if (gain[y] < 256) pull_row(frame + (size_t)y * (size_t)width, width, gain[y], 16);
  }
  uint8_t *chroma = frame + (size_t)width * (size_t)height;
  for (int plane = 0; plane < 2; plane++) {
    for (int y = 0; y < height / 2; y++, chroma += width / 2) {
      uint16_t both = (uint16_t)((gain[2 * y] + gain[2 * y + 1]) / 2);
      if (both < 256) pull_row(chroma, width / 2, both, 128);
    }
  }
}
