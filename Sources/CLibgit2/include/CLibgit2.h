#ifndef RTRACK_CLIBGIT2_H
#define RTRACK_CLIBGIT2_H

/// libgit2, loaded when it is first needed: linking it would make every start 2 ms slower. The
/// header is libgit2's own, so the compiler checks every call against it.

#include <git2.h>
#include <stddef.h>

#if defined(__clang__)
#pragma clang assume_nonnull begin
#endif

/// Every function used: the struct below and its loading are made from this one list.
#define LIBGIT2_FUNCTIONS(X) \
  X(git_libgit2_init) \
  X(git_libgit2_opts) \
  X(git_error_last) \
  X(git_error_clear) \
  X(git_buf_dispose) \
  X(git_repository_discover) \
  X(git_repository_open_ext) \
  X(git_repository_free) \
  X(git_repository_path) \
  X(git_repository_commondir) \
  X(git_repository_workdir) \
  X(git_repository_is_bare) \
  X(git_repository_odb) \
  X(git_repository_refdb) \
  X(git_refdb_free) \
  X(git_repository_set_ident) \
  X(git_config_new) \
  X(git_config_add_file_ondisk) \
  X(git_config_open_ondisk) \
  X(git_config_snapshot) \
  X(git_config_get_string) \
  X(git_config_free) \
  X(git_reference_lookup) \
  X(git_reference_free) \
  X(git_reference_type) \
  X(git_reference_name) \
  X(git_reference_target) \
  X(git_reference_symbolic_target) \
  X(git_reference_name_to_id) \
  X(git_reference_create_matching) \
  X(git_reference_delete) \
  X(git_reference_iterator_glob_new) \
  X(git_reference_iterator_free) \
  X(git_reference_next) \
  X(git_odb_free) \
  X(git_odb_add_disk_alternate) \
  X(git_odb_read) \
  X(git_odb_read_header) \
  X(git_odb_exists) \
  X(git_odb_exists_ext) \
  X(git_odb_refresh) \
  X(git_odb_write) \
  X(git_odb_hash) \
  X(git_odb_object_free) \
  X(git_odb_object_data) \
  X(git_odb_object_size) \
  X(git_odb_object_type) \
  X(git_merge_base) \
  X(git_graph_descendant_of)

/// One pointer for each function of the list, under the function's own name and type.
struct libgit2_functions {
#define LIBGIT2_MEMBER(name) __typeof__(&name) _Nonnull name;
  LIBGIT2_FUNCTIONS(LIBGIT2_MEMBER)
#undef LIBGIT2_MEMBER
};

/// The functions of a library that is loaded and initialised; once a process, from any thread.
/// NULL where it is not there or lacks one of them, and then `error` says why.
const struct libgit2_functions *_Nullable libgit2_functions(const char *_Nullable *_Nonnull error);

/// Reference databases that are opened from here to the matching `libgit2_durable_end` synchronise
/// for ever what they write. Objects look at the same setting, at each write; so it is on for this
/// moment only. It is the library's, not a repository's: calls are counted.
void libgit2_durable_begin(void);

/// Ends what `libgit2_durable_begin` began.
void libgit2_durable_end(void);

/// From here to the matching `libgit2_walk_end` libgit2 keeps no objects: a walk over a whole history
/// keeps what it needs itself. With `hashing` every object that is read is hashed and compared with
/// its name. Both are the library's settings, not a repository's: calls are counted.
void libgit2_walk_begin(int hashing);

/// Ends what `libgit2_walk_begin` began.
void libgit2_walk_end(int hashing);

/// Has libgit2 map little of a pack at once: for those who read a few objects of a large one.
void libgit2_read_sparsely(void);

/// The most bytes that `object_deflate` may need for so many.
size_t object_deflate_bound(size_t count);

/// Deflates an object as git's loose files hold it, at git's level for them, with the zlib that
/// libgit2 loads anyway. Gives the number of bytes written to `to`; 0 on failure.
size_t object_deflate(unsigned char *to, size_t capacity, const unsigned char *from, size_t count);

/// What inflates objects of packs, for one thread; NULL where zlib is not there.
typedef struct object_inflater object_inflater;
object_inflater *_Nullable object_inflater_new(void);

/// Inflates what begins at `from` and must give exactly `count` bytes; 0 when it does not. There must
/// be `room` for more.
int object_inflate(object_inflater *inflater, unsigned char *to, size_t count, size_t room,
                   const unsigned char *from, size_t available);

/// Gives back what `object_inflater_new` gave.
void object_inflater_free(object_inflater *inflater);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
