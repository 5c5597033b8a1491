// glibc's allocator: its settings and what it tells of itself, which the Glibc module leaves out.
#ifdef __linux__
#include <malloc.h>
#endif

// Bytes handed out and not given back; -1 where the C library does not tell.
static inline long long malloc_bytes_in_use(void) {
#ifdef __GLIBC_PREREQ
#if __GLIBC_PREREQ(2, 33)
  struct mallinfo2 info = mallinfo2();
  return (long long)(info.uordblks + info.hblkhd);
#endif
#endif
  return -1;
}
