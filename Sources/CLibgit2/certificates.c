// libgit2 built on mbed TLS parses the machine's whole bundle of certificates when it starts,
// which takes 3 ms. Nothing here speaks TLS through libgit2: transport is git's own. A library
// that is loaded binds to these two, when the executable exports them, rather than to mbed TLS's.
// A libgit2 on another TLS library never asks for them.

#define EXPORTED __attribute__((used, visibility("default")))

EXPORTED int mbedtls_x509_crt_parse_file(void *chain, const char *path);
EXPORTED int mbedtls_x509_crt_parse_path(void *chain, const char *path);

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
