#ifndef CALLBRIDGE_COPENSSL_SHIM_H
#define CALLBRIDGE_COPENSSL_SHIM_H

/* SHA1_Init and friends are the only way to restart a digest from a saved state without an allocation. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/srtp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

/* What follows are macros, which Swift does not see. */

static inline EVP_PKEY *callbridge_EVP_EC_gen(const char *curve) { return EVP_EC_gen(curve); }

static inline int callbridge_SSL_CTX_set_groups(SSL_CTX *context, const char *groups) {
  return SSL_CTX_set1_groups_list(context, groups);
}

static inline int callbridge_SSL_CTX_use_only_dtls12(SSL_CTX *context) {
  return SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION) == 1
      && SSL_CTX_set_max_proto_version(context, DTLS1_2_VERSION) == 1;
}

static inline void callbridge_SSL_CTX_restrict(SSL_CTX *context, long certificate_limit) {
  SSL_CTX_set_options(context, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION
                                 | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_max_cert_list(context, certificate_limit);
}

static inline void callbridge_SSL_set_mtu(SSL *connection, long bytes) { SSL_set_mtu(connection, bytes); }

static inline int callbridge_SSL_set_max_send_fragment(SSL *connection, long bytes) {
  return (int)SSL_set_max_send_fragment(connection, bytes);
}

/* Microseconds until the handshake timer runs out; negative when it does not run. */
static inline long long callbridge_DTLSv1_get_timeout(SSL *connection) {
  struct timeval left;
  if (DTLSv1_get_timeout(connection, &left) != 1) return -1;
  return (long long)left.tv_sec * 1000000 + left.tv_usec;
}

static inline int callbridge_DTLSv1_handle_timeout(SSL *connection) {
  return (int)DTLSv1_handle_timeout(connection);
}

static inline void callbridge_BIO_set_retry_read(BIO *bio) { BIO_set_retry_read(bio); }

static inline void callbridge_BIO_clear_retry_flags(BIO *bio) { BIO_clear_retry_flags(bio); }

#endif
