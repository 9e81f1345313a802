#pragma once

#include <malloc.h>
#include <string.h>
#include <sys/prctl.h>

/// `prctl` is variadic. Returns 0 when the process can no longer be dumped or traced by its own user.
static inline int CLinux_forbid_dumping(void) {
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/// As above: whether the process can be dumped (1) or not (0).
static inline int CLinux_is_dumpable(void) {
    return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
}
