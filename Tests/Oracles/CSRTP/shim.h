#ifndef CALLBRIDGE_CSRTP_SHIM_H
#define CALLBRIDGE_CSRTP_SHIM_H

#include <srtp2/srtp.h>

#endif
