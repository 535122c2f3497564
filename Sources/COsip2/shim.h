#ifndef CALLBRIDGE_COSIP2_SHIM_H
#define CALLBRIDGE_COSIP2_SHIM_H

/* osip's headers use struct timeval without including it. */
#include <sys/time.h>
#include <osip2/osip.h>
#include <osipparser2/osip_parser.h>
#include <osipparser2/sdp_message.h>

/* osip_free is a macro, which Swift does not see. */
static inline void callbridge_osip_free(char *text) { osip_free(text); }

#endif
