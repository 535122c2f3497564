// What Swift cannot call well: control messages, packed structures, macros, signal handlers.
// Every function answers a count or descriptor, or the negated errno; none allocates but cs_batch_new.
#ifndef CSOCKETS_H
#define CSOCKETS_H

#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// An IP address and port in numeric order. An IPv4 address is the lower 32 bits of `low`.
struct cs_address {
  uint64_t high;
  uint64_t low;
  uint16_t port;
  uint8_t family;  // 4 or 6
};

// The static name (EADDRINUSE) and sentence of an errno; never NULL.
const char *cs_error_name(int code);
const char *cs_error_text(int code);

// --- Sockets: all non-blocking and close-on-exec; IPv6 sockets carry IPv6 only.
int cs_open_datagram(int family);
int cs_open_stream(int family);
int cs_bind(int fd, const struct cs_address *address);
int cs_local_address(int fd, struct cs_address *address);
// Sets both kernel buffers, past the system's limit where the process may.
int cs_set_buffers(int fd, int receive_bytes, int send_bytes);
// The receive buffer the kernel granted, without its own doubling for overhead.
int cs_receive_buffer(int fd);

// --- Datagrams.
// Datagrams cut off by the kernel's full receive queue since the socket was made (SO_MEMINFO).
int64_t cs_drop_count(int fd);
ssize_t cs_send_to(int fd, const uint8_t *bytes, size_t count, const struct cs_address *to);
// Takes one ICMP error from the error queue: 1 with the destination it is about and its errno, 0 when none
// is left.
int cs_next_unreachable(int fd, struct cs_address *destination, int *error);

struct cs_datagram {
  const uint8_t *bytes;
  uint32_t count;
  uint32_t drops;    // SO_RXQ_OVFL: drops on this socket before it; 0 when the kernel said nothing
  int64_t realtime;  // SO_TIMESTAMPNS: ns since 1970 at arrival; 0 when the kernel said nothing
  struct cs_address source;
  uint8_t truncated;  // longer than the slot
};

struct cs_batch;
// Memory for receiving up to `slots` datagrams of up to `slot_bytes` each; NULL when there is none.
struct cs_batch *cs_batch_new(unsigned slots, size_t slot_bytes);
void cs_batch_free(struct cs_batch *batch);
// Receives up to `limit` datagrams; how many.
int cs_batch_receive(struct cs_batch *batch, int fd, unsigned limit);
// What the last cs_batch_receive filled; valid until the next one.
const struct cs_datagram *cs_batch_datagrams(const struct cs_batch *batch);

// --- Streams.
int cs_listen(int fd, int backlog);
int cs_connect(int fd, const struct cs_address *address);
int cs_accept(int fd, struct cs_address *peer);
// The outcome of a non-blocking connect: 0 or an errno (positive).
int cs_pending_error(int fd);
ssize_t cs_stream_send(int fd, const uint8_t *bytes, size_t count);
// Receives bytes and the arrival of the last of them (ns since 1970, 0 when unknown).
ssize_t cs_stream_receive(int fd, uint8_t *bytes, size_t capacity, int64_t *realtime);

// --- Waiting.
struct cs_event {
  uint64_t token;
  uint8_t readable;
  uint8_t writable;
  uint8_t failed;
};
int cs_poller_new(void);
// Level-triggered interest in input, and in output when `output`; `modify` for a descriptor watched already.
int cs_poller_watch(int poller, int fd, uint64_t token, int output, int modify);
int cs_poller_unwatch(int poller, int fd);
// Waits without limit, or not at all when `immediately`; at most 256 events.
int cs_poller_wait(int poller, struct cs_event *events, int capacity, int immediately);
int cs_timer_new(void);
// Arms for an instant of CLOCK_MONOTONIC (the past fires at once); 0 disarms. Clears an expiry not yet seen.
int cs_timer_arm(int timer, int64_t nanoseconds);
int cs_event_new(void);
int cs_event_signal(int event);
int cs_event_clear(int event);
// 1 when readable (or hung up) within `nanoseconds` (negative: no limit), 0 when not.
int cs_wait_readable(int fd, int64_t nanoseconds);

// --- Threads.
// Starts a joinable thread; `cpu` < 0: any; `priority` > 0: SCHED_FIFO of that priority.
int cs_thread_start(uint64_t *thread, int cpu, int priority, void *(*body)(void *), void *argument);
int cs_thread_join(uint64_t thread);
int cs_thread_detach(uint64_t thread);
uint64_t cs_thread_self(void);
void cs_thread_name(const char *name);

// CPUs the calling thread may run on.
int cs_usable_cpus(void);

// --- Processes and signals.
// A close-on-exec pipe: the reading end, the writing end.
int cs_pipe(int *reading, int *writing);
// In the child to be spawned, closes every descriptor from `first` on.
int cs_spawn_close_from(posix_spawn_file_actions_t *actions, int first);
int cs_pidfd(pid_t pid);
// Reaps `pid` if it has ended: 1 with its exit code or signal, 0 while it runs.
int cs_reap(pid_t pid, int *signalled, int *value);
// From now on a byte holding its number is written to `fd` when `signal` comes.
int cs_signal_watch(int signal, int fd);
int cs_signal_reset(int signal);

#endif
