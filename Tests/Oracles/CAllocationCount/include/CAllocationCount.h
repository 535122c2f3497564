/* How often the calling thread asked for memory. Linked into tests only: it stands before the C library's malloc and
   passes everything on. */
#ifndef CALLBRIDGE_ALLOCATION_COUNT_H
#define CALLBRIDGE_ALLOCATION_COUNT_H

/* Whether there is a count: not under a sanitizer, which brings a malloc of its own. */
int callbridge_allocation_count_available(void);

/* Calls of malloc, calloc, realloc and their kin on this thread so far. */
unsigned long callbridge_allocation_count(void);

#endif
