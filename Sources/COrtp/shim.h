#ifndef CALLBRIDGE_CORTP_SHIM_H
#define CALLBRIDGE_CORTP_SHIM_H

#include <ortp/ortp.h>
#include <ortp/telephonyevents.h>

/* What Swift does not import: function-like macros and mutable globals. */

/* Silences the log of oRTP and bctoolbox, which share one domain. */
static inline void callbridge_ortp_silence_log(void) {
  bctbx_set_log_level_mask(NULL, 0);
  bctbx_set_log_level_mask(BCTBX_LOG_DOMAIN, 0);
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
