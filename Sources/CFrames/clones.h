#pragma once
// Compiles a function a second time for AVX2; which one is called is decided when the program is loaded.
#if defined(__x86_64__)
#define CLONES __attribute__((target_clones("avx2", "default")))
#else
#define CLONES
#endif
