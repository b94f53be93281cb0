#include <math.h>
#include <pthread.h>
#include <string.h>

#include "CVocoder.h"

// Stockham's mixed-radix transform of 1200 = 4 x 4 x 3 x 5 x 5 numbers: no reordering, one pass for each factor.

enum { N = CVOCODER_WINDOW };

static const int radices[] = {4, 4, 3, 5, 5};
static cvocoder_complex roots[N];  // exp(-2 pi i k / N)
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_roots(void) {
  for (int k = 0; k < N; k++) {
    roots[k].re = (float)cos(-2 * M_PI * k / N);
    roots[k].im = (float)sin(-2 * M_PI * k / N);
  }
}

static inline cvocoder_complex plus(cvocoder_complex a, cvocoder_complex b) {
  return (cvocoder_complex){a.re + b.re, a.im + b.im};
}
static inline cvocoder_complex minus(cvocoder_complex a, cvocoder_complex b) {
  return (cvocoder_complex){a.re - b.re, a.im - b.im};
}
static inline cvocoder_complex times(cvocoder_complex a, cvocoder_complex b) {
  return (cvocoder_complex){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}
/// a + b x, for real b.
static inline cvocoder_complex scaled(cvocoder_complex a, float b, cvocoder_complex x) {
  return (cvocoder_complex){a.re + b * x.re, a.im + b * x.im};
}
/// a - i x
static inline cvocoder_complex minus_i(cvocoder_complex a, cvocoder_complex x) {
  return (cvocoder_complex){a.re + x.im, a.im - x.re};
}
/// a + i x
static inline cvocoder_complex plus_i(cvocoder_complex a, cvocoder_complex x) {
  return (cvocoder_complex){a.re - x.im, a.im + x.re};
}

static inline void four(const cvocoder_complex *a, cvocoder_complex *b) {
  cvocoder_complex even = plus(a[0], a[2]), odd = minus(a[0], a[2]);
  cvocoder_complex sum = plus(a[1], a[3]), difference = minus(a[1], a[3]);
  b[0] = plus(even, sum);
  b[1] = minus_i(odd, difference);
  b[2] = minus(even, sum);
  b[3] = plus_i(odd, difference);
}

static inline void three(const cvocoder_complex *a, cvocoder_complex *b) {
  const float sine = 0.866025403784438647f;
  cvocoder_complex sum = plus(a[1], a[2]), difference = minus(a[1], a[2]);
  cvocoder_complex middle = scaled(a[0], -0.5f, sum);
  cvocoder_complex side = {sine * difference.re, sine * difference.im};
  b[0] = plus(a[0], sum);
  b[1] = minus_i(middle, side);
  b[2] = plus_i(middle, side);
}

static inline void five(const cvocoder_complex *a, cvocoder_complex *b) {
  const float cos1 = 0.309016994374947424f, cos2 = -0.809016994374947424f;
  const float sin1 = 0.951056516295153572f, sin2 = 0.587785252292473129f;
  const cvocoder_complex zero = {0, 0};
  cvocoder_complex sum1 = plus(a[1], a[4]), sum2 = plus(a[2], a[3]);
  cvocoder_complex difference1 = minus(a[1], a[4]), difference2 = minus(a[2], a[3]);
  cvocoder_complex middle1 = scaled(scaled(a[0], cos1, sum1), cos2, sum2);
  cvocoder_complex middle2 = scaled(scaled(a[0], cos2, sum1), cos1, sum2);
  cvocoder_complex side1 = scaled(scaled(zero, sin1, difference1), sin2, difference2);
  cvocoder_complex side2 = scaled(scaled(zero, sin2, difference1), -sin1, difference2);
  b[0] = plus(a[0], plus(sum1, sum2));
  b[1] = minus_i(middle1, side1);
  b[2] = minus_i(middle2, side2);
  b[3] = plus_i(middle2, side2);
  b[4] = plus_i(middle1, side1);
}

/// One pass over blocks of `length` numbers that lie `stride` apart; length x stride is N.
static inline void pass(int radix, int length, int stride, const cvocoder_complex *in, cvocoder_complex *out,
                        void (*butterfly)(const cvocoder_complex *, cvocoder_complex *)) {
  int part = length / radix;
  cvocoder_complex a[5], b[5];
  for (int p = 0; p < part; p++) {
    for (int q = 0; q < stride; q++) {
      for (int j = 0; j < radix; j++) a[j] = in[q + stride * (p + part * j)];
      butterfly(a, b);
      out[q + stride * radix * p] = b[0];
      for (int j = 1; j < radix; j++) out[q + stride * (radix * p + j)] = times(b[j], roots[p * j * stride]);
    }
  }
}

void cvocoder_transform(cvocoder_complex *numbers, cvocoder_complex *spare) {
  pthread_once(&once, make_roots);
  cvocoder_complex *in = numbers, *out = spare;
  int length = N;
  for (size_t i = 0; i < sizeof radices / sizeof *radices; i++) {
    // Written out so that each pass is compiled for its own radix.
    switch (radices[i]) {
      case 4: pass(4, length, N / length, in, out, four); break;
      case 3: pass(3, length, N / length, in, out, three); break;
      default: pass(5, length, N / length, in, out, five); break;
    }
    length /= radices[i];
    cvocoder_complex *swap = in;
    in = out;
    out = swap;
  }
  if (in != numbers) memcpy(numbers, in, N * sizeof *numbers);
}
