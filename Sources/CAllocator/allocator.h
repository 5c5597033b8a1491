/* What the C library's allocator says about itself; Swift's own module map leaves it out. */
#ifndef DSDESIGN_ALLOCATOR_H
#define DSDESIGN_ALLOCATOR_H

#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

/* Bytes handed out and not given back; -1 where the library does not tell. */
static inline long long allocator_bytes_in_use(void) {
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
  struct mallinfo2 info = mallinfo2();
  return (long long)(info.uordblks + info.hblkhd);
#else
  return -1;
#endif
}

#endif
