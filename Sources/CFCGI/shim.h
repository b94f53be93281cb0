#pragma once
#include <fcgiapp.h>

// Swift's Glibc module leaves these headers out.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>

// Declared by <sys/socket.h> for _GNU_SOURCE only, which Swift's Glibc module does not define. That header itself must not
// be included here: its names would belong to this module and not to Glibc.
struct sockaddr;
extern int accept4(int, struct sockaddr *, unsigned int *, int);
// The same holds for <sys/mman.h>.
extern int memfd_create(const char *, unsigned int);

/// A file in memory, without a name in any folder; -1 when there is none to be had.
static inline int reel_memory_file(const char *name) {
    return memfd_create(name, 1 /* MFD_CLOEXEC */);
}

/// Names the calling thread; the kernel keeps 15 bytes of it.
static inline void reel_name_thread(const char *name) {
    prctl(PR_SET_NAME, name);
}

/// Accepts a connection from whomever; `flags` as SOCK_CLOEXEC.
static inline int reel_accept(int listener, int flags) {
    return accept4(listener, 0, 0, flags);
}
