#pragma once
// From the spectra that a speech network predicts to a waveform: a pulse train at the voice's pitch that is filtered,
// noise that is shaped, and a part of free phase, added as short-time spectra and transformed back once.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  CVOCODER_RATE = 24000,
  /// Samples of a frame: 12.5 ms.
  CVOCODER_HOP = 300,
  /// Samples of a window.
  CVOCODER_WINDOW = 1200,
  CVOCODER_BINS = CVOCODER_WINDOW / 2 + 1,
};

/// What the network predicts for some frames. Each but `pitch` has CVOCODER_BINS rows of `frames` numbers.
typedef struct {
  /// Natural logarithm of the gain of the pulse train, and the phase that is added to it: half turns before tanh.
  const float *pulse_gain, *pulse_turn;
  /// Natural logarithm of the noise's gain.
  const float *noise_gain;
  /// Natural logarithm of the magnitude of the free part, and its phase in radians.
  const float *free_gain, *free_phase;
  /// Hertz, one number for each frame; unvoiced below 40.
  const float *pitch;
  size_t frames;
} cvocoder_spectra;

/// Writes `frames` x CVOCODER_HOP samples, nominally within -1...1. The same spectra and the same `seed` of the noise give
/// the same samples.
///
/// Returns false, and writes nothing, for fewer than three frames, for a pitch that is no finite number, and when there
/// is no memory.
bool cvocoder_speak(const cvocoder_spectra *spectra, uint64_t seed, float *samples);

/// Writes the pulse train of `frames` x CVOCODER_HOP samples: all harmonics of the pitch up to 11 kHz at amplitude 1, and
/// 0 where the pitch is below 40 Hz.
void cvocoder_pulses(const float *pitch, size_t frames, float *samples);

/// A number with its imaginary part.
typedef struct {
  float re, im;
} cvocoder_complex;

/// The discrete Fourier transform of CVOCODER_WINDOW numbers, unscaled, in place. `spare` is of the same size.
void cvocoder_transform(cvocoder_complex *numbers, cvocoder_complex *spare);
