#pragma once
#include <ass/ass.h>

static inline void reel_ass_ignore(int level, const char *format, va_list arguments, void *data) {}

/// A library that keeps its remarks to itself: what is missing is looked for before anything is drawn.
static inline ASS_Library *reel_ass_open(void) {
    ASS_Library *library = ass_library_init();
    if (library) ass_set_message_cb(library, reel_ass_ignore, NULL);
    return library;
}

/// A renderer for frames of this size, with the fonts that fontconfig finds; `NULL` when there is no memory.
static inline ASS_Renderer *reel_ass_renderer(ASS_Library *library, int width, int height) {
    ASS_Renderer *renderer = ass_renderer_init(library);
    if (!renderer) return NULL;
    ass_set_frame_size(renderer, width, height);
    ass_set_cache_limits(renderer, 0, 32);  // MB of drawn letters
    ass_set_fonts(renderer, NULL, NULL, ASS_FONTPROVIDER_FONTCONFIG, NULL, 1);
    return renderer;
}
