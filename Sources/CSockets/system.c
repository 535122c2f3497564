#define _GNU_SOURCE
#include "CSockets.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/pidfd.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_EVENTS = 256 };

static int result_of(int value) { return value < 0 ? -errno : value; }

// --- Waiting

int cs_poller_new(void) { return result_of(epoll_create1(EPOLL_CLOEXEC)); }

int cs_poller_watch(int poller, int fd, uint64_t token, int output, int modify) {
  struct epoll_event event = {.events = EPOLLIN | (output ? EPOLLOUT : 0), .data.u64 = token};
  return result_of(epoll_ctl(poller, modify ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event));
}

int cs_poller_unwatch(int poller, int fd) { return result_of(epoll_ctl(poller, EPOLL_CTL_DEL, fd, NULL)); }

int cs_poller_wait(int poller, struct cs_event *events, int capacity, int immediately) {
  struct epoll_event ready[MOST_EVENTS];
  if (capacity > MOST_EVENTS) capacity = MOST_EVENTS;
  int count = epoll_wait(poller, ready, capacity, immediately ? 0 : -1);
  if (count < 0) return errno == EINTR ? 0 : -errno;
  for (int i = 0; i < count; i++) {
    events[i].token = ready[i].data.u64;
    events[i].readable = (ready[i].events & EPOLLIN) != 0;
    events[i].writable = (ready[i].events & EPOLLOUT) != 0;
    events[i].failed = (ready[i].events & (EPOLLERR | EPOLLHUP)) != 0;
  }
  return count;
}

static struct timespec timespec_of(int64_t nanoseconds) {
  return (struct timespec){nanoseconds / 1000000000, nanoseconds % 1000000000};
}

int cs_timer_new(void) { return result_of(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)); }

int cs_timer_arm(int timer, int64_t nanoseconds) {
  struct itimerspec setting = {.it_value = timespec_of(nanoseconds)};
  return result_of(timerfd_settime(timer, TFD_TIMER_ABSTIME, &setting, NULL));
}

int cs_event_new(void) { return result_of(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)); }

int cs_event_signal(int event) { return result_of(eventfd_write(event, 1)); }

int cs_event_clear(int event) {
  eventfd_t count;
  return result_of(eventfd_read(event, &count));
}

int cs_wait_readable(int fd, int64_t nanoseconds) {
  struct pollfd interest = {.fd = fd, .events = POLLIN};
  struct timespec limit = timespec_of(nanoseconds);
  int ready = ppoll(&interest, 1, nanoseconds < 0 ? NULL : &limit, NULL);
  if (ready < 0) return errno == EINTR ? 0 : -errno;
  return ready;
}

// --- Threads

static int set_placement(pthread_attr_t *attributes, int cpu, int priority) {
  int failure = 0;
  if (cpu >= 0) {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (cpu >= CPU_SETSIZE) return EINVAL;
    CPU_SET(cpu, &set);
    failure = pthread_attr_setaffinity_np(attributes, sizeof set, &set);
  }
  if (failure || priority <= 0) return failure;
  struct sched_param parameter = {.sched_priority = priority};
  failure = pthread_attr_setinheritsched(attributes, PTHREAD_EXPLICIT_SCHED);
  if (!failure) failure = pthread_attr_setschedpolicy(attributes, SCHED_FIFO);
  return failure ? failure : pthread_attr_setschedparam(attributes, &parameter);
}

int cs_thread_start(uint64_t *thread, int cpu, int priority, void *(*body)(void *), void *argument) {
  pthread_attr_t attributes;
  pthread_t started;
  int failure = pthread_attr_init(&attributes);
  if (failure) return -failure;
  failure = set_placement(&attributes, cpu, priority);
  if (!failure) failure = pthread_create(&started, &attributes, body, argument);
  pthread_attr_destroy(&attributes);
  if (!failure) *thread = (uint64_t)started;
  return -failure;
}

int cs_thread_join(uint64_t thread) { return -pthread_join((pthread_t)thread, NULL); }

int cs_thread_detach(uint64_t thread) { return -pthread_detach((pthread_t)thread); }

uint64_t cs_thread_self(void) { return (uint64_t)pthread_self(); }

void cs_thread_name(const char *name) { pthread_setname_np(pthread_self(), name); }

int cs_usable_cpus(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) < 0 ? -errno : CPU_COUNT(&set);
}

// --- Processes and signals

int cs_pipe(int *reading, int *writing) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
  *reading = ends[0];
  *writing = ends[1];
  return 0;
}

int cs_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
  return -posix_spawn_file_actions_addclosefrom_np(actions, first);
}

int cs_pidfd(pid_t pid) { return result_of(pidfd_open(pid, 0)); }

int cs_reap(pid_t pid, int *signalled, int *value) {
  siginfo_t info = {0};
  if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG) < 0) return -errno;
  if (info.si_pid == 0) return 0;
  *signalled = info.si_code != CLD_EXITED;
  *value = info.si_status;
  return 1;
}

static volatile sig_atomic_t signal_descriptor = -1;

static void write_signal(int signal) {
  int saved = errno;
  unsigned char number = (unsigned char)signal;
  // A full pipe holds the same news already.
  ssize_t ignored = write(signal_descriptor, &number, 1);
  (void)ignored;
  errno = saved;
}

int cs_signal_watch(int signal, int fd) {
  struct sigaction action = {.sa_handler = write_signal, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  signal_descriptor = fd;
  return result_of(sigaction(signal, &action, NULL));
}

int cs_signal_reset(int signal) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigemptyset(&action.sa_mask);
  return result_of(sigaction(signal, &action, NULL));
}
