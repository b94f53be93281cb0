#pragma once
#include <iconv.h>
#include <libxml/HTMLparser.h>

// xmlFree is a mutable global function pointer, which Swift 6 refuses to touch.
static inline void reel_xml_free(void *memory) {
    xmlFree(memory);
}
