#pragma once

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <unistd.h>

/// How wrong the kernel thinks its clock may be, in microseconds; -1 where nobody keeps it right. `struct timex` has unnamed
/// bit fields that Swift does not take over.
static inline int CLinux_clock_error(long *microseconds) {
    struct timex state = {.modes = 0};
    int result = adjtimex(&state);
    *microseconds = state.maxerror;
    return result == -1 || result == TIME_ERROR || (state.status & STA_UNSYNC) != 0 ? -1 : 0;
}

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

// Memory files. `fcntl` is variadic, and glibc shows these names to programs in C that ask for GNU's extensions only.

enum {
    CLinux_add_seals = 1033,
    CLinux_get_seals = 1034,
    CLinux_all_seals = 0x1 /* F_SEAL_SEAL */ | 0x2 /* F_SEAL_SHRINK */ | 0x4 /* F_SEAL_GROW */ | 0x8 /* F_SEAL_WRITE */,
};

/// A new memory file that can be sealed, closed at execve; -1 and errno on failure.
static inline int CLinux_new_memory_file(const char *name) {
    return (int)syscall(SYS_memfd_create, name, 0x1U /* MFD_CLOEXEC */ | 0x2U /* MFD_ALLOW_SEALING */);
}

/// Forbids every later change, the seals themselves included. Returns 0 on success.
static inline int CLinux_seal(int descriptor) {
    return fcntl(descriptor, CLinux_add_seals, CLinux_all_seals);
}

/// Whether nobody can change the file any more; any other kind of file has no seals and answers 0.
static inline int CLinux_is_sealed(int descriptor) {
    int seals = fcntl(descriptor, CLinux_get_seals);
    return seals >= 0 && (seals & CLinux_all_seals) == CLinux_all_seals;
}

/// A second number for an open file, not below `least`, closed at execve.
static inline int CLinux_duplicate(int descriptor, int least) {
    return fcntl(descriptor, F_DUPFD_CLOEXEC, least);
}

// Messages with descriptors: the CMSG macros cannot be seen from Swift.

#define CLINUX_DESCRIPTORS_MAX 8

/// Sends head and body as one message, descriptors with its first byte. Never blocks and never raises SIGPIPE.
static inline ssize_t CLinux_send(
    int socket, const void *head, size_t head_bytes, const void *body, size_t body_bytes, const int *descriptors,
    size_t count) {
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int) * CLINUX_DESCRIPTORS_MAX)];
    } control;
    struct iovec pieces[2] = {{(void *)head, head_bytes}, {(void *)body, body_bytes}};
    struct msghdr message = {.msg_iov = pieces, .msg_iovlen = 2};
    if (count > CLINUX_DESCRIPTORS_MAX) {
        errno = EINVAL;
        return -1;
    }
    if (count > 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * count);
        struct cmsghdr *first = CMSG_FIRSTHDR(&message);
        first->cmsg_level = SOL_SOCKET;
        first->cmsg_type = SCM_RIGHTS;
        first->cmsg_len = CMSG_LEN(sizeof(int) * count);
        memcpy(CMSG_DATA(first), descriptors, sizeof(int) * count);
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/// Receives up to `bytes` bytes without blocking. With `descriptors` NULL the kernel closes whatever came along; else there is
/// room for CLINUX_DESCRIPTORS_MAX, and `count` says how many the caller now owns. `is_cut` tells that some were lost.
static inline ssize_t CLinux_receive(
    int socket, void *buffer, size_t bytes, int *descriptors, size_t *count, int *is_cut) {
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int) * CLINUX_DESCRIPTORS_MAX)];
    } control;
    struct iovec piece = {buffer, bytes};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
    if (descriptors) {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
    }
    *count = 0;
    ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    *is_cut = got >= 0 && (message.msg_flags & MSG_CTRUNC) != 0;
    if (got < 0 || !descriptors) return got;
    for (struct cmsghdr *next = CMSG_FIRSTHDR(&message); next; next = CMSG_NXTHDR(&message, next)) {
        if (next->cmsg_level != SOL_SOCKET || next->cmsg_type != SCM_RIGHTS) continue;
        size_t held = (next->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        if (held > CLINUX_DESCRIPTORS_MAX - *count) held = CLINUX_DESCRIPTORS_MAX - *count;  // the buffer holds no more
        memcpy(descriptors + *count, CMSG_DATA(next), held * sizeof(int));
        *count += held;
    }
    return got;
}

/// A pipe whose ends are closed at execve: first the end to read, then the end to write. Swift sees no `pipe2`.
static inline int CLinux_pipe(int ends[2]) {
    return (int)syscall(SYS_pipe2, ends, O_CLOEXEC);
}

/// A descriptor that can be read after somebody has written to it. Its flags are hidden from Swift.
static inline int CLinux_bell(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

// Processes.

/// glibc declares it to programs in C only that ask for its extensions; it is there from 2.34 on.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);

/// The program that is spawned gets nothing from `first` on.
static inline int CLinux_spawn_closing_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

/// Swift hides `fork` because threads do not survive it; the nursery has one thread only.
static inline pid_t CLinux_fork(void) {
    return fork();
}

/// A descriptor that can be read when a child has died. SIGCHLD must be blocked, or it is lost.
static inline int CLinux_watch_children(void) {
    sigset_t deaths;
    sigemptyset(&deaths);
    sigaddset(&deaths, SIGCHLD);
    return signalfd(-1, &deaths, SFD_CLOEXEC | SFD_NONBLOCK);
}

/// A descriptor for a process: it means that process for ever, where a process number is given to another one later. glibc
/// declares it in a header that Swift does not read.
static inline int CLinux_process_descriptor(pid_t process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}

/// Kills exactly the process behind the descriptor, however its number is used by now.
static inline int CLinux_kill(int process_descriptor) {
    return (int)syscall(SYS_pidfd_send_signal, process_descriptor, SIGKILL, NULL, 0);
}

/// No program this process executes gains a right it has not; Landlock and seccomp want it. Cannot be undone.
static inline int CLinux_forbid_new_privileges(void) {
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

/// The kernel kills this process when the thread that started it ends.
static inline int CLinux_die_with_parent(void) {
    return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

/// Gives up every capability of root, for good once new privileges are forbidden.
static inline int CLinux_drop_capabilities(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
    (void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    return (int)syscall(SYS_capset, &header, none);
}

/// Swift imports the names of the limits as a type of their own; soft and hard limit are set alike.
static inline int CLinux_limit(int resource, uint64_t most) {
    struct rlimit limit = {.rlim_cur = most, .rlim_max = most};
    return setrlimit((__rlimit_resource_t)resource, &limit);
}

/// Closes every descriptor from `first` on. glibc declares it only where all of GNU's extensions are asked for.
static inline int CLinux_close_from(unsigned first) {
    return (int)syscall(SYS_close_range, first, ~0U, 0);
}

// Landlock has no functions in glibc, and Debian's kernel headers know less of it than newer kernels do.

struct CLinux_landlock_ruleset {
    uint64_t files;
    uint64_t network;
    uint64_t scopes;
};

struct CLinux_landlock_path {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

/// The version of Landlock the kernel offers; 0 where it offers none.
static inline int CLinux_landlock_version(void) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1U);
    return version > 0 ? (int)version : 0;
}

/// A ruleset that forbids what is handled; `bytes` says how much of the structure this kernel knows.
static inline int CLinux_landlock_ruleset_new(const struct CLinux_landlock_ruleset *handled, size_t bytes) {
    return (int)syscall(SYS_landlock_create_ruleset, handled, bytes, 0U);
}

/// Allows something beneath an opened folder or file.
static inline int CLinux_landlock_allow(int ruleset, const struct CLinux_landlock_path *path) {
    return (int)syscall(SYS_landlock_add_rule, ruleset, 1, path, 0U);
}

/// Puts the calling thread, and all it starts, under the ruleset for good.
static inline int CLinux_landlock_enter(int ruleset) {
    return (int)syscall(SYS_landlock_restrict_self, ruleset, 0U);
}

/// Installs a seccomp program of `count` instructions of 8 bytes. The system call is variadic.
static inline int CLinux_install_filter(const void *instructions, unsigned short count) {
    struct sock_fprog program = {.len = count, .filter = (struct sock_filter *)instructions};
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

/// What glibc's `fork` asks the kernel for: the only `clone` a nursery may make.
static inline uint64_t CLinux_fork_flags(void) {
    return 0x00200000 /* CLONE_CHILD_CLEARTID */ | 0x01000000 /* CLONE_CHILD_SETTID */ | SIGCHLD;
}

/// `memmem` is a GNU extension, declared only where a file asks for them before its first include.
extern void *memmem(const void *, size_t, const void *, size_t);
static inline const void *CLinux_find(const void *in, size_t in_bytes, const void *what, size_t what_bytes) {
    return memmem(in, in_bytes, what, what_bytes);
}
