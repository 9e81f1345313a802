#pragma once

#include <utf8proc.h>

/// The option bits are an anonymous-enum typedef that Swift imports without arithmetic.
static inline utf8proc_option_t CUTF8Proc_nfc(void) {
    return (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}
