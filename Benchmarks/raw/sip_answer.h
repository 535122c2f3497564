// The least of a SIP user agent server over UDP (RFC 3261 section 8.2): reads a request and writes its answer.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SIP_MESSAGE = 4096, SIP_CALL_ID = 128 };

// A part of the message that was read.
struct sip_text {
  const char *start;
  size_t length;
};

enum { SIP_VIAS = 16 };

struct sip_request {
  struct sip_text method, vias[SIP_VIAS], from, to, call_id, sequence;
  int via_count;
};

// Reads a request; whether it has all that an answer needs.
bool sip_read(const char *message, size_t length, struct sip_request *request);

bool sip_is(const struct sip_request *request, const char *method);

// Writes an answer into `answer`, with a description of audio at `host`:`rtp_port` where that is not 0.
// Returns its length, or 0 where it does not fit.
size_t sip_answer(const struct sip_request *request, const char *status, const char *host, uint16_t sip_port,
                  uint16_t rtp_port, char *answer, size_t room);
