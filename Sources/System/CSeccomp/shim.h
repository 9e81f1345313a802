#pragma once

#include <seccomp.h>

// The actions are macros with casts or arguments, which Swift cannot see.

/// Ends the whole process, whatever its other threads do.
static inline uint32_t CSeccomp_kill(void) {
    return SCMP_ACT_KILL_PROCESS;
}

/// The call is made.
static inline uint32_t CSeccomp_allow(void) {
    return SCMP_ACT_ALLOW;
}

/// The call fails with this error; for a program that was not written for these walls.
static inline uint32_t CSeccomp_refuse(uint16_t error) {
    return SCMP_ACT_ERRNO(error);
}

/// What a call gets as number when this machine's architecture does not have it.
static inline int CSeccomp_unknown_call(void) {
    return __NR_SCMP_ERROR;
}
