#define _GNU_SOURCE
#include "CSimulatedTime.h"

#include <dlfcn.h>
#include <stddef.h>
#include <sys/time.h>
#include <time.h>

static _Thread_local long long simulated = -1;

void callbridge_simulated_time_set(long long nanoseconds) { simulated = nanoseconds; }

typedef int clock_reader(clockid_t, struct timespec *);

static int read_real(clockid_t clock, struct timespec *now) {
  static clock_reader *real;
  clock_reader *reader = __atomic_load_n(&real, __ATOMIC_RELAXED);
  if (!reader) {
    reader = (clock_reader *)dlsym(RTLD_NEXT, "clock_gettime");
    __atomic_store_n(&real, reader, __ATOMIC_RELAXED);
  }
  return reader(clock, now);
}

/* These stand before the C library's own, for the program and for all shared libraries that it loads. */

int clock_gettime(clockid_t clock, struct timespec *now) {
  if (simulated < 0) return read_real(clock, now);
  now->tv_sec = simulated / 1000000000;
  now->tv_nsec = simulated % 1000000000;
  return 0;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  struct timespec present;
  (void)zone;
  if (clock_gettime(CLOCK_REALTIME, &present) != 0) return -1;
  now->tv_sec = present.tv_sec;
  now->tv_usec = present.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *seconds) {
  struct timespec present;
  if (clock_gettime(CLOCK_REALTIME, &present) != 0) return -1;
  if (seconds) *seconds = present.tv_sec;
  return present.tv_sec;
}
