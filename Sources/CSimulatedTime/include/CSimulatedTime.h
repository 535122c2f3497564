#ifndef CALLBRIDGE_CSIMULATEDTIME_H
#define CALLBRIDGE_CSIMULATEDTIME_H

/* The clock and the random source of C libraries, replaced on one thread, so that what OpenSSL, oRTP and libosip2 do in a
   simulated world depends on the world's time and seed alone. Linking this target replaces gettimeofday, time and
   clock_gettime of the whole program; threads that ask for nothing here keep the real ones. */

/* Makes the clocks answer `nanoseconds` since 1970 on this thread; a negative number gives the real time back. OpenSSL's
   handshake timer reads gettimeofday. */
void callbridge_simulated_time_set(long long nanoseconds);

/* Makes OpenSSL's random bytes on this thread a sequence that `seed` determines: keys, nonces, handshakes. Not for anything
   that is secret. Answers 1, or 0 when OpenSSL takes no other source. */
int callbridge_simulated_random_seed(unsigned long long seed);

#endif
