#ifndef CALLBRIDGE_CORTP_SHIM_H
#define CALLBRIDGE_CORTP_SHIM_H

#include <ortp/ortp.h>
#include <ortp/telephonyevents.h>
#include <stdlib.h>
#include <string.h>

/* What Swift does not import: function-like macros and mutable globals. */

/* Silences the log of oRTP and bctoolbox, which share one domain. */
static inline void callbridge_ortp_silence_log(void) {
  bctbx_set_log_level_mask(NULL, 0);
  bctbx_set_log_level_mask(BCTBX_LOG_DOMAIN, 0);
}

/* oRTP makes up to three messages for each packet it reads or is asked for, and frees them at once. Blocks of their size
 * are kept here instead of going back to the C library: no packet allocates. Each thread has spares of its own, as a playout
 * belongs to one thread; one that is handed to another takes its blocks along. */
struct callbridge_ortp_block {
  struct callbridge_ortp_block *next;
  size_t size;
};

enum { CALLBRIDGE_ORTP_MOST_SPARES = 4096 };

struct callbridge_ortp_spares {
  struct callbridge_ortp_block *first;
  unsigned count;
};

/* In a function, since Swift does not compile the variables of a header. */
static inline struct callbridge_ortp_spares *callbridge_ortp_spares(void) {
  static _Thread_local struct callbridge_ortp_spares spares;
  return &spares;
}

static inline struct callbridge_ortp_block *callbridge_ortp_take_spare(void) {
  struct callbridge_ortp_spares *spares = callbridge_ortp_spares();
  struct callbridge_ortp_block *block = spares->first;
  if (block) {
    spares->first = block->next;
    spares->count--;
  }
  return block;
}

static inline int callbridge_ortp_keep_spare(struct callbridge_ortp_block *block) {
  struct callbridge_ortp_spares *spares = callbridge_ortp_spares();
  if (spares->count >= CALLBRIDGE_ORTP_MOST_SPARES) return 0;
  block->next = spares->first;
  spares->first = block;
  spares->count++;
  return 1;
}

static inline void *callbridge_ortp_malloc(size_t size) {
  struct callbridge_ortp_block *block = NULL;
  if (size <= sizeof(mblk_t)) {
    size = sizeof(mblk_t);
    block = callbridge_ortp_take_spare();
  }
  if (!block) block = (struct callbridge_ortp_block *)malloc(sizeof *block + size);
  if (!block) return NULL;
  block->size = size;
  return block + 1;
}

static inline void callbridge_ortp_free(void *memory) {
  if (!memory) return;
  struct callbridge_ortp_block *block = (struct callbridge_ortp_block *)memory - 1;
  if (block->size != sizeof(mblk_t) || !callbridge_ortp_keep_spare(block)) free(block);
}

static inline void *callbridge_ortp_realloc(void *memory, size_t size) {
  if (!memory) return callbridge_ortp_malloc(size);
  struct callbridge_ortp_block *block = (struct callbridge_ortp_block *)memory - 1;
  if (size <= block->size) return memory;
  void *larger = callbridge_ortp_malloc(size);
  if (!larger) return NULL;
  memcpy(larger, memory, block->size);
  callbridge_ortp_free(memory);
  return larger;
}

/* Before anything else is asked of oRTP. */
static inline void callbridge_ortp_keep_memory(void) {
  OrtpMemoryFunctions functions = {callbridge_ortp_malloc, callbridge_ortp_realloc, callbridge_ortp_free};
  ortp_set_memory_functions(&functions);
}

static inline unsigned int callbridge_ortp_payload_type(const mblk_t *packet) {
  return rtp_get_payload_type(packet);
}

/* The timestamp of the packet handed out last, as it came in: oRTP overwrites the one in the packet with its own
 * correction when the jitter buffer is adaptive. */
static inline uint32_t callbridge_ortp_last_timestamp(const RtpSession *session) {
  return session->rtp.rcv_last_ts;
}

/* How far the sender's clock is ahead of ours by oRTP's estimate, in timestamp units. */
static inline int32_t callbridge_ortp_clock_offset(const RtpSession *session) {
  return session->rtp.jittctl.clock_offset_ts;
}

/* The delay that oRTP itself would keep, in timestamp units. */
static inline int32_t callbridge_ortp_own_delay(const RtpSession *session) {
  return session->rtp.jittctl.adapt_jitt_comp_ts;
}

/* How late packets are on average by oRTP's estimate (early ones count as 0), in timestamp units. */
static inline float callbridge_ortp_lateness(const RtpSession *session) {
  return session->rtp.jittctl.jitter;
}

#endif
