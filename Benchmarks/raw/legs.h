// The raw pattern that a phone leg is held against: a UDP socket for each call, a packet each 20 ms in twenty slots of
// 1 ms, and everything that comes in read and forgotten.
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LEG_SLOTS = 20, LEG_PACKET = 2048, RTP_HEADER = 12 };

struct legs {
  struct sockaddr_in target;  // of the first leg; each next one goes to the port two above
  long calls;
  size_t payload;             // bytes of a packet after the header
  uint8_t payload_type;
  uint32_t timestamp_step;    // of the RTP clock in 20 ms
  int priority;               // SCHED_FIFO, 0 for none
  bool deaf;                  // only sends
  // Turn a packet into what goes out and back, in place, in room for LEG_PACKET bytes; the new length, or 0 for a
  // packet that is not to be counted. NULL where packets go as they are.
  size_t (*protect)(void *context, long leg, uint8_t *packet, size_t length);
  size_t (*unprotect)(void *context, long leg, uint8_t *packet, size_t length);
  void *context;
};

// Runs until SIGTERM or SIGINT, then writes what was sent and received as a line of JSON to standard output.
void legs_run(const struct legs *legs);
