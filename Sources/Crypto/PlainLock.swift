import Glibc

/// A value that threads share, behind the plain lock of POSIX.
///
/// Not `Mutex`: on Linux it waits through futexes that inherit priorities, which a confined process may not ask for, and it takes
/// a forked process for its parent.
@safe final class PlainLock<Value>: @unchecked Sendable {
    // Sendable: the value is only touched between lock and unlock.

    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    init(_ value: Value) {
        unsafe lock = .allocate(capacity: 1)
        unsafe lock.initialize(to: pthread_mutex_t())
        let status = unsafe pthread_mutex_init(lock, nil)
        precondition(status == 0, "a plain lock needs nothing that could be missing")
        self.value = value
    }

    deinit {
        unsafe pthread_mutex_destroy(lock)
        unsafe lock.deinitialize(count: 1)
        unsafe lock.deallocate()
    }

    func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }

        return body(&value)
    }
}
