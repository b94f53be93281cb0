#pragma once
// Sound as cepstra, and the best way of a sound through the frames of another: the loops of word alignment.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Frames in a second.
#define CALIGN_FRAME_RATE 100
/// Numbers of a frame that `calign_cepstra` makes.
#define CALIGN_CEPSTRA 13

/// How many frames a sound has; the last one may reach behind its end.
size_t calign_frame_count(size_t samples, double rate);

/// Mel-frequency cepstral coefficients (Davis, Mermelstein 1980) of windows of 25 ms around the middle of each 10 ms.
///
/// - samples: 16-bit PCM, mono.
/// - rate: in hertz, 8000 to 192000.
/// - highest: where the bands end, in hertz, at most half of the rate. Sounds to be compared need the same.
/// - warp: what frequencies are multiplied by first: above 1 for a longer vocal tract than the other sound's.
/// - cepstra: CALIGN_CEPSTRA numbers for each frame.
/// - level: the energy of each frame in the bands, in decibels.
/// Returns false, with nothing written, when memory is lacking or a parameter is beyond its limits.
bool calign_cepstra(const int16_t *samples, size_t count, double rate, double highest, double warp, float *cepstra,
                    float *level);

/// What a state of the way stands for.
enum {
  /// A frame of a word that is not its first.
  CALIGN_INNER = 0,
  /// The first frame of a word.
  CALIGN_FIRST = 1,
  /// Silence before, between or behind words, which may be passed over.
  CALIGN_SILENCE = 2,
};

typedef struct {
  /// The sound: `dimensions` numbers for each frame.
  const float *sound;
  /// What each frame costs as silence.
  const float *silence_cost;
  size_t frames;
  /// The words' frames in order, with silence before, between and behind: `dimensions` rows of `states` numbers.
  const float *words;
  const uint8_t *kinds;
  size_t states;
  size_t dimensions;
  /// The first state that each frame of the sound may have, never less than that of the frame before.
  const uint32_t *lowest;
  /// How many states it may have from there on.
  size_t width;
  /// Added when a state is kept for another frame, when one is passed over, and when silence is entered.
  float stay, skip, pause;
  /// Whether the way may end anywhere: the sound is the beginning of what the words are of.
  bool is_open;
} calign_search;

/// Finds the cheapest way (Sakoe, Chiba 1978; Itakura 1975): each frame of the sound takes one state, in order, and a state
/// lasts one frame or more; every other frame of a word may be passed over, but no word.
///
/// - way: a state for each frame.
/// - costs: the distance of each frame of the sound from its state's, or `silence_cost`.
/// Returns false when memory is lacking, or no way leads to the end within the band.
bool calign_find(const calign_search *search, uint32_t *way, float *costs);
