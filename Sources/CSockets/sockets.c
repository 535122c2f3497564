#define _GNU_SOURCE
#include "CSockets.h"

#include <errno.h>
#include <linux/errqueue.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONTROL_BYTES = 128 };

const char *cs_error_name(int code) {
  const char *name = strerrorname_np(code);
  return name ? name : "unknown error";
}

const char *cs_error_text(int code) {
  const char *text = strerrordesc_np(code);
  return text ? text : "unknown error";
}

// --- Addresses

static void put_bytes(uint8_t *to, uint64_t value) {
  for (int i = 7; i >= 0; i--, value >>= 8) to[i] = (uint8_t)value;
}

static uint64_t get_bytes(const uint8_t *from) {
  uint64_t value = 0;
  for (int i = 0; i < 8; i++) value = value << 8 | from[i];
  return value;
}

// sockaddr_in6 is the larger of the two kinds and serves as storage for both.
static socklen_t pack(const struct cs_address *address, struct sockaddr_in6 *storage) {
  memset(storage, 0, sizeof *storage);
  if (address->family == 4) {
    struct sockaddr_in *v4 = (struct sockaddr_in *)storage;
    v4->sin_family = AF_INET;
    v4->sin_port = htons(address->port);
    v4->sin_addr.s_addr = htonl((uint32_t)address->low);
    return sizeof *v4;
  }
  storage->sin6_family = AF_INET6;
  storage->sin6_port = htons(address->port);
  put_bytes(storage->sin6_addr.s6_addr, address->high);
  put_bytes(storage->sin6_addr.s6_addr + 8, address->low);
  return sizeof *storage;
}

static void unpack(const struct sockaddr_in6 *storage, struct cs_address *address) {
  if (storage->sin6_family == AF_INET6) {
    address->family = 6;
    address->port = ntohs(storage->sin6_port);
    address->high = get_bytes(storage->sin6_addr.s6_addr);
    address->low = get_bytes(storage->sin6_addr.s6_addr + 8);
    return;
  }
  const struct sockaddr_in *v4 = (const struct sockaddr_in *)storage;
  address->family = 4;
  address->port = ntohs(v4->sin_port);
  address->high = 0;
  address->low = ntohl(v4->sin_addr.s_addr);
}

// --- Opening

static int switch_on(int fd, int level, int option) {
  int one = 1;
  return setsockopt(fd, level, option, &one, sizeof one);
}

static int close_failing(int fd) {
  int code = errno;
  close(fd);
  return -code;
}

static int open_socket(int family, int type) {
  int fd = socket(family == 4 ? AF_INET : AF_INET6, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -errno;
  if (family == 6 && switch_on(fd, IPPROTO_IPV6, IPV6_V6ONLY) < 0) return close_failing(fd);
  // A datagram: its arrival. A stream: the arrival of the last byte read; accepted sockets inherit it.
  if (switch_on(fd, SOL_SOCKET, SO_TIMESTAMPNS) < 0) return close_failing(fd);
  return fd;
}

int cs_open_datagram(int family) {
  int fd = open_socket(family, SOCK_DGRAM);
  if (fd < 0) return fd;
  int level = family == 4 ? IPPROTO_IP : IPPROTO_IPV6;
  int option = family == 4 ? IP_RECVERR : IPV6_RECVERR;
  if (switch_on(fd, level, option) < 0) return close_failing(fd);
  if (switch_on(fd, SOL_SOCKET, SO_RXQ_OVFL) < 0) return close_failing(fd);
  return fd;
}

int cs_open_stream(int family) {
  int fd = open_socket(family, SOCK_STREAM);
  if (fd < 0) return fd;
  // A restarted server must not wait for its predecessor's TIME_WAIT sockets.
  if (switch_on(fd, SOL_SOCKET, SO_REUSEADDR) < 0) return close_failing(fd);
  if (switch_on(fd, IPPROTO_TCP, TCP_NODELAY) < 0) return close_failing(fd);
  return fd;
}

int cs_bind(int fd, const struct cs_address *address) {
  struct sockaddr_in6 storage;
  socklen_t size = pack(address, &storage);
  return bind(fd, (struct sockaddr *)&storage, size) < 0 ? -errno : 0;
}

int cs_local_address(int fd, struct cs_address *address) {
  struct sockaddr_in6 storage;
  socklen_t size = sizeof storage;
  if (getsockname(fd, (struct sockaddr *)&storage, &size) < 0) return -errno;
  unpack(&storage, address);
  return 0;
}

static int set_buffer(int fd, int forced, int limited, int bytes) {
  if (setsockopt(fd, SOL_SOCKET, forced, &bytes, sizeof bytes) == 0) return 0;
  return setsockopt(fd, SOL_SOCKET, limited, &bytes, sizeof bytes) < 0 ? -errno : 0;
}

int cs_set_buffers(int fd, int receive_bytes, int send_bytes) {
  int result = set_buffer(fd, SO_RCVBUFFORCE, SO_RCVBUF, receive_bytes);
  return result < 0 ? result : set_buffer(fd, SO_SNDBUFFORCE, SO_SNDBUF, send_bytes);
}

int cs_receive_buffer(int fd) {
  int bytes = 0;
  socklen_t size = sizeof bytes;
  return getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, &size) < 0 ? -errno : bytes / 2;
}

// --- Datagrams

int64_t cs_drop_count(int fd) {
  uint32_t values[SK_MEMINFO_VARS] = {0};
  socklen_t size = sizeof values;
  if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, values, &size) < 0) return -errno;
  return values[SK_MEMINFO_DROPS];
}

ssize_t cs_send_to(int fd, const uint8_t *bytes, size_t count, const struct cs_address *to) {
  struct sockaddr_in6 storage;
  socklen_t size = pack(to, &storage);
  ssize_t sent = sendto(fd, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL, (struct sockaddr *)&storage, size);
  return sent < 0 ? -errno : sent;
}

static const struct sock_extended_err *icmp_error(struct msghdr *header) {
  for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c; c = CMSG_NXTHDR(header, c)) {
    int is_v4 = c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVERR;
    int is_v6 = c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_RECVERR;
    if (!is_v4 && !is_v6) continue;
    const struct sock_extended_err *error = (const struct sock_extended_err *)CMSG_DATA(c);
    // Errors of local origin were the result of the send call already.
    if (error->ee_origin == SO_EE_ORIGIN_ICMP || error->ee_origin == SO_EE_ORIGIN_ICMP6) return error;
  }
  return NULL;
}

int cs_next_unreachable(int fd, struct cs_address *destination, int *error) {
  for (;;) {
    struct sockaddr_in6 name;
    _Alignas(struct cmsghdr) char control[512];
    struct msghdr header = {.msg_name = &name,
                            .msg_namelen = sizeof name,
                            .msg_control = control,
                            .msg_controllen = sizeof control};
    if (recvmsg(fd, &header, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return 0;
    const struct sock_extended_err *found = icmp_error(&header);
    if (!found || header.msg_namelen < sizeof(struct sockaddr_in)) continue;
    unpack(&name, destination);
    *error = (int)found->ee_errno;
    return 1;
  }
}

struct cs_batch {
  unsigned slots;
  struct mmsghdr *headers;
  struct iovec *vectors;
  struct sockaddr_in6 *names;
  struct cs_datagram *datagrams;
  char *controls;
  uint8_t *bytes;
};

static void rearm(struct cs_batch *batch, unsigned slot) {
  struct msghdr *header = &batch->headers[slot].msg_hdr;
  header->msg_namelen = sizeof batch->names[slot];
  header->msg_controllen = CONTROL_BYTES;
  header->msg_flags = 0;
}

struct cs_batch *cs_batch_new(unsigned slots, size_t slot_bytes) {
  struct cs_batch *batch = calloc(1, sizeof *batch);
  if (!batch) return NULL;
  batch->slots = slots;
  batch->headers = calloc(slots, sizeof *batch->headers);
  batch->vectors = calloc(slots, sizeof *batch->vectors);
  batch->names = calloc(slots, sizeof *batch->names);
  batch->datagrams = calloc(slots, sizeof *batch->datagrams);
  batch->controls = calloc(slots, CONTROL_BYTES);
  batch->bytes = calloc(slots, slot_bytes);
  if (!batch->headers || !batch->vectors || !batch->names || !batch->datagrams || !batch->controls ||
      !batch->bytes) {
    cs_batch_free(batch);
    return NULL;
  }
  for (unsigned i = 0; i < slots; i++) {
    batch->vectors[i] = (struct iovec){batch->bytes + i * slot_bytes, slot_bytes};
    struct msghdr *header = &batch->headers[i].msg_hdr;
    header->msg_name = &batch->names[i];
    header->msg_iov = &batch->vectors[i];
    header->msg_iovlen = 1;
    header->msg_control = batch->controls + i * CONTROL_BYTES;
    rearm(batch, i);
  }
  return batch;
}

void cs_batch_free(struct cs_batch *batch) {
  if (!batch) return;
  free(batch->headers);
  free(batch->vectors);
  free(batch->names);
  free(batch->datagrams);
  free(batch->controls);
  free(batch->bytes);
  free(batch);
}

static int64_t stamp_of(const struct cmsghdr *control) {
  struct timespec stamp;
  memcpy(&stamp, CMSG_DATA(control), sizeof stamp);
  return (int64_t)stamp.tv_sec * 1000000000 + stamp.tv_nsec;
}

static void read_controls(struct msghdr *header, int64_t *realtime, uint32_t *drops) {
  for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c; c = CMSG_NXTHDR(header, c)) {
    if (c->cmsg_level != SOL_SOCKET) continue;
    if (c->cmsg_type == SCM_TIMESTAMPNS) *realtime = stamp_of(c);
    if (c->cmsg_type == SO_RXQ_OVFL) memcpy(drops, CMSG_DATA(c), sizeof *drops);
  }
}

// recvmmsg for one datagram costs a look at the socket more.
static int receive_one(struct cs_batch *batch, int fd) {
  ssize_t count = recvmsg(fd, &batch->headers[0].msg_hdr, MSG_DONTWAIT);
  if (count < 0) return -1;
  batch->headers[0].msg_len = (unsigned)count;
  return 1;
}

int cs_batch_receive(struct cs_batch *batch, int fd, unsigned limit) {
  if (limit > batch->slots) limit = batch->slots;
  int received = limit == 1 ? receive_one(batch, fd) : recvmmsg(fd, batch->headers, limit, MSG_DONTWAIT, NULL);
  if (received < 0) return -errno;
  for (int i = 0; i < received; i++) {
    struct msghdr *header = &batch->headers[i].msg_hdr;
    struct cs_datagram *datagram = &batch->datagrams[i];
    datagram->bytes = batch->vectors[i].iov_base;
    datagram->count = batch->headers[i].msg_len;
    datagram->truncated = (header->msg_flags & MSG_TRUNC) != 0;
    datagram->realtime = 0;
    datagram->drops = 0;
    unpack(&batch->names[i], &datagram->source);
    read_controls(header, &datagram->realtime, &datagram->drops);
    rearm(batch, (unsigned)i);
  }
  return received;
}

const struct cs_datagram *cs_batch_datagrams(const struct cs_batch *batch) { return batch->datagrams; }

// --- Streams

int cs_listen(int fd, int backlog) { return listen(fd, backlog) < 0 ? -errno : 0; }

int cs_connect(int fd, const struct cs_address *address) {
  struct sockaddr_in6 storage;
  socklen_t size = pack(address, &storage);
  return connect(fd, (struct sockaddr *)&storage, size) < 0 ? -errno : 0;
}

int cs_accept(int fd, struct cs_address *peer) {
  struct sockaddr_in6 storage;
  socklen_t size = sizeof storage;
  int accepted = accept4(fd, (struct sockaddr *)&storage, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (accepted < 0) return -errno;
  unpack(&storage, peer);
  return accepted;
}

int cs_pending_error(int fd) {
  int code = 0;
  socklen_t size = sizeof code;
  return getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &size) < 0 ? errno : code;
}

ssize_t cs_stream_send(int fd, const uint8_t *bytes, size_t count) {
  ssize_t sent = send(fd, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
  return sent < 0 ? -errno : sent;
}

ssize_t cs_stream_receive(int fd, uint8_t *bytes, size_t capacity, int64_t *realtime) {
  _Alignas(struct cmsghdr) char control[CONTROL_BYTES];
  struct iovec vector = {bytes, capacity};
  struct msghdr header = {
      .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  uint32_t drops;
  *realtime = 0;
  ssize_t received = recvmsg(fd, &header, MSG_DONTWAIT);
  if (received < 0) return -errno;
  read_controls(&header, realtime, &drops);
  return received;
}
