/* Tells the thread sanitizer what it cannot see: a contended Mutex is taken and given back inside Swift's own library, which
 * is not instrumented (the uncontended way is compiled into our code, and seen). Without this, every contended Mutex is
 * reported as a race. Nothing is silenced: an access outside the lock is still found.
 * Scripts/sanitize preloads it; there it stands before libswiftSynchronization.so. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

/* Synchronization._MutexHandle._lockSlow(UInt32) and ._unlockSlow(), as Swift names them. */
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

#define SWIFT_CALL __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *

typedef SWIFT_CALL void (*lock_function)(uint32_t thread, SELF mutex);
typedef SWIFT_CALL void (*unlock_function)(SELF mutex);

SWIFT_CALL void ordered_lock(uint32_t thread, SELF mutex) __asm__(LOCK);
SWIFT_CALL void ordered_unlock(SELF mutex) __asm__(UNLOCK);

/* The sanitizer's. Absent in the children of a test, which are preloaded too. */
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

static lock_function swift_lock;
static unlock_function swift_unlock;

__attribute__((constructor)) static void find_swift(void) {
  swift_lock = (lock_function)dlsym(RTLD_NEXT, LOCK);
  swift_unlock = (unlock_function)dlsym(RTLD_NEXT, UNLOCK);
}

SWIFT_CALL void ordered_lock(uint32_t thread, SELF mutex) {
  swift_lock(thread, mutex);
  if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT_CALL void ordered_unlock(SELF mutex) {
  if (__tsan_release) __tsan_release(mutex);
  swift_unlock(mutex);
}
