#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "CAlign.h"

enum { BANDS = 26 };

static const double lowest_frequency = 100, window_seconds = 0.025;
// What is added to each band, as a share of its mean energy: below it all is silence, whether digital or a codec's.
static const float quiet = 1e-4f;

typedef struct {
  float re, im;
} complex_number;

typedef struct {
  /// Points of the transform: a power of two.
  size_t size;
  /// Samples of the window.
  size_t length;
  float *window;
  complex_number *roots, *numbers;
  /// For each bin of the lower half the band whose rising side it lies on, from 0 to BANDS, or -1, and how far up.
  int *band;
  float *share;
} analysis;

static double mel(double hertz) { return 1127 * log1p(hertz / 700); }

static void release(analysis *a) {
  free(a->window);
  free(a->roots);
  free(a->numbers);
  free(a->band);
  free(a->share);
}

static bool prepare(analysis *a, double rate, double highest, double warp) {
  memset(a, 0, sizeof *a);
  a->length = (size_t)lround(rate * window_seconds);
  for (a->size = 1; a->size < a->length;) a->size *= 2;
  a->window = malloc(a->length * sizeof *a->window);
  a->roots = malloc(a->size / 2 * sizeof *a->roots);
  a->numbers = malloc(a->size * sizeof *a->numbers);
  a->band = malloc(a->size / 2 * sizeof *a->band);
  a->share = malloc(a->size / 2 * sizeof *a->share);
  if (!a->window || !a->roots || !a->numbers || !a->band || !a->share) return false;
  for (size_t i = 0; i < a->length; i++)
    a->window[i] = (float)((0.54 - 0.46 * cos(2 * M_PI * ((double)i + 0.5) / (double)a->length)) / (double)a->length);
  double bottom = mel(lowest_frequency), step = (mel(highest) - bottom) / (BANDS + 1);
  for (size_t i = 0; i < a->size / 2; i++) {
    double angle = -2 * M_PI * (double)i / (double)a->size;
    a->roots[i] = (complex_number){(float)cos(angle), (float)sin(angle)};
    double place = (mel((double)i * rate / (double)a->size * warp) - bottom) / step;
    a->band[i] = place < 0 || place >= BANDS + 1 ? -1 : (int)place;
    a->share[i] = (float)(place - floor(place));
  }
  return true;
}

/// Cooley and Tukey's transform in place.
static void transform(const analysis *a) {
  complex_number *x = a->numbers;
  for (size_t i = 1, j = 0; i < a->size; i++) {
    size_t bit = a->size / 2;
    for (; j & bit; bit /= 2) j ^= bit;
    j ^= bit;
    if (i < j) {
      complex_number swap = x[i];
      x[i] = x[j];
      x[j] = swap;
    }
  }
  for (size_t half = 1; half < a->size; half *= 2) {
    size_t stride = a->size / (2 * half);
    for (size_t block = 0; block < a->size; block += 2 * half) {
      for (size_t k = 0; k < half; k++) {
        complex_number root = a->roots[k * stride], p = x[block + k], q = x[block + k + half];
        complex_number turned = {q.re * root.re - q.im * root.im, q.re * root.im + q.im * root.re};
        x[block + k] = (complex_number){p.re + turned.re, p.im + turned.im};
        x[block + k + half] = (complex_number){p.re - turned.re, p.im - turned.im};
      }
    }
  }
}

/// Sample i, pre-emphasised; silence before the beginning and behind the end.
static inline float emphasised(const int16_t *samples, ptrdiff_t count, ptrdiff_t i) {
  float here = i >= 0 && i < count ? samples[i] : 0, before = i >= 1 && i <= count ? samples[i - 1] : 0;
  return here - 0.97f * before;
}

static void add_to_bands(const analysis *a, size_t bin, float power, float *energy) {
  int band = a->band[bin];
  if (band < 0) return;
  if (band < BANDS) energy[band] += a->share[bin] * power;
  if (band > 0) energy[band - 1] += (1 - a->share[bin]) * power;
}

/// The bands of two frames at once, which are the two parts of one complex signal.
static void analyse(const analysis *a, const int16_t *samples, size_t count, double rate, size_t frame, float *first,
                    float *second) {
  double hop = rate / CALIGN_FRAME_RATE;
  ptrdiff_t starts[2];
  for (int i = 0; i < 2; i++)
    starts[i] = (ptrdiff_t)floor(((double)frame + i + 0.5) * hop) - (ptrdiff_t)(a->length / 2);
  memset(a->numbers, 0, a->size * sizeof *a->numbers);
  for (size_t i = 0; i < a->length; i++) {
    a->numbers[i].re = a->window[i] * emphasised(samples, (ptrdiff_t)count, starts[0] + (ptrdiff_t)i);
    a->numbers[i].im = a->window[i] * emphasised(samples, (ptrdiff_t)count, starts[1] + (ptrdiff_t)i);
  }
  transform(a);
  memset(first, 0, BANDS * sizeof *first);
  memset(second, 0, BANDS * sizeof *second);
  for (size_t k = 1; k < a->size / 2; k++) {
    complex_number z = a->numbers[k], w = a->numbers[a->size - k];
    float re = z.re + w.re, im = z.im - w.im, re2 = z.im + w.im, im2 = w.re - z.re;
    add_to_bands(a, k, re * re + im * im, first);
    add_to_bands(a, k, re2 * re2 + im2 * im2, second);
  }
}

size_t calign_frame_count(size_t samples, double rate) {
  return (size_t)ceil((double)samples * CALIGN_FRAME_RATE / rate);
}

/// Logarithms of the bands, each above the same share of its mean, and their cosine transform.
static void to_cepstra(const float *energies, size_t frames, float *cepstra, float *level) {
  double mean[BANDS] = {0};
  for (size_t i = 0; i < frames; i++)
    for (int b = 0; b < BANDS; b++) mean[b] += energies[i * BANDS + (size_t)b] / (double)frames;
  float cosines[CALIGN_CEPSTRA][BANDS], floors[BANDS];
  for (int c = 0; c < CALIGN_CEPSTRA; c++)
    for (int b = 0; b < BANDS; b++) cosines[c][b] = (float)(cos(M_PI * c * (b + 0.5) / BANDS) / BANDS);
  for (int b = 0; b < BANDS; b++) floors[b] = quiet * (float)mean[b] + 1e-9f;
  for (size_t i = 0; i < frames; i++) {
    const float *energy = energies + i * BANDS;
    float logarithms[BANDS], sum = 0;
    for (int b = 0; b < BANDS; b++) {
      sum += energy[b];
      logarithms[b] = logf(energy[b] + floors[b]);
    }
    level[i] = 10 * log10f(sum + 1e-9f);
    for (int c = 0; c < CALIGN_CEPSTRA; c++) {
      float value = 0;
      for (int b = 0; b < BANDS; b++) value += cosines[c][b] * logarithms[b];
      cepstra[i * CALIGN_CEPSTRA + (size_t)c] = value;
    }
  }
}

bool calign_cepstra(const int16_t *samples, size_t count, double rate, double highest, double warp, float *cepstra,
                    float *level) {
  if (!(rate >= 8000 && rate <= 192000 && highest > 2 * lowest_frequency && highest <= rate / 2)) return false;
  size_t frames = calign_frame_count(count, rate);
  analysis a;
  // One more than there are, for the second of the last pair.
  float *energies = malloc((frames + 1) * BANDS * sizeof *energies);
  bool has_memory = prepare(&a, rate, highest, warp) && energies;
  if (has_memory) {
    for (size_t i = 0; i < frames; i += 2)
      analyse(&a, samples, count, rate, i, energies + i * BANDS, energies + (i + 1) * BANDS);
    to_cepstra(energies, frames, cepstra, level);
  }
  release(&a);
  free(energies);
  return has_memory;
}
