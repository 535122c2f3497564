#include "options.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void option_error(const char *name, const char *value, const char *wanted) {
  fprintf(stderr, "--%s %s: wanted is %s\n", name, value, wanted);
  exit(64);
}

static int option_place(int argc, char **argv, const char *name) {
  for (int at = 1; at < argc; at++)
    if (!strncmp(argv[at], "--", 2) && !strcmp(argv[at] + 2, name)) return at;
  return 0;
}

bool option_flag(int argc, char **argv, const char *name) { return option_place(argc, argv, name) > 0; }

const char *option_text(int argc, char **argv, const char *name, const char *otherwise) {
  int at = option_place(argc, argv, name);
  if (!at) return otherwise;
  if (at + 1 == argc) option_error(name, "", "a value");
  return argv[at + 1];
}

long option_number(int argc, char **argv, const char *name, long otherwise, long least, long most) {
  const char *text = option_text(argc, argv, name, NULL);
  if (!text) return otherwise;
  char *end;
  long number = strtol(text, &end, 10);
  if (*end || end == text || number < least || number > most) {
    char wanted[80];
    snprintf(wanted, sizeof wanted, "a number from %ld to %ld", least, most);
    option_error(name, text, wanted);
  }
  return number;
}

struct sockaddr_in option_address(int argc, char **argv, const char *name, const char *otherwise) {
  const char *text = option_text(argc, argv, name, otherwise);
  const char *colon = strrchr(text, ':');
  char host[16] = "";
  struct sockaddr_in address = {.sin_family = AF_INET};
  if (colon && (size_t)(colon - text) < sizeof host) memcpy(host, text, (size_t)(colon - text));
  long port = colon ? strtol(colon + 1, NULL, 10) : -1;
  if (inet_pton(AF_INET, host, &address.sin_addr) != 1 || port < 0 || port > 65535)
    option_error(name, text, "an address like 127.0.0.1:5060");
  address.sin_port = htons((uint16_t)port);
  return address;
}
