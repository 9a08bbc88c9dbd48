// For a libgit2 that is linked in. It starts network transports, and names them from deep inside;
// nothing here reaches a network through libgit2: transport is git's own. These take the place of
// the doors through which an archive would bring them in, and with them two TLS libraries, ssh and
// Kerberos. `Scripts/archives` tries whether they fit the libgit2 that is there.

#if defined(LIBGIT2_STATIC)

#include <git2.h>
#include <git2/sys/transport.h>
#include <stdbool.h>

int git_mbedtls_stream_global_init(void);
int git_mbedtls__set_cert_location(const char *file, const char *path);
int git_openssl_stream_global_init(void);
int git_openssl__set_cert_location(const char *file, const char *path);
int git_transport_ssh_global_init(void);
int git_transport_ssh_libssh2_global_init(void);

int git_mbedtls_stream_global_init(void) { return 0; }
int git_openssl_stream_global_init(void) { return 0; }
int git_transport_ssh_global_init(void) { return 0; }
int git_transport_ssh_libssh2_global_init(void) { return 0; }

int git_mbedtls__set_cert_location(const char *file, const char *path) {
  (void)file;
  (void)path;
  return -1;
}

int git_openssl__set_cert_location(const char *file, const char *path) {
  (void)file;
  (void)path;
  return -1;
}

int git_transport_new(git_transport **made, git_remote *owner, const char *url) {
  (void)owner;
  (void)url;
  *made = NULL;
  return -1;
}

bool git_http__expect_continue = false;
bool git_smart__ofs_delta_enabled = true;

#endif
