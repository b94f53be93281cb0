#pragma once
#include <espeak-ng/speak_lib.h>

// Swift takes neither the anonymous union of an event nor flags of a macro's own type.

/// Whether an event of a phoneme is one of silence: the engine's names of pauses begin with an underscore.
static inline int reel_espeak_is_pause(const espeak_EVENT *event) {
    return event->type == espeakEVENT_PHONEME && event->id.string[0] == '_';
}

/// Readies the engine for giving samples and events to a callback before a call returns; it neither plays nor ends the
/// process when its data is missing. Returns the sample rate, or a negative number.
static inline int reel_espeak_initialize(void) {
    return espeak_Initialize(
        AUDIO_OUTPUT_SYNCHRONOUS, 0, NULL, espeakINITIALIZE_DONT_EXIT | espeakINITIALIZE_PHONEME_EVENTS);
}

/// Speaks UTF-8 text as plain text: no markup is looked for in it.
static inline int reel_espeak_speak(const char *text, size_t bytes) {
    return espeak_Synth(text, bytes, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL, NULL);
}

/// The next clause of a UTF-8 text in the International Phonetic Alphabet, letters that belong together joined by ^. `text`
/// moves on, to NULL at the end. The answer is the engine's, and is overwritten by the next call.
static inline const char *reel_espeak_phonemes(const char **text) {
    const void *rest = *text;
    const char *clause = espeak_TextToPhonemes(&rest, espeakCHARS_UTF8, espeakPHONEMES_IPA | espeakPHONEMES_TIE | '^' << 8);
    *text = (const char *)rest;
    return clause;
}
