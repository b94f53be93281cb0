#pragma once
#include <fcgiapp.h>

// Swift's Glibc module leaves these headers out.
#include <sys/epoll.h>
#include <sys/eventfd.h>

// Declared by <sys/socket.h> for _GNU_SOURCE only, which Swift's Glibc module does not define. That header itself must not
// be included here: its names would belong to this module and not to Glibc.
struct sockaddr;
extern int accept4(int, struct sockaddr *, unsigned int *, int);

/// Accepts a connection from whomever; `flags` as SOCK_CLOEXEC.
static inline int reel_accept(int listener, int flags) {
    return accept4(listener, 0, 0, flags);
}
