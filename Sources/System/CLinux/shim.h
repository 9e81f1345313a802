#pragma once

#include <malloc.h>
#include <stddef.h>
#include <sys/mman.h>
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

/// The advice constants are hidden from Swift. Large pages where the kernel grants them, and never in a core dump; both are
/// wishes, and memory without them works as well.
static inline void CLinux_advise_working_memory(void *start, size_t bytes) {
    (void)madvise(start, bytes, MADV_HUGEPAGE);
    (void)madvise(start, bytes, MADV_DONTDUMP);
}
