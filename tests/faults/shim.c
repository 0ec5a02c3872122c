/* Fails the Nth write, sync or truncate on the files of a book, for tests. Loaded into a child process by LD_PRELOAD.
 *
 * FAULT_AT     which call fails, from 1; 0 counts only
 * FAULT_KIND   eio | full | torn (half of the write happens, then EIO)
 * FAULT_STICKY 1: every later call fails too
 * FAULT_GATE   counting begins once this file exists
 * FAULT_COUNT  at exit, the number of calls counted is written to this file
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long fault_at, counted;
static int kind, sticky, ready;
static const char *gate;

static void settle(void) {
  const char *k = getenv("FAULT_KIND");
  const char *at = getenv("FAULT_AT");
  fault_at = at ? atol(at) : 0;
  kind = k && !strcmp(k, "full") ? ENOSPC : EIO;
  if (k && !strcmp(k, "torn")) kind = -EIO;
  sticky = getenv("FAULT_STICKY") != NULL;
  gate = getenv("FAULT_GATE");
  ready = 1;
}

__attribute__((destructor)) static void tell(void) {
  const char *to = getenv("FAULT_COUNT");
  if (!to) return;
  FILE *file = fopen(to, "w");
  if (file) {
    fprintf(file, "%ld\n", counted);
    fclose(file);
  }
}

static int is_ours(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n <= 0) return 0;
  path[n] = 0;
  return strstr(path, "book.db") != NULL;
}

/* Whether this call is the one that fails. */
static int fails(int fd) {
  if (!ready) settle();
  int saved = errno;
  int ours = is_ours(fd) && (!gate || access(gate, F_OK) == 0);
  errno = saved;
  if (!ours) return 0;
  long now = __sync_add_and_fetch(&counted, 1);
  return fault_at > 0 && (now == fault_at || (sticky && now > fault_at));
}

/* Finds the call that stands behind ours. */
#define REAL(name)          \
  static name##_call *real; \
  if (!real) real = (name##_call *)dlsym(RTLD_NEXT, #name)

typedef ssize_t pwrite64_call(int, const void *, size_t, off64_t);
typedef ssize_t pwrite_call(int, const void *, size_t, off_t);
typedef ssize_t write_call(int, const void *, size_t);
typedef int fsync_call(int);
typedef int fdatasync_call(int);
typedef int ftruncate64_call(int, off64_t);
typedef int ftruncate_call(int, off_t);

#define REFUSE(tear)             \
  do {                           \
    if (kind < 0) {              \
      tear;                      \
      errno = -kind;             \
    } else {                     \
      errno = kind;              \
    }                            \
    return -1;                   \
  } while (0)

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  REAL(pwrite64);
  if (fails(fd)) REFUSE(real(fd, bytes, count / 2, at));
  return real(fd, bytes, count, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  REAL(pwrite);
  if (fails(fd)) REFUSE(real(fd, bytes, count / 2, at));
  return real(fd, bytes, count, at);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  REAL(write);
  if (fails(fd)) REFUSE(real(fd, bytes, count / 2));
  return real(fd, bytes, count);
}

int fsync(int fd) {
  REAL(fsync);
  if (fails(fd)) REFUSE((void)0);
  return real(fd);
}

int fdatasync(int fd) {
  REAL(fdatasync);
  if (fails(fd)) REFUSE((void)0);
  return real(fd);
}

int ftruncate64(int fd, off64_t length) {
  REAL(ftruncate64);
  if (fails(fd)) REFUSE((void)0);
  return real(fd, length);
}

int ftruncate(int fd, off_t length) {
  REAL(ftruncate);
  if (fails(fd)) REFUSE((void)0);
  return real(fd, length);
}
