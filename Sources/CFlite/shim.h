#pragma once
#include <flite/flite.h>
#include <flite/flite_version.h>

// The voices' entry points are in no installed header.
cst_voice *register_cmu_us_rms(const char *voxdir);
cst_voice *register_cmu_us_slt(const char *voxdir);

// The engine keeps the names of features by their address (cst_features.c, feat_set), so these names have to be C
// literals; a string passed from Swift is gone when the call returns. Values are copied.

/// How many times faster than its own pace a voice speaks.
static inline void reel_flite_set_speed(cst_voice *voice, float speed) {
    feat_set_float(voice->features, "duration_stretch", 1 / speed);
}

/// An utterance that is given its tokens instead of a text to cut.
static inline cst_utterance *reel_flite_new_utterance(void) {
    cst_utterance *utterance = new_utterance();
    utt_relation_create(utterance, "Token");
    return utterance;
}

/// Appends a token: a name without punctuation, and the punctuation that follows it ("" for none).
static inline cst_item *reel_flite_add_token(cst_utterance *utterance, const char *name, const char *punctuation) {
    cst_item *token = relation_append(utt_relation(utterance, "Token"), NULL);
    item_set_string(token, "name", name);
    item_set_string(token, "whitespace", " ");
    item_set_string(token, "prepunctuation", "");
    item_set_string(token, "punc", punctuation);
    return token;
}

static inline cst_item *reel_flite_first_token(const cst_utterance *utterance) {
    return relation_head(utt_relation(utterance, "Token"));
}

/// Seconds at which a spoken token begins and ends, by the ends of its segments.
/// Returns 0 for a token that has no sound.
static inline int reel_flite_token_span(const cst_item *token, float *start, float *end) {
    int found = 0;
    for (const cst_item *word = item_daughter(token); word; word = item_next(word)) {
        const cst_item *first = path_to_item(word, "R:SylStructure.daughter1.daughter1.R:Segment");
        const cst_item *last = path_to_item(word, "R:SylStructure.daughtern.daughtern.R:Segment");
        if (!first || !last) continue;
        if (!found) *start = item_prev(first) ? item_feat_float(item_prev(first), "end") : 0;
        *end = item_feat_float(last, "end");
        found = 1;
    }
    return found;
}
