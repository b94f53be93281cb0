#pragma once
// Elementary functions without branches, so that loops over them are compiled to vector instructions. The polynomials are
// those of Cephes (Moshier 1992, single precision); errors are below 2e-7, of the value for exp, absolute for the others.
#include <stdint.h>
#include <string.h>

static inline float from_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static inline uint32_t to_bits(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

/// The nearest whole number, for |x| below 2^22: behind 1.5 x 2^23 there is no room for a fraction.
static inline float nearest(float x) { return (x + 12582912.0f) - 12582912.0f; }

/// e^x, for x of at most 80; 0 far below.
static inline float quick_exp(float x) {
  x = x < -86 ? -86 : x;
  float n = nearest(x * 1.44269504f);
  float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1;
  return p * from_bits((uint32_t)((int32_t)n + 127) << 23);
}

static inline float quick_tanh(float x) {
  x = x > 20 ? 20 : x;
  return 1 - 2 / (quick_exp(2 * x) + 1);
}

/// Natural logarithm, for normal numbers above 0.
static inline float quick_log(float x) {
  // The mantissa is brought between the square roots of 1/2 and 2.
  uint32_t bits = to_bits(x) + (0x3F800000u - 0x3F3504F3u);
  float exponent = (float)((int32_t)(bits >> 23) - 127);
  float m = from_bits((bits & 0x7FFFFFu) + 0x3F3504F3u) - 1;
  float p = 7.0376836292e-2f;
  p = p * m - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  float square = m * m;
  return (p * m * square - exponent * 2.12194440e-4f - 0.5f * square) + m + exponent * 0.693359375f;
}

/// Sine and cosine, for |x| below 8192.
static inline void quick_sincos(float x, float *sine, float *cosine) {
  float n = nearest(x * 0.636619772f);
  float r = ((x - n * 1.5703125f) - n * 4.837512969970703125e-4f) - n * 7.549789948768648e-8f;
  float square = r * r;
  float s = ((-1.9515295891e-4f * square + 8.3321608736e-3f) * square - 1.6666654611e-1f) * square * r + r;
  float c = ((2.443315711809948e-5f * square - 1.388731625493765e-3f) * square + 4.166664568298827e-2f) * square * square -
            0.5f * square + 1;
  uint32_t quarter = (uint32_t)(int32_t)n;
  // In odd quarters the two change places; the signs follow from the quarter.
  uint32_t swap = (uint32_t)0 - (quarter & 1);
  uint32_t for_sine = (to_bits(s) & ~swap) | (to_bits(c) & swap);
  uint32_t for_cosine = (to_bits(c) & ~swap) | (to_bits(s) & swap);
  *sine = from_bits(for_sine ^ ((quarter & 2) << 30));
  *cosine = from_bits(for_cosine ^ (((quarter + 1) & 2) << 30));
}
