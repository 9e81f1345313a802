#pragma once

#include <jansson.h>
#include <malloc.h>
#include <string.h>

// Inline functions for what Swift cannot see, or must not see half of.

/// Memory that is given back is wiped first: a request may hold a passphrase.
static inline void CJansson_wipe_and_free(void *block) {
    if (!block) return;
    explicit_bzero(block, malloc_usable_size(block));
    free(block);
}

/// Jansson grows a text by taking larger memory and giving the smaller one back, so nothing stays behind unwiped.
static inline void CJansson_wipe_what_is_freed(void) { json_set_alloc_funcs(malloc, CJansson_wipe_and_free); }

/// Gives up one reference.
static inline void CJansson_release(json_t *value) { json_decref(value); }

/// One more owner of the value.
static inline json_t *CJansson_retain(json_t *value) { return json_incref(value); }

static inline json_type CJansson_type(const json_t *value) { return json_typeof(value); }
