// How evenly packets come: a histogram of the gaps between successive packets, of constant size.
#pragma once

#include <stdint.h>
#include <stdio.h>

enum { GAP_BIN_NS = 10000, GAP_BINS = 50000 };  // 10 us each, 0.5 s in all; longer gaps count in the last one

struct gap_histogram {
  uint64_t bins[GAP_BINS];
  uint64_t count;
  int64_t longest;  // ns
};

void gap_clear(struct gap_histogram *gaps);

// Counts one gap, in ns; a negative one (the wall clock stepped back) counts as 0.
void gap_add(struct gap_histogram *gaps, int64_t gap);

// The gap that `share` (0 to 1) of all gaps do not exceed, in ms, to the upper edge of its bin; 0 without any.
double gap_percentile(const struct gap_histogram *gaps, double share);

// The share of gaps longer than `limit` ms, 0 to 1.
double gap_share_over(const struct gap_histogram *gaps, double limit);

// The members of a JSON object.
void gap_write(const struct gap_histogram *gaps, FILE *file);
