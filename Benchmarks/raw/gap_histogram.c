#include "gap_histogram.h"

#include <string.h>

void gap_clear(struct gap_histogram *gaps) { memset(gaps, 0, sizeof *gaps); }

void gap_add(struct gap_histogram *gaps, int64_t gap) {
  if (gap < 0) gap = 0;
  int64_t bin = gap / GAP_BIN_NS;
  gaps->bins[bin < GAP_BINS ? bin : GAP_BINS - 1]++;
  gaps->count++;
  if (gap > gaps->longest) gaps->longest = gap;
}

double gap_percentile(const struct gap_histogram *gaps, double share) {
  uint64_t seen = 0;
  if (!gaps->count) return 0;
  for (int bin = 0; bin < GAP_BINS - 1; bin++) {
    seen += gaps->bins[bin];
    if ((double)seen >= share * (double)gaps->count) return (bin + 1) * (double)GAP_BIN_NS / 1e6;
  }
  return (double)gaps->longest / 1e6;
}

double gap_share_over(const struct gap_histogram *gaps, double limit) {
  uint64_t over = 0;
  if (!gaps->count) return 0;
  for (int bin = (int)(limit * 1e6 / GAP_BIN_NS); bin < GAP_BINS; bin++) over += gaps->bins[bin];
  return (double)over / (double)gaps->count;
}

void gap_write(const struct gap_histogram *gaps, FILE *file) {
  fprintf(file, "{\"count\": %llu, ", (unsigned long long)gaps->count);
  fprintf(file, "\"p50_ms\": %.2f, \"p90_ms\": %.2f, ", gap_percentile(gaps, 0.5), gap_percentile(gaps, 0.9));
  fprintf(file, "\"p99_ms\": %.2f, \"p99.9_ms\": %.2f, ", gap_percentile(gaps, 0.99), gap_percentile(gaps, 0.999));
  fprintf(file, "\"max_ms\": %.3f, ", (double)gaps->longest / 1e6);
  fprintf(file, "\"over_22_ms\": %.6f, \"over_30_ms\": %.6f}", gap_share_over(gaps, 22), gap_share_over(gaps, 30));
}
