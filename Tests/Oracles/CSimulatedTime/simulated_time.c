#include "CSimulatedTime.h"

#include <sys/time.h>
#include <time.h>

static _Thread_local long long simulated = -1;

void callbridge_simulated_time_set(long long microseconds) { simulated = microseconds; }

/* Stands before the C library's own, for the program and for all shared libraries that it loads. */
int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  if (simulated >= 0) {
    now->tv_sec = simulated / 1000000;
    now->tv_usec = simulated % 1000000;
    return 0;
  }
  struct timespec real;
  if (clock_gettime(CLOCK_REALTIME, &real) != 0) return -1;
  now->tv_sec = real.tv_sec;
  now->tv_usec = real.tv_nsec / 1000;
  return 0;
}
