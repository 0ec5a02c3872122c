/* Fails the Nth write, sync or truncate on the files of a book, for tests. Loaded into a child process by LD_PRELOAD
 * and steered through a file of four 64-bit numbers that it has in memory:
 *
 * [0] which call fails, counted from 1; 0 fails none
 * [1] how: 1 EIO, 2 ENOSPC, 3 torn (half of the write happens, then EIO)
 * [2] whether every later call fails too
 * [3] calls seen; whoever writes the file sets it back to 0
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

static volatile uint64_t *control;

__attribute__((constructor)) static void begin(void) {
  const char *name = getenv("PEGBOARD_TEST_CONTROL");
  int fd = name ? open(name, O_RDWR) : -1;
  if (fd < 0) return;
  void *page = mmap(NULL, 32, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (page != MAP_FAILED) control = page;
  close(fd);
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
  if (!control || !control[0]) return 0;
  int saved = errno;
  int ours = is_ours(fd);
  errno = saved;
  if (!ours) return 0;
  uint64_t now = __sync_add_and_fetch(&control[3], 1);
  return now == control[0] || (control[2] && now > control[0]);
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

#define REFUSE(tear)                              \
  do {                                            \
    if (control[1] == 3) (void)(tear);            \
    errno = control[1] == 2 ? ENOSPC : EIO;       \
    return -1;                                    \
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
  if (fails(fd)) REFUSE(0);
  return real(fd);
}

int fdatasync(int fd) {
  REAL(fdatasync);
  if (fails(fd)) REFUSE(0);
  return real(fd);
}

int ftruncate64(int fd, off64_t length) {
  REAL(ftruncate64);
  if (fails(fd)) REFUSE(0);
  return real(fd, length);
}

int ftruncate(int fd, off_t length) {
  REAL(ftruncate);
  if (fails(fd)) REFUSE(0);
  return real(fd, length);
}
