# The two commands of the README: make demo, make test. The others are for people who work on dsdesign.

SWIFT ?= swift
RELEASE := .build/release/dsdesign
EXAMPLE ?= templates/systems/order-platform.yaml
PREFIX ?= /usr/local

.PHONY: demo test build dependencies lint format examples incidents bench golden seeds speed install uninstall

demo: build
	@$(RELEASE) analyze $(EXAMPLE)

build: dependencies
	@$(SWIFT) build -c release --static-swift-stdlib --product dsdesign >.build-demo.log 2>&1 || { cat .build-demo.log; exit 1; }
	@rm -f .build-demo.log

test: dependencies lint
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build
	.build/debug/dsdesign rules test knowledge --alone
	@scripts/check-schema.sh .build/debug/dsdesign
	@scripts/check-mermaid.sh .build/debug/dsdesign
	$(SWIFT) build -c release --product seeds
	.build/release/seeds --quick


# libyaml's headers; the library itself comes with them.
dependencies:
	@pkg-config --exists yaml-0.1 || { \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq libyaml-dev; \
	  else sudo apt-get update -qq && sudo apt-get install -y -qq libyaml-dev; fi; }

lint:
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests Plugins Package.swift

format:
	$(SWIFT) format --in-place --recursive --parallel Sources Tests Plugins Package.swift

# The expected output of every starter, recorded anew; read the difference before committing it.
golden:
	UPDATE_GOLDEN=1 $(SWIFT) test --filter Golden

# Real designs and what became of them: make incidents CASES=DIR, with DIR/*.yaml and DIR/expected.tsv.
DSDESIGN ?= $(RELEASE)
CASES ?= Tests/Fixtures/systems
incidents:
	@if [ -d "$(CASES)" ]; then scripts/incidents.py "$(DSDESIGN)" "$(CASES)"; \
	else echo "incidents: skipped, there is no folder '$(CASES)' (CASES=DIR)"; fi

bench: build
	@scripts/bench.sh $(RELEASE)

# The algorithms over thousands of seeds with faults, and every planted bug.
seeds:
	$(SWIFT) build -c release --product seeds
	.build/release/seeds

# The simulator's event loop beside one in C++.
speed:
	$(SWIFT) build -c release --product seeds
	@scripts/event-loop.sh .build/release/seeds

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 $(RELEASE) "$(DESTDIR)$(PREFIX)/bin/dsdesign"

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/dsdesign"
