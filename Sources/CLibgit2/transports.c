// For a libgit2 that is loaded. When it starts, it makes its own network transports ready: mbed TLS
// parses the machine's whole bundle of certificates (3 ms) and gathers entropy, libssh2 starts
// OpenSSL. Nothing here reaches a network through libgit2: transport is git's own. A library that
// is loaded binds to these, when the executable exports them, rather than to the real ones. A
// libgit2 that is built on others never asks for them.

#if !defined(LIBGIT2_STATIC)

#define EXPORTED __attribute__((used, visibility("default")))

EXPORTED int mbedtls_x509_crt_parse_file(void *chain, const char *path);
EXPORTED int mbedtls_x509_crt_parse_path(void *chain, const char *path);
EXPORTED int mbedtls_ctr_drbg_seed(void *context, int (*entropy)(void *, unsigned char *, unsigned long),
                                   void *source, const unsigned char *custom, unsigned long count);
EXPORTED int libssh2_init(int flags);

int mbedtls_x509_crt_parse_file(void *chain, const char *path) {
  (void)chain;
  (void)path;
  return 0;
}

int mbedtls_x509_crt_parse_path(void *chain, const char *path) {
  (void)chain;
  (void)path;
  return 0;
}

int mbedtls_ctr_drbg_seed(void *context, int (*entropy)(void *, unsigned char *, unsigned long),
                          void *source, const unsigned char *custom, unsigned long count) {
  (void)context;
  (void)entropy;
  (void)source;
  (void)custom;
  (void)count;
  return 0;
}

int libssh2_init(int flags) {
  (void)flags;
  return 0;
}

#endif
