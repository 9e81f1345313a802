#pragma once

// What somebody might try who has taken a worker over: one system call each, by its number, so that no library stands
// between the attempt and the kernel. Signals are sent as number 0, which the kernel allows and forbids like any other.

#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/// The result of a system call, errors as negative numbers.
static inline long CAttempts_call(long number, long a, long b, long c, long d, long e, long f) {
    long result = syscall(number, a, b, c, d, e, f);
    return result < 0 ? -errno : result;
}

#define CALL(name, ...) CALL_(SYS_##name, __VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define CALL_(number, a, b, c, d, e, f, ...) \
    CAttempts_call(number, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
#define IS(word) (strcmp(name, word) == 0)

/// A process made by a raw call must end at once, or two would answer.
static inline long CAttempts_after_fork(long process) {
    if (process == 0) syscall(SYS_exit_group, 0);
    return process;
}

static inline long CAttempts_files(const char *name) {
    static char path[] = "/tmp/teken-attempt";
    if IS("open a file") return CALL(openat, AT_FDCWD, "/etc/passwd", O_RDONLY);
    if IS("open for writing") return CALL(openat, AT_FDCWD, "/dev/null", O_WRONLY);
    if IS("create a file") return CALL(openat, AT_FDCWD, path, O_CREAT | O_WRONLY, 0600);
    if IS("unlink a file") return CALL(unlinkat, AT_FDCWD, path, 0);
    if IS("open through proc") return CALL(openat, AT_FDCWD, "/proc/self/fd/0", O_RDWR);
    if IS("open its own memory") return CALL(openat, AT_FDCWD, "/proc/self/mem", O_RDWR);
    if IS("open as of old") {
#ifdef SYS_open
        return CALL(open, "/etc/passwd", O_RDONLY);
#else
        return CALL(openat, AT_FDCWD, "/etc/passwd", O_RDONLY);
#endif
    }
    if IS("open by handle") {
        struct { unsigned bytes; int type; unsigned char handle[128]; } handle = {.bytes = 128};
        int mount = 0;
        long told = CALL(name_to_handle_at, AT_FDCWD, "/etc/passwd", &handle, &mount, 0);
        return told < 0 ? told : CALL(open_by_handle_at, AT_FDCWD, &handle, O_RDONLY);
    }
    if IS("stat a file") {
        char status[256];
        return CALL(newfstatat, AT_FDCWD, "/etc/passwd", status, 0);
    }
    if IS("chroot") return CALL(chroot, "/");
    if IS("mount") return CALL(mount, "none", "/mnt", "no-such-kind", 0, 0);  // fails in the open as well
    if IS("chmod a file") return CALL(fchmodat, AT_FDCWD, "/dev/null", 0666);
    if IS("make a memory file") return CALL(memfd_create, "attempt", 0);
    return 1 << 30;
}

static inline long CAttempts_network(const char *name) {
    if IS("open an internet socket") return CALL(socket, AF_INET, SOCK_STREAM, 0);
    if IS("open a local socket") return CALL(socket, AF_UNIX, SOCK_STREAM, 0);
    if IS("open a netlink socket") return CALL(socket, AF_NETLINK, SOCK_RAW, 0);
    if IS("make a socket pair") {
        int ends[2];
        return CALL(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
    }
    if IS("connect") {
        struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "/dev/log"};
        return CALL(connect, 3, &address, sizeof address);
    }
    return 1 << 30;
}

static inline long CAttempts_processes(const char *name, long parent) {
    char *const words[] = {"/bin/true", NULL};
    struct iovec piece = {.iov_base = &piece, .iov_len = 1};
    if IS("execute a program") return CALL(execve, words[0], words, words + 1);
    if IS("fork") return CAttempts_after_fork(CALL(clone, SIGCHLD));
#ifdef SYS_vfork
    if IS("fork as of old") return CAttempts_after_fork(CALL(fork, 0));
#else
    if IS("fork as of old") return CAttempts_after_fork(CALL(clone, SIGCHLD));
#endif
    if IS("clone3") {
        uint64_t terms[8] = {0, 0, 0, 0, SIGCHLD};
        return CAttempts_after_fork(CALL(clone3, terms, sizeof terms));
    }
    if IS("fork as the nursery does") return CAttempts_after_fork(CALL(clone, 0x01200000 | SIGCHLD));
    if IS("make a thread") {
        // With a stack that cannot be used: it is refused or it kills; outside it comes to life and dies of it.
        return CALL(clone, CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND, 0x1000);
    }
    if IS("unshare") return CALL(unshare, CLONE_NEWNS);
    if IS("trace its parent") return CALL(ptrace, PTRACE_SEIZE, parent);
    if IS("be traced") return CALL(ptrace, PTRACE_TRACEME);
    if IS("read its parent's memory") return CALL(process_vm_readv, parent, &piece, 1, &piece, 1, 0);
    if IS("kill its parent") return CALL(kill, parent, 0);
    if IS("kill everybody") return CALL(kill, -1, 0);
    if IS("kill a thread") return CALL(tgkill, parent, parent, 0);
    if IS("open its parent") return CALL(pidfd_open, parent, 0);
    return 1 << 30;
}

static inline long CAttempts_limits(const char *name) {
    struct rlimit64 {
        uint64_t soft, hard;
    } most = {~0ull, ~0ull}, less = {1 << 20, 1 << 20};
    struct itimerval never = {0};
    struct timespec now = {0};
    char ignore[32] = {1};
    uint64_t all = ~0ull;
    if IS("raise a limit") return CALL(prlimit64, 0, RLIMIT_CPU, &most, 0);
    if IS("change a limit") return CALL(prlimit64, 0, RLIMIT_STACK, &less, 0);
    if IS("put off the alarm") return CALL(setitimer, ITIMER_REAL, &never, 0);
#ifdef SYS_alarm
    if IS("put off the alarm as of old") return CALL(alarm, 0);
#else
    if IS("put off the alarm as of old") return CALL(setitimer, ITIMER_REAL, &never, 0);
#endif
    if IS("handle the alarm") return CALL(rt_sigaction, SIGALRM, ignore, 0, 8);
    if IS("block the alarm") return CALL(rt_sigprocmask, SIG_BLOCK, &all, 0, 8);
    if IS("poll with the alarm blocked") {
        struct timespec moment = {.tv_nsec = 1000};
        return CALL(ppoll, 0, 0, &moment, &all, 8);
    }
    if IS("survive the nursery") return CALL(prctl, PR_SET_PDEATHSIG, 0);
    if IS("become dumpable") return CALL(prctl, PR_SET_DUMPABLE, 1);
    if IS("ask for another filter") {
        uint32_t allow = 0x7fff0000;
        return CALL(seccomp, 2 /* SECCOMP_GET_ACTION_AVAIL */, 0, &allow);
    }
    if IS("set the clock") {
        CALL(clock_gettime, CLOCK_REALTIME, &now);
        return CALL(clock_settime, CLOCK_REALTIME, &now);
    }
    if IS("sleep") {
        struct timespec moment = {.tv_nsec = 1000};
        return CALL(nanosleep, &moment, 0);
    }
    return 1 << 30;
}

static inline long CAttempts_memory(const char *name) {
    if IS("map executable memory") {
        return CALL(mmap, 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) > 0 ? 0 : -1;
    }
    if IS("make memory executable") {
        long page = CALL(mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        return CALL(mprotect, page, 4096, PROT_READ | PROT_EXEC);
    }
    if IS("make memory executable by key") {
        long page = CALL(mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        return CALL(pkey_mprotect, page, 4096, PROT_READ | PROT_EXEC, -1);
    }
    if IS("map shared memory") {
        return CALL(mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0) > 0 ? 0 : -1;
    }
    if IS("map growing memory") {
        return CALL(mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN, -1, 0) > 0 ? 0 : -1;
    }
    if IS("advise the kernel badly") {
        long page = CALL(mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        return CALL(madvise, page, 4096, 19 /* MADV_KEEPONFORK */);
    }
    if IS("get shared memory") return CALL(shmget, 0x7e4e, 4096, 0);  // nobody has made it
    if IS("lock a futex that inherits") {
        static uint32_t word;
        return CALL(futex, &word, 6 /* FUTEX_LOCK_PI */, 0, 0);
    }
    return 1 << 30;
}

static inline long CAttempts_kernel(const char *name) {
    char parameters[256] = {0};
    if IS("set up io_uring") return CALL(io_uring_setup, 1, parameters);
    if IS("load a bpf program") {
        uint32_t map[5] = {2 /* BPF_MAP_TYPE_ARRAY */, 4, 4, 1};
        return CALL(bpf, 0 /* BPF_MAP_CREATE */, map, sizeof map);
    }
    if IS("open userfaultfd") return CALL(userfaultfd, 1 /* UFFD_USER_MODE_ONLY */);
    if IS("add a key") return CALL(keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_PROCESS_KEYRING, 1);
    if IS("watch performance") return CALL(perf_event_open, parameters, 0, -1, -1, 0);
    if IS("change its personality") return CALL(personality, 0xffffffff);
#ifdef __x86_64__
    if IS("call with the numbers of x32") return CAttempts_call(0x40000000 + SYS_getpid, 0, 0, 0, 0, 0, 0);
    if IS("call as a program of 32 bits") {
        int result;
        __asm__ volatile("int $0x80" : "=a"(result) : "a"(20 /* getpid */) : "memory", "r8", "r9", "r10", "r11");
        return result;
    }
#endif
    return 1 << 30;
}

#define CAttempts_unknown (1L << 30)

/// The attempt of this name; what the kernel answered, or CAttempts_unknown.
static inline long CAttempts_run(const char *name, long parent) {
    long result = CAttempts_files(name);
    if (result == CAttempts_unknown) result = CAttempts_network(name);
    if (result == CAttempts_unknown) result = CAttempts_processes(name, parent);
    if (result == CAttempts_unknown) result = CAttempts_limits(name);
    if (result == CAttempts_unknown) result = CAttempts_memory(name);
    if (result == CAttempts_unknown) result = CAttempts_kernel(name);
    return result;
}

#undef CALL
#undef CALL_
#undef IS
