// Plays a runner and many WebSocket clients in one process, so that one clock sees both ends: says an event on the runner's
// socket and waits until every watcher has it.
//
//     watchers ADDRESS JOB RUNNER_SOCKET WATCHERS ROUNDS
//
// ADDRESS is a port of 127.0.0.1 or the path of a Unix socket. Prints "connected" when all watchers have subscribed, waits
// for a line on standard input (whoever measures memory does it then), says the events, and prints one JSON object.
// Written in C because a client that is slower than what it measures measures itself.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 16384 };

struct watcher {
    int fd;
    // Bytes of a frame that is not complete yet.
    size_t have;
    long heard;
    double at;
    unsigned char bytes[BUFFER];
};

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static int unix_socket(const char *path, struct sockaddr_un *address) {
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    strncpy(address->sun_path, path, sizeof address->sun_path - 1);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) fail("socket");
    return fd;
}

static int dial(const char *address) {
    int fd;
    if (strchr(address, '/')) {
        struct sockaddr_un path;
        fd = unix_socket(address, &path);
        // A full backlog is answered at once with EAGAIN on a Unix socket.
        while (connect(fd, (struct sockaddr *)&path, sizeof path) < 0) {
            if (errno != EAGAIN) fail(address);
            usleep(1000);
        }
        return fd;
    }
    struct sockaddr_in host = {.sin_family = AF_INET, .sin_port = htons(atoi(address))};
    host.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&host, sizeof host) < 0) fail(address);
    return fd;
}

static void send_all(int fd, const void *bytes, size_t count) {
    for (size_t done = 0; done < count;) {
        ssize_t sent = send(fd, (const char *)bytes + done, count - done, MSG_NOSIGNAL);
        if (sent < 0) fail("send");
        done += sent;
    }
}

// Takes in what is there; counts the frames whose text says that it is of an event at or after `seq`.
static int take(struct watcher *watcher, long seq) {
    ssize_t count = recv(watcher->fd, watcher->bytes + watcher->have, BUFFER - watcher->have, MSG_DONTWAIT);
    if (count == 0) {
        fprintf(stderr, "a watcher was disconnected\n");
        exit(1);
    }
    if (count < 0) return 0;
    watcher->have += count;
    int found = 0;
    size_t start = 0;
    while (watcher->have - start >= 2) {
        unsigned char *frame = watcher->bytes + start;
        size_t head = 2, length = frame[1] & 127;
        if (length == 126) {
            if (watcher->have - start < 4) break;
            head = 4;
            length = frame[2] << 8 | frame[3];
        }
        if (watcher->have - start < head + length) break;
        char *text = memmem(frame + head, length, "\"seq\":", 6);
        if (text && strtol(text + 6, NULL, 10) >= seq) found = 1;
        start += head + length;
    }
    memmove(watcher->bytes, watcher->bytes + start, watcher->have - start);
    watcher->have -= start;
    return found;
}

static void open_watcher(struct watcher *watcher, const char *address, const char *job) {
    watcher->fd = dial(address);
    static const char upgrade[] =
        "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    send_all(watcher->fd, upgrade, sizeof upgrade - 1);
    // The head of the answer, which may bring the first frame with it.
    char *end = NULL;
    while (!end) {
        ssize_t count = recv(watcher->fd, watcher->bytes + watcher->have, BUFFER - watcher->have, 0);
        if (count <= 0) fail("the upgrade");
        watcher->have += count;
        end = memmem(watcher->bytes, watcher->have, "\r\n\r\n", 4);
    }
    if (memcmp(watcher->bytes, "HTTP/1.1 101", 12)) {
        fprintf(stderr, "not upgraded: %.*s\n", (int)watcher->have, watcher->bytes);
        exit(1);
    }
    size_t head = end + 4 - (char *)watcher->bytes;
    watcher->have -= head;
    memmove(watcher->bytes, watcher->bytes + head, watcher->have);
    // A masked text frame; the mask 0 leaves the bytes as they are.
    char request[128] = {(char)0x81};
    int length = snprintf(request + 6, sizeof request - 6, "{\"subscribe\": \"%s\"}", job);
    request[1] = (char)(0x80 | length);
    send_all(watcher->fd, request, 6 + length);
    // The job's state ends the answer.
    while (!take(watcher, 0)) {
        char byte;
        if (recv(watcher->fd, &byte, 1, MSG_PEEK) < 0) fail("the subscription");
    }
}

static int by_size(const void *one, const void *other) {
    double difference = *(const double *)one - *(const double *)other;
    return (difference > 0) - (difference < 0);
}

// Waits for the bridge to attach to the runner's socket and answers its "watch".
static int be_watched(int listener) {
    int line = accept(listener, NULL, NULL);
    if (line < 0) fail("accept");
    char request[256];
    if (recv(line, request, sizeof request, 0) <= 0) fail("watch");
    static const char answer[] = "{\"type\":\"watching\"}\n";
    send_all(line, answer, sizeof answer - 1);
    return line;
}

int main(int count, char **words) {
    if (count != 6) {
        fprintf(stderr, "watchers ADDRESS JOB RUNNER_SOCKET WATCHERS ROUNDS\n");
        return 2;
    }
    const char *job = words[2];
    int watchers = atoi(words[4]), rounds = atoi(words[5]);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);

    struct sockaddr_un path;
    int listener = unix_socket(words[3], &path);
    unlink(words[3]);
    if (bind(listener, (struct sockaddr *)&path, sizeof path) < 0 || listen(listener, 8) < 0) fail(words[3]);
    int runner = be_watched(listener);

    struct watcher *all = calloc(watchers, sizeof *all);
    double *last = calloc(rounds, sizeof *last), *each = calloc((size_t)rounds * watchers, sizeof *each);
    int poll = epoll_create1(EPOLL_CLOEXEC);
    double began = now();
    for (int index = 0; index < watchers; index++) {
        open_watcher(&all[index], words[1], job);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[index]};
        epoll_ctl(poll, EPOLL_CTL_ADD, all[index].fd, &event);
    }
    double connecting = now() - began;
    puts("connected");
    fflush(stdout);
    getchar();

    for (int round = 0; round < rounds; round++) {
        char line[512];
        long seq = round + 1;
        int length = snprintf(line, sizeof line,
            "{\"job_id\":\"%s\",\"kind\":\"progress\",\"message\":\"Encoding scene 3 of 9\",\"progress\":%d,\"seq\":%ld,\"status\":\"processing\",\"at\":0}\n",
            job, round * 99 / rounds, seq);
        double start = now();
        send_all(runner, line, length);
        for (int missing = watchers; missing > 0;) {
            struct epoll_event events[256];
            int ready = epoll_wait(poll, events, 256, 10000);
            if (ready == 0) {
                fprintf(stderr, "%d watchers did not hear event %ld\n", missing, seq);
                return 1;
            }
            for (int index = 0; index < ready; index++) {
                struct watcher *watcher = events[index].data.ptr;
                if (!take(watcher, seq) || watcher->heard == seq) continue;
                watcher->heard = seq;
                each[(size_t)round * watchers + watchers - missing] = now() - start;
                missing--;
            }
        }
        last[round] = now() - start;
        // As a job's progress comes: ten times a second.
        usleep(100000);
    }
    qsort(last, rounds, sizeof *last, by_size);
    size_t total = (size_t)rounds * watchers;
    qsort(each, total, sizeof *each, by_size);
    printf("{\"connect_s\": %.2f, \"last_median_ms\": %.2f, \"last_worst_ms\": %.2f, \"each_median_ms\": %.2f}\n", connecting,
        last[rounds / 2] * 1e3, last[rounds - 1] * 1e3, each[total / 2] * 1e3);
    return 0;
}
