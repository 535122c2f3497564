// Reading of command lines: `--name value` pairs, in any order.
#pragma once

#include <netinet/in.h>
#include <stdbool.h>

// The value of `--name`, or `otherwise`. Ends the program where the option stands last, without a value.
const char *option_text(int argc, char **argv, const char *name, const char *otherwise);

// The same as a number from `least` to `most`; ends the program with a message where it is none.
long option_number(int argc, char **argv, const char *name, long otherwise, long least, long most);

// Whether `--name` is there at all.
bool option_flag(int argc, char **argv, const char *name);

// An IPv4 address and a port, from "127.0.0.1:5060"; ends the program with a message where it is none.
struct sockaddr_in option_address(int argc, char **argv, const char *name, const char *otherwise);

// Ends the program with a message and the status 64.
_Noreturn void option_error(const char *name, const char *value, const char *wanted);
