// What the programs here share of the system: clocks, sockets, timers, signals, priority.
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

enum { SOCKET_BUFFER = 256 << 10 };  // as large as callsim's, in bytes

// Ends the program with what failed and errno's words.
_Noreturn void world_failure(const char *what);

// CLOCK_MONOTONIC, and the CPU time of the calling thread, in ns.
int64_t world_now(void);
int64_t world_thread_cpu(void);

// A UDP socket that does not block, bound to `address`, with buffers of `buffer` bytes; -1 where it cannot be bound.
int world_udp(struct sockaddr_in address, int buffer);

// An epoll instance, and a descriptor that is to be told about when it is readable, under the name `name`.
int world_poller(void);
void world_watch(int poller, int descriptor, uint64_t name);

// A descriptor that becomes readable by SIGTERM, SIGINT, SIGUSR1 and SIGUSR2, and the next of those signals, or 0.
int world_signals(void);
int world_next_signal(int descriptor);

// A timer that fires each `period` ns, first at `first` (CLOCK_MONOTONIC), and how often it fired since asked last.
int world_timer(int64_t first, int64_t period);
uint64_t world_expirations(int timer);

// Takes a priority of SCHED_FIFO, as callsim's media threads do; whether the system permitted it.
bool world_realtime(int priority);

// Room for `count` descriptors and a few more.
void world_descriptors(long count);
