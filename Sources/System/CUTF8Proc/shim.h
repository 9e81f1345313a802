#pragma once

#include <utf8proc.h>

/// The option bits are an anonymous-enum typedef that Swift imports without arithmetic.
static inline utf8proc_option_t CUTF8Proc_nfc(void) {
    return (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

/// Compatibility form, case folded, without what cannot be seen and without accents.
static inline utf8proc_option_t CUTF8Proc_folded(void) {
    return (utf8proc_option_t)(
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STRIPMARK
        | UTF8PROC_STRIPCC);
}
