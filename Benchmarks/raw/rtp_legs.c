// Phone legs without a phone: the cost of the sockets alone, for callsim's phone legs to be held against.
//   rtp_legs --target 127.0.0.1:PORT --calls N [--priority P] [--deaf]
#include "legs.h"
#include "options.h"

int main(int argc, char **argv) {
  struct legs legs = {
    .target = option_address(argc, argv, "target", "127.0.0.1:10000"),
    .calls = option_number(argc, argv, "calls", 200, 1, 20000),
    .payload = 160,
    .payload_type = 0,
    .timestamp_step = 160,
    .priority = (int)option_number(argc, argv, "priority", 0, 0, 99),
    .deaf = option_flag(argc, argv, "deaf"),
  };
  legs_run(&legs);
}
