// Participants without a room: the same pattern, each packet encrypted before it leaves and decrypted when it comes
// back (AES-128-GCM as RFC 7714 has it, the header authenticated, one context for each direction of each leg), with no
// key derivation, no replay check and no other framing.
//   srtp_legs --target 127.0.0.1:PORT --calls N [--payload BYTES] [--priority P]
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "legs.h"
#include "options.h"

enum { TAG = 16, SALT = 12 };

struct cipher {
  EVP_CIPHER_CTX *out, *in;
  uint8_t salt[SALT];
};

static void cipher_open(struct cipher *cipher, long leg) {
  uint8_t key[16];
  memset(key, 0x42, sizeof key);
  memcpy(key, &leg, sizeof leg);
  memset(cipher->salt, 0x17, SALT);
  cipher->out = EVP_CIPHER_CTX_new();
  cipher->in = EVP_CIPHER_CTX_new();
  if (!cipher->out || !cipher->in || EVP_EncryptInit_ex(cipher->out, EVP_aes_128_gcm(), NULL, key, NULL) != 1 ||
      EVP_DecryptInit_ex(cipher->in, EVP_aes_128_gcm(), NULL, key, NULL) != 1) {
    fprintf(stderr, "OpenSSL has no AES-128-GCM\n");
    exit(1);
  }
}

// RFC 7714 section 8.1: zeros, source, roll-over counter (0 here), sequence number, exclusive or the salt.
static void cipher_vector(const struct cipher *cipher, const uint8_t *packet, uint8_t *vector) {
  memcpy(vector, cipher->salt, SALT);
  for (int at = 0; at < 4; at++) vector[2 + at] ^= packet[8 + at];
  for (int at = 0; at < 2; at++) vector[10 + at] ^= packet[2 + at];
}

static size_t protect(void *context, long leg, uint8_t *packet, size_t length) {
  struct cipher *cipher = (struct cipher *)context + leg;
  uint8_t vector[SALT], *payload = packet + RTP_HEADER;
  int done, bytes = (int)length - RTP_HEADER;
  cipher_vector(cipher, packet, vector);
  EVP_EncryptInit_ex(cipher->out, NULL, NULL, NULL, vector);
  EVP_EncryptUpdate(cipher->out, NULL, &done, packet, RTP_HEADER);
  EVP_EncryptUpdate(cipher->out, payload, &done, payload, bytes);
  EVP_EncryptFinal_ex(cipher->out, payload + bytes, &done);
  EVP_CIPHER_CTX_ctrl(cipher->out, EVP_CTRL_AEAD_GET_TAG, TAG, packet + length);
  return length + TAG;
}

static size_t unprotect(void *context, long leg, uint8_t *packet, size_t length) {
  struct cipher *cipher = (struct cipher *)context + leg;
  uint8_t vector[SALT], *payload = packet + RTP_HEADER;
  if (length < RTP_HEADER + TAG) return 0;
  int done, bytes = (int)length - RTP_HEADER - TAG;
  cipher_vector(cipher, packet, vector);
  EVP_DecryptInit_ex(cipher->in, NULL, NULL, NULL, vector);
  EVP_DecryptUpdate(cipher->in, NULL, &done, packet, RTP_HEADER);
  EVP_DecryptUpdate(cipher->in, payload, &done, payload, bytes);
  EVP_CIPHER_CTX_ctrl(cipher->in, EVP_CTRL_AEAD_SET_TAG, TAG, payload + bytes);
  return EVP_DecryptFinal_ex(cipher->in, payload + bytes, &done) == 1 ? length - TAG : 0;
}

int main(int argc, char **argv) {
  struct legs legs = {
    .target = option_address(argc, argv, "target", "127.0.0.1:10000"),
    .calls = option_number(argc, argv, "calls", 200, 1, 20000),
    .payload = (size_t)option_number(argc, argv, "payload", 80, 1, 1200),
    .payload_type = 111,
    .timestamp_step = 960,
    .priority = (int)option_number(argc, argv, "priority", 0, 0, 99),
    .protect = protect,
    .unprotect = unprotect,
  };
  struct cipher *ciphers = calloc((size_t)legs.calls, sizeof *ciphers);
  if (!ciphers) return 1;
  for (long leg = 0; leg < legs.calls; leg++) cipher_open(&ciphers[leg], leg);
  legs.context = ciphers;
  legs_run(&legs);
}
