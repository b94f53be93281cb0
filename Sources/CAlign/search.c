#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "CAlign.h"

/// Where a state's way comes from: so many states before it.
static inline void put_step(uint8_t *steps, size_t place, unsigned step) {
  steps[place / 4] |= (uint8_t)(step << (place % 4 * 2));
}

static inline unsigned get_step(const uint8_t *steps, size_t place) { return steps[place / 4] >> (place % 4 * 2) & 3; }

/// The distance of one frame of the sound from each state of its band: Euclidean.
static void measure(const calign_search *s, size_t frame, size_t first, size_t count, float *restrict distances) {
  memset(distances, 0, count * sizeof *distances);
  for (size_t d = 0; d < s->dimensions; d++) {
    const float *restrict row = s->words + d * s->states + first;
    float value = s->sound[frame * s->dimensions + d];
    for (size_t i = 0; i < count; i++) distances[i] += (row[i] - value) * (row[i] - value);
  }
  for (size_t i = 0; i < count; i++) {
    bool is_silence = s->kinds[first + i] == CALIGN_SILENCE;
    distances[i] = is_silence ? s->silence_cost[frame] : sqrtf(distances[i]);
  }
}

/// What the steps into a state cost, by how many states before it they begin; no step may pass over a whole word.
static inline float step_cost(const calign_search *s, size_t state, unsigned step) {
  switch (s->kinds[state]) {
    case CALIGN_SILENCE: return step == 1 ? s->pause : step == 2 ? s->pause + s->skip : INFINITY;
    // Silence lies between two words: one and two states before are both neighbours.
    case CALIGN_FIRST: return step <= 2 ? 0 : s->skip;
    default: return step == 1 ? 0 : step == 2 ? s->skip : INFINITY;
  }
}

/// Whether a step begins and ends within a word and its neighbours.
static inline bool is_allowed(const calign_search *s, size_t state, unsigned step) {
  if (step > state) return false;
  if (step <= 1) return true;
  size_t from = state - step;
  switch (s->kinds[state]) {
    case CALIGN_SILENCE: return s->kinds[state - 1] == CALIGN_INNER && s->kinds[from] != CALIGN_SILENCE;
    case CALIGN_FIRST: return step == 2 || (s->kinds[state - 2] == CALIGN_INNER && s->kinds[from] != CALIGN_SILENCE);
    default: return step == 2 && s->kinds[state - 1] == CALIGN_INNER;
  }
}

typedef struct {
  /// Costs of the best ways to the states of a band, of the frame before and of this one.
  float *before, *now;
  float *distances;
  /// For each frame and state of its band two bits: how many states before it the way was.
  uint8_t *steps;
} table;

static inline size_t band_end(const calign_search *s, size_t frame) {
  size_t end = s->lowest[frame] + s->width;
  return end < s->states ? end : s->states;
}

static void advance(const calign_search *s, table *t, size_t frame) {
  size_t first = s->lowest[frame], end = band_end(s, frame);
  size_t first_before = s->lowest[frame - 1], end_before = band_end(s, frame - 1);
  measure(s, frame, first, end - first, t->distances);
  for (size_t state = first; state < end; state++) {
    float best = INFINITY;
    unsigned best_step = 0;
    for (unsigned step = 0; step <= 3; step++) {
      if (!is_allowed(s, state, step)) continue;
      size_t from = state - step;
      if (from < first_before || from >= end_before) continue;
      float stay = s->kinds[state] == CALIGN_SILENCE ? 0 : s->stay;
      float cost = t->before[from - first_before] + (step == 0 ? stay : step_cost(s, state, step));
      if (cost < best) {
        best = cost;
        best_step = step;
      }
    }
    t->now[state - first] = best + t->distances[state - first];
    put_step(t->steps, frame * s->width + (state - first), best_step);
  }
  float *swap = t->before;
  t->before = t->now;
  t->now = swap;
}

/// Where the cheapest way ends: in the silence behind the last word or in the word's last frame, if not anywhere.
static bool find_end(const calign_search *s, const table *t, size_t *state) {
  size_t last = s->frames - 1, first = s->lowest[last], end = band_end(s, last);
  if (!s->is_open && end != s->states) return false;
  size_t lowest = s->is_open || end < first + 2 ? first : end - 2;
  *state = lowest;
  for (size_t i = lowest; i < end; i++)
    if (t->before[i - first] < t->before[*state - first]) *state = i;
  return isfinite(t->before[*state - first]);
}

static bool trace(const calign_search *s, const table *t, uint32_t *way) {
  size_t state;
  if (!find_end(s, t, &state)) return false;
  for (size_t frame = s->frames; frame-- > 0;) {
    way[frame] = (uint32_t)state;
    state -= get_step(t->steps, frame * s->width + (state - s->lowest[frame]));
  }
  return true;
}

static void take_costs(const calign_search *s, const uint32_t *way, float *costs) {
  for (size_t frame = 0; frame < s->frames; frame++) measure(s, frame, way[frame], 1, costs + frame);
}

bool calign_find(const calign_search *s, uint32_t *way, float *costs) {
  if (s->frames == 0 || s->states == 0 || s->width == 0 || s->lowest[0] != 0) return false;
  table t = {
      .before = malloc(s->width * sizeof(float)),
      .now = malloc(s->width * sizeof(float)),
      .distances = malloc(s->width * sizeof(float)),
      .steps = calloc(s->frames * s->width / 4 + 1, 1),
  };
  bool is_found = t.before && t.now && t.distances && t.steps;
  if (is_found) {
    size_t end = band_end(s, 0);
    measure(s, 0, 0, end, t.distances);
    // The beginning is the silence before the first word, or the word's first frame.
    for (size_t state = 0; state < end; state++) t.before[state] = state < 2 ? t.distances[state] : INFINITY;
    for (size_t frame = 1; frame < s->frames; frame++) advance(s, &t, frame);
    is_found = trace(s, &t, way);
  }
  if (is_found) take_costs(s, way, costs);
  free(t.before);
  free(t.now);
  free(t.distances);
  free(t.steps);
  return is_found;
}
