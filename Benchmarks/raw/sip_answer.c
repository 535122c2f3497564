#include "sip_answer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

// The next line without its end; false after the last one, which is the empty one before the body.
static bool sip_line(const char **at, const char *end, struct sip_text *line) {
  const char *newline = memchr(*at, '\n', (size_t)(end - *at));
  if (!newline) return false;
  line->start = *at;
  line->length = (size_t)(newline - *at);
  if (line->length && line->start[line->length - 1] == '\r') line->length--;
  *at = newline + 1;
  return line->length > 0;
}

// The value of a header line of the name `name` or, in its compact form, `letter`.
static bool sip_header(struct sip_text line, const char *name, char letter, struct sip_text *value) {
  const char *colon = memchr(line.start, ':', line.length);
  if (!colon) return false;
  size_t length = (size_t)(colon - line.start);
  while (length && (line.start[length - 1] == ' ' || line.start[length - 1] == '\t')) length--;
  bool is_compact = length == 1 && (line.start[0] | 0x20) == letter;
  if (!is_compact && (length != strlen(name) || strncasecmp(line.start, name, length))) return false;
  value->start = colon + 1;
  value->length = line.length - (size_t)(colon + 1 - line.start);
  while (value->length && *value->start == ' ') value->start++, value->length--;
  return true;
}

static void sip_read_header(struct sip_text line, struct sip_request *request) {
  struct sip_text value;
  if (sip_header(line, "Via", 'v', &value)) {
    if (request->via_count < SIP_VIAS) request->vias[request->via_count++] = value;
  } else if (sip_header(line, "From", 'f', &value)) request->from = value;
  else if (sip_header(line, "To", 't', &value)) request->to = value;
  else if (sip_header(line, "Call-ID", 'i', &value)) request->call_id = value;
  else if (sip_header(line, "CSeq", '\0', &value)) request->sequence = value;
}

bool sip_read(const char *message, size_t length, struct sip_request *request) {
  const char *at = message, *end = message + length;
  struct sip_text line;
  memset(request, 0, sizeof *request);
  if (!sip_line(&at, end, &line)) return false;
  const char *blank = memchr(line.start, ' ', line.length);
  bool ends_well = line.length > 8 && !strncmp(line.start + line.length - 7, "SIP/2.0", 7);
  if (!blank || !ends_well || !strncmp(line.start, "SIP/", 4)) return false;
  request->method = (struct sip_text){line.start, (size_t)(blank - line.start)};
  while (sip_line(&at, end, &line)) sip_read_header(line, request);
  return request->via_count && request->from.length && request->to.length && request->sequence.length &&
         request->call_id.length && request->call_id.length < SIP_CALL_ID &&
         !memchr(request->call_id.start, 0, request->call_id.length);
}

bool sip_is(const struct sip_request *request, const char *method) {
  return request->method.length == strlen(method) && !memcmp(request->method.start, method, request->method.length);
}

struct writer {
  char *start;
  size_t length, room;
  bool is_full;
};

__attribute__((format(printf, 2, 3))) static void write_text(struct writer *writer, const char *format, ...) {
  va_list values;
  va_start(values, format);
  size_t left = writer->room - writer->length;
  int wanted = vsnprintf(writer->start + writer->length, left, format, values);
  va_end(values);
  if (wanted < 0 || (size_t)wanted >= left) writer->is_full = true;
  else writer->length += (size_t)wanted;
}

static bool sip_has_tag(struct sip_text to) {
  for (size_t at = 0; at + 5 <= to.length; at++)
    if (!strncasecmp(to.start + at, ";tag=", 5)) return true;
  return false;
}

static int sip_body(const char *host, uint16_t rtp_port, char *body, size_t room) {
  if (!rtp_port) return 0;
  return snprintf(body, room,
                  "v=0\r\no=reflector 1 1 IN IP4 %s\r\ns=-\r\nc=IN IP4 %s\r\nt=0 0\r\n"
                  "m=audio %u RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=ptime:20\r\n",
                  host, host, rtp_port);
}

size_t sip_answer(const struct sip_request *request, const char *status, const char *host, uint16_t sip_port,
                  uint16_t rtp_port, char *answer, size_t room) {
  struct writer writer = {answer, 0, room, false};
  char body[256];
  int length = sip_body(host, rtp_port, body, sizeof body);
  write_text(&writer, "SIP/2.0 %s\r\n", status);
  for (int at = 0; at < request->via_count; at++)
    write_text(&writer, "Via: %.*s\r\n", (int)request->vias[at].length, request->vias[at].start);
  write_text(&writer, "From: %.*s\r\n", (int)request->from.length, request->from.start);
  write_text(&writer, "To: %.*s%s\r\n", (int)request->to.length, request->to.start,
             sip_has_tag(request->to) ? "" : ";tag=reflector");
  write_text(&writer, "Call-ID: %.*s\r\n", (int)request->call_id.length, request->call_id.start);
  write_text(&writer, "CSeq: %.*s\r\n", (int)request->sequence.length, request->sequence.start);
  write_text(&writer, "Contact: <sip:reflector@%s:%u>\r\n", host, sip_port);
  if (length) write_text(&writer, "Content-Type: application/sdp\r\n");
  write_text(&writer, "Content-Length: %d\r\n\r\n%s", length, length ? body : "");
  return writer.is_full ? 0 : writer.length;
}
