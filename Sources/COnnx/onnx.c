#include "COnnx.h"

#include <dlfcn.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What the library hands out is opaque to us.
typedef struct OrtEnv OrtEnv;
typedef struct OrtMemoryInfo OrtMemoryInfo;
typedef struct OrtSession OrtSession;
typedef struct OrtSessionOptions OrtSessionOptions;
typedef struct OrtStatus OrtStatus;
typedef struct OrtTensorInfo OrtTensorInfo;
typedef struct OrtValue OrtValue;

typedef void (*ort_function)(void);

typedef struct {
  const ort_function *(*get_api)(uint32_t version);
  const char *(*get_version)(void);
} ort_api_base;

// Places in OrtApi (onnxruntime_c_api.h). Those up to 101 are of version 1 of the table, which is never changed:
// onnxruntime_c_api.cc asserts that ReleaseCustomOpDomain is at 101.
enum {
  GET_ERROR_MESSAGE = 2,
  CREATE_ENV = 3,
  DISABLE_TELEMETRY = 6,
  CREATE_SESSION_FROM_ARRAY = 8,
  RUN = 9,
  CREATE_SESSION_OPTIONS = 10,
  DISABLE_CPU_ARENA = 19,
  SET_OPTIMIZATION_LEVEL = 23,
  SET_INTRA_THREADS = 24,
  SET_INTER_THREADS = 25,
  CREATE_TENSOR_WITH_DATA = 49,
  GET_TENSOR_DATA = 51,
  GET_ELEMENT_TYPE = 60,
  GET_DIMENSION_COUNT = 61,
  GET_DIMENSIONS = 62,
  GET_ELEMENT_COUNT = 64,
  GET_TENSOR_INFO = 65,
  CREATE_CPU_MEMORY_INFO = 69,
  RELEASE_ENV = 92,
  RELEASE_STATUS = 93,
  RELEASE_MEMORY_INFO = 94,
  RELEASE_SESSION = 95,
  RELEASE_VALUE = 96,
  RELEASE_TENSOR_INFO = 99,
  RELEASE_SESSION_OPTIONS = 100,
};

enum { LOG_ERRORS = 3, DEVICE_ALLOCATOR = 0, DEFAULT_MEMORY = 0, NO_OPTIMIZATION = 0, TABLE_VERSION = 1 };

struct connx_session {
  const ort_function *api;
  OrtEnv *env;
  OrtSession *session;
  OrtMemoryInfo *memory;
};

// A function of the table by its place, with its type: ort(api, PLACE, type of its arguments)(arguments).
#define ort(api, place, ...) ((OrtStatus * (*)(__VA_ARGS__))(api)[place])
#define ort_release(api, place, pointer) ((void (*)(void *))(api)[place])(pointer)

/// Whether a call went well; otherwise its words go into `reason`.
static bool is_well(const ort_function *api, OrtStatus *status, char *reason, size_t bytes) {
  if (!status) return true;
  const char *words = ((const char *(*)(const OrtStatus *))api[GET_ERROR_MESSAGE])(status);
  snprintf(reason, bytes, "%s", words ? words : "no reason was given");
  ort_release(api, RELEASE_STATUS, status);
  return false;
}

/// The table of functions, or NULL.
static const ort_function *load(const char *library, char *reason, size_t bytes) {
  // Microsoft's builds send events home unless this is set before the library initialises (Privacy.md).
  setenv("ORT_DISABLE_TELEMETRY", "1", 1);
  void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    const char *words = dlerror();
    snprintf(reason, bytes, "%s", words ? words : "the library cannot be opened");
    return NULL;
  }
  const ort_api_base *(*get_base)(void);
  // POSIX guarantees that a function's address can be had so; ISO C has no conversion for it.
  *(void **)&get_base = dlsym(handle, "OrtGetApiBase");
  const ort_api_base *base = get_base ? get_base() : NULL;
  const ort_function *api = base ? base->get_api(TABLE_VERSION) : NULL;
  if (!api) snprintf(reason, bytes, "%s is not ONNX Runtime", library);
  return api;
}

connx_session *connx_open(const char *library, const void *model, size_t bytes, char *reason, size_t reason_bytes) {
  const ort_function *api = load(library, reason, reason_bytes);
  if (!api) return NULL;
  connx_session *opened = calloc(1, sizeof *opened);
  if (!opened) {
    snprintf(reason, reason_bytes, "out of memory");
    return NULL;
  }
  opened->api = api;
  // Each operator takes and gives back some megabytes: kept on the heap, they are not mapped anew each time.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  OrtSessionOptions *options = NULL;
#define attempt(call) is_well(api, call, reason, reason_bytes)
  bool is_open =
      attempt(ort(api, CREATE_ENV, int, const char *, OrtEnv **)(LOG_ERRORS, "ReelCraft", &opened->env)) &&
      attempt(ort(api, DISABLE_TELEMETRY, const OrtEnv *)(opened->env)) &&
      attempt(ort(api, CREATE_SESSION_OPTIONS, OrtSessionOptions **)(&options)) &&
      attempt(ort(api, SET_OPTIMIZATION_LEVEL, OrtSessionOptions *, int)(options, NO_OPTIMIZATION)) &&
      attempt(ort(api, SET_INTRA_THREADS, OrtSessionOptions *, int)(options, 1)) &&
      attempt(ort(api, SET_INTER_THREADS, OrtSessionOptions *, int)(options, 1)) &&
      // The arena grows by powers of two, and the heap does as well.
      attempt(ort(api, DISABLE_CPU_ARENA, OrtSessionOptions *)(options)) &&
      attempt(ort(api, CREATE_CPU_MEMORY_INFO, int, int, OrtMemoryInfo **)(DEVICE_ALLOCATOR, DEFAULT_MEMORY,
                                                                             &opened->memory)) &&
      attempt(ort(api, CREATE_SESSION_FROM_ARRAY, const OrtEnv *, const void *, size_t, const OrtSessionOptions *,
                  OrtSession **)(opened->env, model, bytes, options, &opened->session));
  if (options) ort_release(api, RELEASE_SESSION_OPTIONS, options);
  if (is_open) return opened;
  connx_close(opened);
  return NULL;
}

void connx_close(connx_session *session) {
  if (!session) return;
  if (session->session) ort_release(session->api, RELEASE_SESSION, session->session);
  if (session->memory) ort_release(session->api, RELEASE_MEMORY_INFO, session->memory);
  if (session->env) ort_release(session->api, RELEASE_ENV, session->env);
  free(session);
}

/// Reads shape and values of a tensor that the network has made.
static bool describe(const ort_function *api, OrtValue *value, connx_output *output, char *reason,
                     size_t reason_bytes) {
  OrtTensorInfo *info = NULL;
  int type = 0;
  void *values = NULL;
  bool is_read =
      attempt(ort(api, GET_TENSOR_INFO, const OrtValue *, OrtTensorInfo **)(value, &info)) &&
      attempt(ort(api, GET_ELEMENT_TYPE, const OrtTensorInfo *, int *)(info, &type)) &&
      attempt(ort(api, GET_DIMENSION_COUNT, const OrtTensorInfo *, size_t *)(info, &output->rank)) &&
      attempt(ort(api, GET_ELEMENT_COUNT, const OrtTensorInfo *, size_t *)(info, &output->count));
  if (is_read && (type != CONNX_FLOAT || output->rank > CONNX_MAX_RANK)) {
    snprintf(reason, reason_bytes, "an output has elements of type %d and %zu dimensions", type, output->rank);
    is_read = false;
  }
  is_read = is_read &&
            attempt(ort(api, GET_DIMENSIONS, const OrtTensorInfo *, int64_t *, size_t)(info, output->shape,
                                                                                        output->rank)) &&
            attempt(ort(api, GET_TENSOR_DATA, OrtValue *, void **)(value, &values));
  if (info) ort_release(api, RELEASE_TENSOR_INFO, info);
  output->values = values;
  output->owner = value;
  return is_read;
}

bool connx_run(connx_session *session, const connx_input *inputs, size_t input_count, const char *const *names,
               connx_output *outputs, size_t output_count, char *reason, size_t reason_bytes) {
  enum { MOST = 16 };
  const ort_function *api = session->api;
  OrtValue *given[MOST] = {0}, *made[MOST] = {0};
  const char *given_names[MOST];
  if (input_count > MOST || output_count > MOST) {
    snprintf(reason, reason_bytes, "more than %d inputs or outputs", MOST);
    return false;
  }
  memset(outputs, 0, output_count * sizeof *outputs);
  bool is_run = true;
  for (size_t i = 0; i < input_count && is_run; i++) {
    given_names[i] = inputs[i].name;
    is_run = attempt(ort(api, CREATE_TENSOR_WITH_DATA, const OrtMemoryInfo *, void *, size_t, const int64_t *, size_t,
                         int, OrtValue **)(session->memory, inputs[i].data, inputs[i].bytes, inputs[i].shape,
                                           inputs[i].rank, inputs[i].type, &given[i]));
  }
  is_run = is_run && attempt(ort(api, RUN, OrtSession *, const void *, const char *const *, const OrtValue *const *,
                                 size_t, const char *const *, size_t, OrtValue **)(
                         session->session, NULL, given_names, (const OrtValue *const *)given, input_count, names,
                         output_count, made));
  for (size_t i = 0; i < output_count && is_run; i++)
    is_run = describe(api, made[i], &outputs[i], reason, reason_bytes);
  for (size_t i = 0; i < input_count; i++)
    if (given[i]) ort_release(api, RELEASE_VALUE, given[i]);
  if (is_run) return true;
  for (size_t i = 0; i < output_count; i++)
    if (made[i]) ort_release(api, RELEASE_VALUE, made[i]);
  return false;
}

void connx_free(connx_session *session, connx_output *outputs, size_t output_count) {
  for (size_t i = 0; i < output_count; i++) {
    if (outputs[i].owner) ort_release(session->api, RELEASE_VALUE, outputs[i].owner);
    outputs[i].owner = NULL;
  }
}
