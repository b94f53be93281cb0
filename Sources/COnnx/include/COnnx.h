#pragma once
// ONNX Runtime's C interface, as far as a small network on one core needs it. The library is opened at run time from a
// path, so that programs start without it; its functions are called by their places in the table OrtApi, which are a part
// of its stable interface.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The number of ONNX's type of an element (TensorProto.DataType).
typedef enum { CONNX_FLOAT = 1, CONNX_INT64 = 7 } connx_type;

#define CONNX_MAX_RANK 4

/// A tensor that is read: `data` has `bytes` bytes, and stays the caller's.
typedef struct {
  const char *name;
  connx_type type;
  void *data;
  size_t bytes;
  int64_t shape[CONNX_MAX_RANK];
  size_t rank;
} connx_input;

/// A tensor of 32-bit floating-point numbers that a network has made, row-major. `owner` is freed by `connx_free`.
typedef struct {
  const float *values;
  size_t count;
  int64_t shape[CONNX_MAX_RANK];
  size_t rank;
  void *owner;
} connx_output;

typedef struct connx_session connx_session;

/// Opens the library and reads a model from memory, for one thread. The library's telemetry is switched off before it is
/// loaded, for the whole process. The graph is not rewritten first: that takes a second for a large network, and saves nothing
/// that can be measured of a scene of Kokoro's or Piper's.
///
/// Returns NULL, and says why in `reason`, when the library cannot be opened, is too old, or does not take the model.
/// `connx_close` frees the session; the library stays loaded.
connx_session *connx_open(const char *library, const void *model, size_t bytes, char *reason, size_t reason_bytes);

void connx_close(connx_session *session);

/// Runs the network once. `outputs` gets one tensor for each name; `connx_free` frees them.
///
/// Returns false, with nothing left to be freed, and says why in `reason`.
bool connx_run(connx_session *session, const connx_input *inputs, size_t input_count, const char *const *names,
               connx_output *outputs, size_t output_count, char *reason, size_t reason_bytes);

void connx_free(connx_session *session, connx_output *outputs, size_t output_count);
