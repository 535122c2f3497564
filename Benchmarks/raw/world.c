#define _GNU_SOURCE
#include "world.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

_Noreturn void world_failure(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(1);
}

static int64_t world_clock(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

int64_t world_now(void) { return world_clock(CLOCK_MONOTONIC); }

int64_t world_thread_cpu(void) { return world_clock(CLOCK_THREAD_CPUTIME_ID); }

int world_udp(struct sockaddr_in address, int buffer) {
  int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) world_failure("socket");
  // The FORCE variants pass the system's limit and need privileges; without them the limit holds.
  if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer))
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  if (setsockopt(descriptor, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof buffer))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
  if (!bind(descriptor, (struct sockaddr *)&address, sizeof address)) return descriptor;
  int reason = errno;
  close(descriptor);
  errno = reason;
  return -1;
}

int world_poller(void) {
  int poller = epoll_create1(EPOLL_CLOEXEC);
  if (poller < 0) world_failure("epoll_create1");
  return poller;
}

void world_watch(int poller, int descriptor, uint64_t name) {
  struct epoll_event event = {.events = EPOLLIN, .data.u64 = name};
  if (epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event)) world_failure("epoll_ctl");
}

int world_signals(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGUSR2);
  sigprocmask(SIG_BLOCK, &set, NULL);
  int descriptor = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
  if (descriptor < 0) world_failure("signalfd");
  return descriptor;
}

int world_next_signal(int descriptor) {
  struct signalfd_siginfo info;
  return read(descriptor, &info, sizeof info) == sizeof info ? (int)info.ssi_signo : 0;
}

static struct timespec world_timespec(int64_t nanoseconds) {
  return (struct timespec){nanoseconds / 1000000000, nanoseconds % 1000000000};
}

int world_timer(int64_t first, int64_t period) {
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  if (timer < 0) world_failure("timerfd_create");
  struct itimerspec setting = {world_timespec(period), world_timespec(first)};
  if (timerfd_settime(timer, TFD_TIMER_ABSTIME, &setting, NULL)) world_failure("timerfd_settime");
  return timer;
}

uint64_t world_expirations(int timer) {
  uint64_t count = 0;
  return read(timer, &count, sizeof count) == sizeof count ? count : 0;
}

bool world_realtime(int priority) {
  struct sched_param wanted = {.sched_priority = priority};
  // A wake-up is up to 50 us late by default; the real-time class has no such slack.
  prctl(PR_SET_TIMERSLACK, 1);
  return priority > 0 && !sched_setscheduler(0, SCHED_FIFO, &wanted);
}

void world_descriptors(long count) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  rlim_t wanted = (rlim_t)count + 64;
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = wanted;
  if (limit.rlim_max < wanted) limit.rlim_max = wanted;
  if (setrlimit(RLIMIT_NOFILE, &limit)) world_failure("too few descriptors allowed; see ulimit -n");
}
