// The far end that all senders share: answers SIP calls over UDP, each with an RTP port of its own, sends every packet
// straight back to where it came from, and keeps the gaps between the packets of each call by the kernel's stamps.
//   reflector --sip 127.0.0.1:PORT --rtp-ports FROM-TO --json FILE [--plain N] [--priority P]
// --plain opens the first N even ports at once, for senders that speak no SIP. SIGUSR2 begins a window, SIGUSR1 writes
// what came in it, SIGTERM and SIGINT write and end. The file is replaced as a whole; "reports" in it counts.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "gap_histogram.h"
#include "options.h"
#include "sip_answer.h"
#include "world.h"

enum { READY = 64, RTP_BYTES = 2048, SIP_BUFFER = 4 << 20, MOST_CALLS = 20000, BUCKETS = 16384, PROMISED_HOLE = 1000 };
#define SIGNALS UINT64_MAX
#define SIP (UINT64_MAX - 1)

struct call {
  int socket;  // -1 where the place is free
  int next;    // in its bucket, or among the free ones; -1 ends the list
  uint32_t bucket;
  bool has_packets;
  uint16_t sequence;  // the next one
  int64_t last;       // arrival of the last packet, ns of the wall clock
  uint64_t packets;   // of the window
  char id[SIP_CALL_ID];
};

struct reflector {
  struct sockaddr_in sip;
  char host[16];
  const char *json;
  int poller, signals, sip_socket;
  long first_port, places, open;
  struct call *calls;
  int buckets[BUCKETS], free;
  int64_t window;  // its beginning
  uint64_t reports, received, reflected, unsent, holes, foreign, refused, bad_messages, answered;
  struct gap_histogram gaps;
  bool ended;
};

static int call_open(struct reflector *reflector, int place) {
  struct sockaddr_in own = reflector->sip;
  own.sin_port = htons((uint16_t)(reflector->first_port + 2 * place));
  struct call *call = &reflector->calls[place];
  call->socket = world_udp(own, SOCKET_BUFFER);
  if (call->socket < 0) return -1;
  int on = 1;
  if (setsockopt(call->socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on)) world_failure("SO_TIMESTAMPNS");
  call->has_packets = false;
  call->packets = 0;
  world_watch(reflector->poller, call->socket, (uint64_t)place);
  reflector->open++;
  return place;
}

static uint32_t call_bucket(struct sip_text id) {
  uint32_t hash = 2166136261u;  // FNV-1a
  for (size_t at = 0; at < id.length; at++) hash = (hash ^ (uint8_t)id.start[at]) * 16777619u;
  return hash % BUCKETS;
}

static int call_find(struct reflector *reflector, struct sip_text id) {
  int place = reflector->buckets[call_bucket(id)];
  for (; place >= 0; place = reflector->calls[place].next) {
    const char *known = reflector->calls[place].id;
    if (strlen(known) == id.length && !memcmp(known, id.start, id.length)) return place;
  }
  return -1;
}

// A place for a new call: the first free one whose port nobody else holds; -1 without any.
static int call_add(struct reflector *reflector, struct sip_text id) {
  for (int tries = 0; tries < 16 && reflector->free >= 0; tries++) {
    int place = reflector->free;
    struct call *call = &reflector->calls[place];
    reflector->free = call->next;
    if (call_open(reflector, place) < 0) continue;  // the port is another program's: the place is given up
    memcpy(call->id, id.start, id.length);
    call->id[id.length] = 0;
    call->bucket = call_bucket(id);
    call->next = reflector->buckets[call->bucket];
    reflector->buckets[call->bucket] = place;
    return place;
  }
  return -1;
}

static void call_remove(struct reflector *reflector, int place) {
  struct call *call = &reflector->calls[place];
  int *link = &reflector->buckets[call->bucket];
  while (*link != place) link = &reflector->calls[*link].next;
  *link = call->next;
  close(call->socket);
  call->socket = -1;
  call->next = reflector->free;
  reflector->free = place;
  reflector->open--;
}

static const char *sip_serve(struct reflector *reflector, const struct sip_request *request, uint16_t *port) {
  int place = call_find(reflector, request->call_id);
  if (sip_is(request, "INVITE")) {
    if (place < 0) place = call_add(reflector, request->call_id);
    if (place < 0) {
      reflector->refused++;
      return "503 Service Unavailable";
    }
    reflector->answered++;
    *port = (uint16_t)(reflector->first_port + 2 * place);
  } else if (sip_is(request, "BYE") && place >= 0) {
    call_remove(reflector, place);
  } else if (!sip_is(request, "BYE") && !sip_is(request, "CANCEL") && !sip_is(request, "OPTIONS")) {
    return "501 Not Implemented";
  }
  return "200 OK";
}

static void sip_receive(struct reflector *reflector) {
  char message[SIP_MESSAGE], answer[SIP_MESSAGE];
  struct sockaddr_in source;
  socklen_t size = sizeof source;
  ssize_t got = recvfrom(reflector->sip_socket, message, sizeof message, 0, (struct sockaddr *)&source, &size);
  struct sip_request request;
  if (got <= 0) return;
  if (!sip_read(message, (size_t)got, &request)) {
    reflector->bad_messages++;
    return;
  }
  if (sip_is(&request, "ACK")) return;
  uint16_t port = 0;
  const char *status = sip_serve(reflector, &request, &port);
  size_t length = sip_answer(&request, status, reflector->host, ntohs(reflector->sip.sin_port), port, answer,
                             sizeof answer);
  if (length) sendto(reflector->sip_socket, answer, length, 0, (struct sockaddr *)&source, sizeof source);
  else reflector->bad_messages++;
}

static int64_t arrival(struct msghdr *header) {
  struct timespec stamp = {0, 0};
  for (struct cmsghdr *part = CMSG_FIRSTHDR(header); part; part = CMSG_NXTHDR(header, part))
    if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS)
      memcpy(&stamp, CMSG_DATA(part), sizeof stamp);
  return stamp.tv_sec * INT64_C(1000000000) + stamp.tv_nsec;
}

static void call_count(struct reflector *reflector, struct call *call, const uint8_t *packet, int64_t at) {
  uint16_t sequence = (uint16_t)(packet[2] << 8 | packet[3]);
  reflector->received++;
  call->packets++;
  if (call->has_packets) {
    uint16_t hole = (uint16_t)(sequence - call->sequence);
    gap_add(&reflector->gaps, at - call->last);
    if (hole < PROMISED_HOLE) reflector->holes += hole;
  }
  call->has_packets = true;
  call->sequence = (uint16_t)(sequence + 1);
  call->last = at;
}

// RTP is told from RTCP, which comes to the same port only by mistake, as RFC 5761 section 4 does.
static bool is_rtp(const uint8_t *packet, ssize_t length) {
  return length >= 12 && packet[0] >> 6 == 2 && (packet[1] < 192 || packet[1] > 223);
}

static void rtp_receive(struct reflector *reflector, struct call *call) {
  uint8_t packet[RTP_BYTES];
  char control[CMSG_SPACE(sizeof(struct timespec))];
  struct sockaddr_in source;
  struct iovec part = {packet, sizeof packet};
  struct msghdr header = {&source, sizeof source, &part, 1, control, sizeof control, 0};
  ssize_t got = recvmsg(call->socket, &header, 0);
  if (got < 0) return;
  if (!is_rtp(packet, got)) {
    reflector->foreign++;
    return;
  }
  call_count(reflector, call, packet, arrival(&header));
  ssize_t sent = sendto(call->socket, packet, (size_t)got, 0, (struct sockaddr *)&source, sizeof source);
  if (sent == got) reflector->reflected++;
  else reflector->unsent++;
}

static void window_begin(struct reflector *reflector) {
  reflector->window = world_now();
  reflector->received = reflector->reflected = reflector->unsent = reflector->holes = reflector->foreign = 0;
  gap_clear(&reflector->gaps);
  for (long place = 0; place < reflector->places; place++) reflector->calls[place].packets = 0;
}

static void report_write(struct reflector *reflector, FILE *file) {
  struct { const char *name; uint64_t value; } counts[] = {
    {"reports", reflector->reports}, {"received", reflector->received}, {"reflected", reflector->reflected},
    {"unsent", reflector->unsent}, {"holes", reflector->holes}, {"foreign", reflector->foreign},
    {"refused", reflector->refused}, {"bad_messages", reflector->bad_messages}, {"answered", reflector->answered},
  };
  long active = 0;
  for (long place = 0; place < reflector->places; place++)
    active += reflector->calls[place].socket >= 0 && reflector->calls[place].packets > 0;
  fprintf(file, "{\"version\": 1, \"window_ns\": %lld, ", (long long)(world_now() - reflector->window));
  fprintf(file, "\"calls\": %ld, \"active\": %ld, ", reflector->open, active);
  for (size_t at = 0; at < sizeof counts / sizeof counts[0]; at++)
    fprintf(file, "\"%s\": %llu, ", counts[at].name, (unsigned long long)counts[at].value);
  fprintf(file, "\"gaps\": ");
  gap_write(&reflector->gaps, file);
  fprintf(file, "}\n");
}

static void report(struct reflector *reflector) {
  char fresh[4096];
  snprintf(fresh, sizeof fresh, "%s.new", reflector->json);
  reflector->reports++;
  FILE *file = fopen(fresh, "w");
  if (!file) world_failure(fresh);
  report_write(reflector, file);
  if (fclose(file) || rename(fresh, reflector->json)) world_failure(reflector->json);
}

static void signals_receive(struct reflector *reflector) {
  for (int signal; (signal = world_next_signal(reflector->signals));) {
    if (signal == SIGUSR2) window_begin(reflector);
    else report(reflector);
    if (signal == SIGTERM || signal == SIGINT) reflector->ended = true;
  }
}

static void turn(struct reflector *reflector) {
  struct epoll_event ready[READY];
  int count = epoll_wait(reflector->poller, ready, READY, -1);
  if (count < 0 && errno != EINTR) world_failure("epoll_wait");
  for (int at = 0; at < count; at++) {
    uint64_t name = ready[at].data.u64;
    if (name == SIGNALS) signals_receive(reflector);
    else if (name == SIP) sip_receive(reflector);
    // A call that ended by a BYE of this turn may still be among the sockets that were ready.
    else if (reflector->calls[name].socket >= 0) rtp_receive(reflector, &reflector->calls[name]);
  }
}

static void ports_read(struct reflector *reflector, const char *text) {
  long from, to;
  char rest;
  if (sscanf(text, "%ld-%ld%c", &from, &to, &rest) != 2 || from < 1024 || to > 65535 || from % 2 || to <= from)
    option_error("rtp-ports", text, "a range like 10000-19999 that begins with an even port");
  reflector->first_port = from;
  reflector->places = (to - from + 1) / 2;
  if (reflector->places > MOST_CALLS) reflector->places = MOST_CALLS;
}

static void places_make(struct reflector *reflector, long plain) {
  reflector->calls = calloc((size_t)reflector->places, sizeof *reflector->calls);
  if (!reflector->calls) world_failure("calloc");
  for (int at = 0; at < BUCKETS; at++) reflector->buckets[at] = -1;
  for (long place = 0; place < reflector->places; place++) {
    reflector->calls[place].socket = -1;
    reflector->calls[place].next = place + 1 < reflector->places ? (int)place + 1 : -1;
  }
  reflector->free = plain < reflector->places ? (int)plain : -1;
  for (int place = 0; place < plain; place++)
    if (call_open(reflector, place) < 0) world_failure("an RTP port of --rtp-ports is taken");
}

static void sip_open(struct reflector *reflector) {
  socklen_t size = sizeof reflector->sip;
  inet_ntop(AF_INET, &reflector->sip.sin_addr, reflector->host, sizeof reflector->host);
  reflector->sip_socket = world_udp(reflector->sip, SIP_BUFFER);
  if (reflector->sip_socket < 0) world_failure("the port of --sip");
  getsockname(reflector->sip_socket, (struct sockaddr *)&reflector->sip, &size);
  world_watch(reflector->poller, reflector->sip_socket, SIP);
}

int main(int argc, char **argv) {
  static struct reflector reflector;
  reflector.sip = option_address(argc, argv, "sip", "127.0.0.1:0");
  reflector.json = option_text(argc, argv, "json", "reflector.json");
  ports_read(&reflector, option_text(argc, argv, "rtp-ports", "10000-19999"));
  long plain = option_number(argc, argv, "plain", 0, 0, reflector.places);
  world_descriptors(reflector.places);
  reflector.poller = world_poller();
  reflector.signals = world_signals();
  world_watch(reflector.poller, reflector.signals, SIGNALS);
  sip_open(&reflector);
  places_make(&reflector, plain);
  world_realtime((int)option_number(argc, argv, "priority", 0, 0, 99));
  window_begin(&reflector);
  printf("{\"event\": \"ready\", \"sip\": \"%s:%u\"}\n", reflector.host, ntohs(reflector.sip.sin_port));
  fflush(stdout);
  while (!reflector.ended) turn(&reflector);
}
