#include "CVocoder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "elementary.h"

enum { RATE = CVOCODER_RATE, HOP = CVOCODER_HOP, WINDOW = CVOCODER_WINDOW, BINS = CVOCODER_BINS };

// Below this pitch a frame is unvoiced; above the other frequency there are no harmonics. Both as the network was trained.
static const float lowest_pitch = 40, highest_harmonic = 11000;
// No gain is above e^7.
static const float highest_gain = 7;

static inline float gain(float logarithm) { return quick_exp(logarithm < highest_gain ? logarithm : highest_gain); }

void cvocoder_pulses(const float *pitch, size_t frames, float *samples) {
  double turns = 0;
  for (size_t i = 0; i < frames * HOP; i++) {
    // Linear between the middles of the frames.
    float place = ((float)(i % HOP) + 0.5f) / HOP - 0.5f;
    size_t frame = i / HOP;
    size_t other = place < 0 ? (frame > 0 ? frame - 1 : 0) : (frame + 1 < frames ? frame + 1 : frame);
    float share = fabsf(place);
    float hertz = pitch[frame] * (1 - share) + pitch[other] * share;
    bool is_voiced = hertz > lowest_pitch;
    if (!is_voiced) hertz = lowest_pitch;
    turns += (double)hertz / RATE;
    turns -= floor(turns);
    if (!is_voiced) {
      samples[i] = 0;
      continue;
    }
    // The sum of cos(h t) for h = 1...H, in closed form.
    float phase = (float)(2 * M_PI * turns);
    float harmonics = floorf(highest_harmonic / hertz) + 0.5f;
    float divisor = 2 * sinf(phase * 0.5f);
    float sum = fabsf(divisor) <= 2e-3f ? harmonics : sinf(harmonics * phase) / divisor;
    samples[i] = sum - 0.5f;
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
static inline uint64_t next_random(uint64_t *state) {
  uint64_t z = (*state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

/// What one frame's spectrum is made of, bin by bin. Arrays of their own, so that the loop over them is vectorised.
typedef struct {
  float pulse_gain[BINS], pulse_turn[BINS], noise_gain[BINS], free_gain[BINS], free_phase[BINS];
  /// Evenly distributed: 0 < first < 1, 0 <= second < 1.
  float first[BINS], second[BINS];
} column;

static void read_column(column *c, const cvocoder_spectra *s, size_t frame, uint64_t *state) {
  for (size_t k = 0, at = frame; k < BINS; k++, at += s->frames) {
    c->pulse_gain[k] = s->pulse_gain[at];
    c->pulse_turn[k] = s->pulse_turn[at];
    c->noise_gain[k] = s->noise_gain[at];
    c->free_gain[k] = s->free_gain[at];
    c->free_phase[k] = s->free_phase[at];
    uint64_t bits = next_random(state);
    c->first[k] = ((float)(int32_t)(bits >> 41) + 0.5f) * 0x1p-23f;
    c->second[k] = (float)(int32_t)((bits >> 8) & 0xFFFFFF) * 0x1p-24f;
  }
}

/// Filters a frame's pulses (`re`, `im`: their spectrum), and adds noise and the free part. The noise is complex Gaussian
/// of unit variance in both parts (Box and Muller 1958).
static void fill(const column *c, float *restrict re, float *restrict im) {
  for (size_t k = 0; k < BINS; k++) {
    float sine, cosine, noise_sine, noise_cosine, free_sine, free_cosine;
    quick_sincos((float)M_PI * quick_tanh(c->pulse_turn[k]), &sine, &cosine);
    quick_sincos((float)(2 * M_PI) * c->second[k], &noise_sine, &noise_cosine);
    quick_sincos(c->free_phase[k], &free_sine, &free_cosine);
    float pulse = gain(c->pulse_gain[k]), free = gain(c->free_gain[k]);
    // The square root is taken in the exponent: a call of sqrtf, which may set errno, would end the vectors.
    float capped = c->noise_gain[k] < highest_gain ? c->noise_gain[k] : highest_gain;
    float noise = quick_exp(capped + 0.5f * quick_log(-2 * quick_log(c->first[k])));
    float real = re[k] * cosine - im[k] * sine, imaginary = re[k] * sine + im[k] * cosine;
    re[k] = pulse * real + noise * noise_cosine + free * free_cosine;
    im[k] = pulse * imaginary + noise * noise_sine + free * free_sine;
  }
}

/// Where a sample lies that is before the beginning or behind the end: the signal is reflected there.
static inline size_t reflected(ptrdiff_t i, ptrdiff_t count) {
  if (i < 0) i = -i;
  if (i >= count) i = 2 * (count - 1) - i;
  return (size_t)i;
}

/// Two frames at once: real signals are the two parts of one complex one.
typedef struct {
  cvocoder_complex numbers[WINDOW], spare[WINDOW];
  float re[2][BINS], im[2][BINS];
  column column;
} pair;

/// The windowed pulse train around two frames, transformed.
static void analyse(pair *work, const float *pulses, const float *window, size_t frame, size_t frames) {
  ptrdiff_t count = (ptrdiff_t)(frames * HOP);
  ptrdiff_t first = (ptrdiff_t)(frame * HOP) - WINDOW / 2;
  bool has_second = frame + 1 < frames;
  for (ptrdiff_t i = 0; i < WINDOW; i++) {
    float weight = window[i] / (WINDOW / 4);
    work->numbers[i].re = weight * pulses[reflected(first + i, count)];
    work->numbers[i].im = has_second ? weight * pulses[reflected(first + HOP + i, count)] : 0;
  }
  cvocoder_transform(work->numbers, work->spare);
}

/// Puts the spectra of two frames together and transforms them back. The inverse transform is the forward one with real and
/// imaginary parts exchanged before and after.
static void synthesise(pair *work, const cvocoder_spectra *s, size_t frame, uint64_t *state) {
  cvocoder_complex *numbers = work->numbers;
  float *re = work->re[0], *im = work->im[0], *re2 = work->re[1], *im2 = work->im[1];
  for (size_t k = 0; k < BINS; k++) {
    cvocoder_complex z = numbers[k], w = numbers[(WINDOW - k) % WINDOW];
    re[k] = (z.re + w.re) / 2;
    im[k] = (z.im - w.im) / 2;
    re2[k] = (z.im + w.im) / 2;
    im2[k] = (w.re - z.re) / 2;
  }
  for (size_t i = 0; i < 2; i++) {
    if (frame + i < s->frames) {
      read_column(&work->column, s, frame + i, state);
      fill(&work->column, work->re[i], work->im[i]);
    } else {
      memset(work->re[i], 0, sizeof work->re[i]);
      memset(work->im[i], 0, sizeof work->im[i]);
    }
    // Of a real signal these two are real.
    work->im[i][0] = work->im[i][BINS - 1] = 0;
  }
  for (size_t k = 0; k < BINS; k++) {
    numbers[k] = (cvocoder_complex){im[k] + re2[k], re[k] - im2[k]};
    if (k > 0 && k < BINS - 1) numbers[WINDOW - k] = (cvocoder_complex){re2[k] - im[k], re[k] + im2[k]};
  }
  cvocoder_transform(numbers, work->spare);
}

bool cvocoder_speak(const cvocoder_spectra *spectra, uint64_t seed, float *samples) {
  size_t frames = spectra->frames, count = frames * HOP, padded = count + WINDOW;
  if (frames < 3) return false;
  for (size_t i = 0; i < frames; i++)
    if (!isfinite(spectra->pitch[i])) return false;
  float *pulses = malloc(count * sizeof *pulses), *sum = calloc(padded, sizeof *sum);
  pair *work = malloc(sizeof *work);
  bool has_memory = pulses && sum && work;
  if (has_memory) {
    float window[WINDOW];
    for (int i = 0; i < WINDOW; i++) window[i] = (float)(0.5 - 0.5 * cos(2 * M_PI * i / WINDOW));
    cvocoder_pulses(spectra->pitch, frames, pulses);
    for (size_t frame = 0; frame < frames; frame += 2) {
      analyse(work, pulses, window, frame, frames);
      synthesise(work, spectra, frame, &seed);
      for (size_t i = 0; i < WINDOW; i++) {
        float weight = window[i] / WINDOW;
        sum[frame * HOP + i] += weight * work->numbers[i].im;
        if (frame + 1 < frames) sum[(frame + 1) * HOP + i] += weight * work->numbers[i].re;
      }
    }
    // Divided by what the squared windows of all frames add up to there.
    for (size_t i = 0; i < count; i++) {
      size_t place = i + WINDOW / 2, last = place / HOP;
      float weight = 0;
      for (size_t frame = last >= 3 ? last - 3 : 0; frame <= last && frame < frames; frame++)
        weight += window[place - frame * HOP] * window[place - frame * HOP];
      samples[i] = sum[place] / (weight > 1e-11f ? weight : 1e-11f);
    }
  }
  free(pulses);
  free(sum);
  free(work);
  return has_memory;
}
