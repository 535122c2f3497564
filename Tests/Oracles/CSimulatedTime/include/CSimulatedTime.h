#ifndef CALLBRIDGE_CSIMULATEDTIME_H
#define CALLBRIDGE_CSIMULATEDTIME_H

/* Makes gettimeofday answer `microseconds` since 1970 on this thread; a negative number gives the real time
   back. OpenSSL's handshake timer reads that clock. */
void callbridge_simulated_time_set(long long microseconds);

#endif
