/* What the chaos tests load before everything else (LD_PRELOAD) in the programs under test.
 *
 * A durable step is a flush (fsync, fdatasync) or a rename below REEL_HOME, made by ReelRunner in whatever role. The steps of
 * all processes are numbered together, by a counter in the file that FAULT_STEPS names, so that a process that is started
 * anew goes on counting and a crash happens once.
 *
 *   FAULT_STEPS=FILE     counts into FILE (at least 4096 bytes) and writes a line for each step to FILE.log
 *   FAULT_BEFORE=N       SIGKILL in the place of step N
 *   FAULT_AFTER=N        SIGKILL when step N is done
 *
 * Logged, and no steps: the making of a folder in which a cache entry is made ("begin"), and the end of a rename that was
 * done ("renamed").
 *
 * timerfd_settime goes straight to the kernel: libfaketime would shift timers that run on clocks that it does not fake. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

static atomic_uint *steps;
static int log_file = -1;
static unsigned before, after;
static const char *home;

__attribute__((constructor)) static void prepare(void) {
    const char *file = getenv("FAULT_STEPS");
    home = getenv("REEL_HOME");
    if (!file || !home || strcmp(program_invocation_short_name, "ReelRunner")) return;
    char name[PATH_MAX];
    snprintf(name, sizeof name, "%s.log", file);
    log_file = open(name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    int counter = open(file, O_RDWR | O_CLOEXEC);
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, counter, 0);
    close(counter);
    if (log_file < 0 || page == MAP_FAILED) abort();
    if (getenv("FAULT_BEFORE")) before = (unsigned)atoi(getenv("FAULT_BEFORE"));
    if (getenv("FAULT_AFTER")) after = (unsigned)atoi(getenv("FAULT_AFTER"));
    steps = page;
}

static void note(const char *what, unsigned number, const char *path) {
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%u %d %s %s\n", number, getpid(), what, path);
    if (write(log_file, line, (size_t)length) < 0) abort();
}

/* The number of this step; 0 where nothing is counted. */
static unsigned begin(const char *what, const char *path) {
    if (!steps || strncmp(path, home, strlen(home))) return 0;
    unsigned number = atomic_fetch_add(steps, 1) + 1;
    note(what, number, path);
    if (number == before) kill(getpid(), SIGKILL);
    return number;
}

static int end(unsigned number, int result) {
    if (number && number == after) kill(getpid(), SIGKILL);
    return result;
}

static unsigned begin_flush(const char *what, int descriptor) {
    if (!steps) return 0;
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
    return begin(what, path);
}

#define REAL(name, ...) ((int (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))

int fsync(int descriptor) {
    unsigned number = begin_flush("flush", descriptor);
    return end(number, REAL(fsync, int)(descriptor));
}

int fdatasync(int descriptor) {
    unsigned number = begin_flush("flush", descriptor);
    return end(number, REAL(fdatasync, int)(descriptor));
}

int rename(const char *from, const char *to) {
    unsigned number = begin("rename", to);
    int result = REAL(rename, const char *, const char *)(from, to);
    if (number && result == 0) note("renamed", 0, to);
    return end(number, result);
}

int mkdir(const char *path, mode_t mode) {
    int result = REAL(mkdir, const char *, mode_t)(path, mode);
    if (steps && result == 0 && strstr(path, "/.making-")) note("begin", 0, path);
    return result;
}

int timerfd_settime(int descriptor, int flags, const struct itimerspec *new_value, struct itimerspec *old_value) {
    return (int)syscall(SYS_timerfd_settime, descriptor, flags, new_value, old_value);
}
