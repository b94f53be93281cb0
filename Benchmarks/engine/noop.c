/* An attempt that does nothing: takes its order, makes the four files of a reel, says that it has finished. The poster holds
 * the time at which main began, in seconds of the wall clock. Called as "noop attempt --work-folder FOLDER". */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int main(int count, char **arguments) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (count != 4) return 2;
    const char *folder = arguments[3];
    char order[65536];
    while (read(0, order, sizeof order) > 0) {}
    static const char *const endings[] = {"mp4", "jpg", "vtt", "srt"};
    for (int i = 0; i < 4; i++) {
        char path[4096], words[64];
        snprintf(path, sizeof path, "%s/reel.%s", folder, endings[i]);
        int length = snprintf(words, sizeof words, "%ld.%09ld\n", (long)now.tv_sec, now.tv_nsec);
        int file = open(path, O_WRONLY | O_CREAT, 0644);
        if (file < 0 || write(file, words, (size_t)length) != length || close(file)) return 1;
    }
    printf("{\"finished\":{\"_0\":{\"title\":\"Nothing\",\"sourceURL\":\"\",\"voice\":\"none\",\"duration\":31.5,"
           "\"script\":{\"title\":\"Nothing\",\"scenes\":[]},\"files\":{\"video\":\"file://%s/reel.mp4\","
           "\"poster\":\"file://%s/reel.jpg\",\"webVTT\":\"file://%s/reel.vtt\",\"subRip\":\"file://%s/reel.srt\"}}}}\n",
           folder, folder, folder, folder);
    return 0;
}
