#include "legs.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "world.h"

enum { SLOT_NS = 1000000, READY = 64, LONGEST_CATCH_UP = 200 };  // slots, as callsim's grid
#define TIMER UINT64_MAX
#define SIGNALS (UINT64_MAX - 1)

struct leg {
  int socket;
  struct sockaddr_in target;
  uint16_t sequence;
  uint32_t timestamp;
};

struct run {
  const struct legs *plan;
  struct leg *legs;
  int poller, timer, signals;
  uint64_t tick, sent, received, refused, unsent, dropped_ticks;
  bool realtime, ended;
  uint8_t packet[LEG_PACKET], template[LEG_PACKET];
};

static void legs_open(struct run *run) {
  const struct legs *plan = run->plan;
  world_descriptors(plan->calls);
  run->legs = calloc((size_t)plan->calls, sizeof *run->legs);
  if (!run->legs) world_failure("calloc");
  for (long index = 0; index < plan->calls; index++) {
    struct leg *leg = &run->legs[index];
    leg->target = plan->target;
    leg->target.sin_port = htons((uint16_t)(ntohs(plan->target.sin_port) + 2 * index));
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr = plan->target.sin_addr};
    leg->socket = world_udp(own, SOCKET_BUFFER);
    if (leg->socket < 0) world_failure("bind");
    if (!plan->deaf) world_watch(run->poller, leg->socket, (uint64_t)index);
  }
}

static void leg_send(struct run *run, long index) {
  const struct legs *plan = run->plan;
  struct leg *leg = &run->legs[index];
  uint8_t *packet = run->packet;
  size_t length = RTP_HEADER + plan->payload;
  memcpy(packet, run->template, length);
  uint16_t sequence = htons(leg->sequence++);
  uint32_t timestamp = htonl(leg->timestamp), source = htonl((uint32_t)index + 1);
  leg->timestamp += plan->timestamp_step;
  memcpy(packet + 2, &sequence, 2);
  memcpy(packet + 4, &timestamp, 4);
  memcpy(packet + 8, &source, 4);
  if (plan->protect) length = plan->protect(plan->context, index, packet, length);
  ssize_t sent = sendto(leg->socket, packet, length, 0, (struct sockaddr *)&leg->target, sizeof leg->target);
  if (sent == (ssize_t)length) run->sent++;
  else run->unsent++;
}

static void leg_receive(struct run *run, long index) {
  const struct legs *plan = run->plan;
  ssize_t got = recv(run->legs[index].socket, run->packet, sizeof run->packet, 0);
  if (got <= 0) return;
  size_t length = (size_t)got;
  if (plan->unprotect) length = plan->unprotect(plan->context, index, run->packet, length);
  if (length) run->received++;
  else run->refused++;
}

static void legs_tick(struct run *run) {
  uint64_t due = world_expirations(run->timer);
  if (due > LONGEST_CATCH_UP) {
    run->dropped_ticks += due - 1;
    run->tick += due - 1;
    due = 1;
  }
  for (; due; due--, run->tick++)
    for (long index = (long)(run->tick % LEG_SLOTS); index < run->plan->calls; index += LEG_SLOTS)
      leg_send(run, index);
}

static void legs_turn(struct run *run) {
  struct epoll_event ready[READY];
  int count = epoll_wait(run->poller, ready, READY, -1);
  if (count < 0 && errno != EINTR) world_failure("epoll_wait");
  for (int at = 0; at < count; at++) {
    uint64_t name = ready[at].data.u64;
    if (name == TIMER) legs_tick(run);
    else if (name != SIGNALS) leg_receive(run, (long)name);
    else
      for (int signal; (signal = world_next_signal(run->signals));)
        if (signal == SIGTERM || signal == SIGINT) run->ended = true;
  }
}

void legs_run(const struct legs *plan) {
  static struct run run;
  run.plan = plan;
  run.template[0] = 0x80;
  run.template[1] = plan->payload_type;
  memset(run.template + RTP_HEADER, 0xd5, plan->payload);
  run.poller = world_poller();
  run.signals = world_signals();
  world_watch(run.poller, run.signals, SIGNALS);
  legs_open(&run);
  run.realtime = world_realtime(plan->priority);
  run.timer = world_timer(world_now() + SLOT_NS, SLOT_NS);
  world_watch(run.poller, run.timer, TIMER);
  while (!run.ended) legs_turn(&run);
  printf("{\"sent\": %llu, \"received\": %llu, \"refused\": %llu, \"unsent\": %llu, ", (unsigned long long)run.sent,
         (unsigned long long)run.received, (unsigned long long)run.refused, (unsigned long long)run.unsent);
  printf("\"dropped_ticks\": %llu, \"realtime\": %s}\n", (unsigned long long)run.dropped_ticks,
         run.realtime ? "true" : "false");
}
