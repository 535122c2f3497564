/* OpenSSL calls it old, but it is the one way to replace the source for its own key generation too. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "CSimulatedTime.h"

#include <openssl/rand.h>
#include <pthread.h>
#include <stdint.h>

static _Thread_local int is_seeded;
static _Thread_local uint64_t state;

/* SplitMix64, as everything seeded of this project. */
static uint64_t next_word(void) {
  uint64_t mixed = state += 0x9E3779B97F4A7C15;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
  return mixed ^ (mixed >> 31);
}

static int make_bytes(unsigned char *output, int count) {
  if (!is_seeded) return RAND_OpenSSL()->bytes(output, count);
  uint64_t word = 0;
  for (int i = 0; i < count; i++, word >>= 8) {
    if (i % 8 == 0) word = next_word();
    output[i] = (unsigned char)word;
  }
  return 1;
}

static int status(void) { return 1; }

static const RAND_METHOD method = {.bytes = make_bytes, .pseudorand = make_bytes, .status = status};
static int is_installed;

static void install(void) { is_installed = RAND_set_rand_method(&method); }

int callbridge_simulated_random_seed(unsigned long long seed) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, install);
  state = seed;
  is_seeded = 1;
  return is_installed;
}
