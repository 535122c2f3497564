// What a join costs at least: full DTLS 1.2 handshakes (ECDHE-ECDSA, P-256, AES-128-GCM, both sides with a
// certificate, keys exported for SRTP), client and server in one thread over memory, their CPU time counted apart. The
// certificate of each side is made once, as our programs do. No sockets, no ICE, no signalling.
//   dtls_joins --handshakes N
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>

#include "options.h"
#include "world.h"

enum { SIDES = 2, MOST_FLIGHTS = 20, KEYING = 56 };

_Noreturn static void tls_failure(const char *what) {
  fprintf(stderr, "%s failed:\n", what);
  ERR_print_errors_fp(stderr);
  exit(1);
}

static X509 *certificate(EVP_PKEY *key) {
  X509 *made = X509_new();
  X509_set_version(made, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
  X509_gmtime_adj(X509_getm_notBefore(made), -3600);
  X509_gmtime_adj(X509_getm_notAfter(made), 86400);
  X509_set_pubkey(made, key);
  X509_NAME *name = X509_get_subject_name(made);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"bench", -1, -1, 0);
  X509_set_issuer_name(made, name);
  if (!X509_sign(made, key, EVP_sha256())) tls_failure("signing a certificate");
  return made;
}

// WebRTC's certificates are nobody's: who they belong to is known by their fingerprint.
static int accept_any(int verified, X509_STORE_CTX *store) {
  (void)verified, (void)store;
  return 1;
}

static SSL_CTX *context(const SSL_METHOD *method) {
  SSL_CTX *made = SSL_CTX_new(method);
  EVP_PKEY *key = EVP_EC_gen("P-256");
  if (!made || !key) tls_failure("making a key");
  SSL_CTX_set_min_proto_version(made, DTLS1_2_VERSION);
  SSL_CTX_set_cipher_list(made, "ECDHE-ECDSA-AES128-GCM-SHA256");
  SSL_CTX_set1_groups_list(made, "P-256");
  SSL_CTX_set_session_cache_mode(made, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(made, SSL_OP_NO_TICKET | SSL_OP_NO_QUERY_MTU);
  SSL_CTX_set_verify(made, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, accept_any);
  if (SSL_CTX_use_certificate(made, certificate(key)) != 1 || SSL_CTX_use_PrivateKey(made, key) != 1)
    tls_failure("using the certificate");
  if (SSL_CTX_set_tlsext_use_srtp(made, "SRTP_AEAD_AES_128_GCM")) tls_failure("offering SRTP");
  return made;
}

struct side {
  SSL_CTX *context;
  SSL *connection;
  BIO *in, *out;
  int64_t cpu;  // ns
};

static void side_open(struct side *side, int is_client) {
  side->connection = SSL_new(side->context);
  side->in = BIO_new(BIO_s_mem());
  side->out = BIO_new(BIO_s_mem());
  if (!side->connection || !side->in || !side->out) tls_failure("SSL_new");
  BIO_set_mem_eof_return(side->in, -1);
  SSL_set_bio(side->connection, side->in, side->out);
  SSL_set_mtu(side->connection, 1200);
  if (is_client) SSL_set_connect_state(side->connection);
  else SSL_set_accept_state(side->connection);
}

// Takes what the peer sent and goes on as far as it can; whether the handshake is through.
static int side_advance(struct side *side, struct side *peer) {
  char *flight;
  long length = BIO_get_mem_data(peer->out, &flight);
  if (length > 0) BIO_write(side->in, flight, (int)length);
  (void)BIO_reset(peer->out);
  int result = SSL_do_handshake(side->connection);
  if (result == 1) return 1;
  if (SSL_get_error(side->connection, result) != SSL_ERROR_WANT_READ) tls_failure("a handshake");
  return 0;
}

static void side_close(struct side *side) {
  unsigned char keying[KEYING];
  if (SSL_export_keying_material(side->connection, keying, KEYING, "EXTRACTOR-dtls_srtp", 19, NULL, 0, 0) != 1)
    tls_failure("exporting keys");
  SSL_free(side->connection);
}

static void handshake(struct side sides[SIDES]) {
  int through[SIDES] = {0, 0};
  for (int which = 0; which < SIDES; which++) {
    int64_t start = world_thread_cpu();
    side_open(&sides[which], which == 0);
    sides[which].cpu += world_thread_cpu() - start;
  }
  for (int flight = 0; flight < MOST_FLIGHTS && !(through[0] && through[1]); flight++) {
    int which = flight % SIDES;
    int64_t start = world_thread_cpu();
    through[which] = side_advance(&sides[which], &sides[!which]);
    sides[which].cpu += world_thread_cpu() - start;
  }
  if (!through[0] || !through[1]) tls_failure("a handshake that does not end");
  for (int which = 0; which < SIDES; which++) {
    int64_t start = world_thread_cpu();
    side_close(&sides[which]);
    sides[which].cpu += world_thread_cpu() - start;
  }
}

int main(int argc, char **argv) {
  long count = option_number(argc, argv, "handshakes", 1000, 1, 1000000);
  struct side sides[SIDES] = {{.context = context(DTLS_client_method())}, {.context = context(DTLS_server_method())}};
  for (long warm = 0; warm < 20; warm++) handshake(sides);
  sides[0].cpu = sides[1].cpu = 0;
  for (long done = 0; done < count; done++) handshake(sides);
  printf("{\"handshakes\": %ld, \"client_ns\": %lld, \"server_ns\": %lld}\n", count, (long long)sides[0].cpu,
         (long long)sides[1].cpu);
}
