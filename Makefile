# One release build serves the demo, the tests and the benchmarks; there is one scratch path.
SWIFT ?= swift
BUILD := $(SWIFT) build -c release
BIN := .build/release
# Where a run of `make demo` leaves its records and report.
REPORT ?= Reports/demo
ARGS ?=

.PHONY: demo serve test sanitize bench build prove prove-virtual prove-worlds prove-delay prove-hangup prove-load prove-room-delay prove-nat lint format clean prerequisites test-prerequisites help

help: ## Lists these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 20

demo: build ## Calls a real bridge with callers and participants and writes a report (under a minute once built)
	$(BIN)/callsim run Scenarios/smoke/first-call.yaml --output $(REPORT) $(ARGS)

serve: build ## Runs the bridge: SIP on 5060, HTTP and signalling on 3001 and 7880
	$(BIN)/callbridge serve --dispatch-rules Config/dispatch-rules.json --livekit-port 7880 $(ARGS)

# Rooms one after the other: their peers judge sound by content, which a machine that is pulled in all directions spoils.
test: test-prerequisites build ## Runs every test; those with real calls and foreign peers on their own
	$(SWIFT) test -c release --disable-testable-imports --skip EndToEndTests $(ARGS)
	$(SWIFT) test -c release --disable-testable-imports --skip-build --filter EndToEndTests --skip EndToEndTests.Room $(ARGS)
	$(SWIFT) test -c release --disable-testable-imports --skip-build --filter EndToEndTests.Room --no-parallel $(ARGS)

# Each sanitizer has a build of its own.
sanitize: ## Runs every test but EndToEndTests under the thread sanitizer and under the address sanitizer
	@Scripts/prerequisites --tests
	Scripts/sanitize all $(ARGS)

prove: prove-virtual prove-worlds prove-delay prove-room-delay prove-hangup prove-load prove-nat ## Runs what is timed: delays, the hang-up against a capture, 100 calls

prove-virtual: build ## 1,000 ten-second hang-ups in virtual time, twice, within 60 s of CPU and with the same bytes
	Scripts/prove-virtual

prove-worlds: build ## The first call with real sockets and in virtual time: the same, within a packet time
	Scripts/prove-worlds

prove-delay: test-prerequisites build ## A separate reflector of 0, 50, 150 and 300 ms: is the reported round trip the delay?
	Scripts/prove-delay

prove-hangup: test-prerequisites build ## hangup/ten-seconds.yaml, recomputed from a packet capture
	Scripts/prove-hangup

prove-room-delay: test-prerequisites build ## Phone to room, room to phone, round trip: by callsim and by the official LiveKit client
	$(BIN)/callsim run Scenarios/smoke/first-call.yaml --output Reports/room-delay
	Scripts/prove-room-delay

prove-nat: test-prerequisites build ## A bridge behind a NAT serves a phone and the official client outside
	Scripts/prove-nat

prove-load: build ## load/steady-100.yaml
	$(BIN)/callsim run Scenarios/load/steady-100.yaml --output Reports/steady-100 $(ARGS)

# Product by product: a build of everything would also build the plugins of dependencies and their tools, protoc among them.
build: prerequisites ## Builds callbridge, callsim and its callworld
	@[ -d .build/release ] || echo "The first build compiles all dependencies: about 4 minutes on 2 cores, later ones take seconds."
	$(BUILD) --product callbridge
	$(BUILD) --product callsim
	$(BUILD) --product callworld

prerequisites:
	@Scripts/prerequisites

test-prerequisites:
	@Scripts/prerequisites --tests
	@Scripts/peer-environment

bench: test-prerequisites build ## What the programs cost, beside raw sockets, raw handshakes and SIPp (about 10 minutes)
	Scripts/bench $(ARGS)

lint: ## Checks the formatting
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## Formats all sources
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

clean: ## Deletes the build and all run output
	rm -rf .build
	git clean -fdXq Reports
