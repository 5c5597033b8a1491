# The two commands of the README: make demo, make test. The others are for people who work on dsdesign.

SWIFT ?= swift
RELEASE := .build/release/dsdesign
EXAMPLE ?= templates/systems/order-platform.yaml
PREFIX ?= /usr/local

.PHONY: demo test build dependencies lint format examples incidents bench golden seeds speed man install uninstall

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
	@scripts/man.sh .build/debug/dsdesign --check
	@scripts/check-outputs.sh .build/debug/dsdesign
	@scripts/check-mermaid.sh .build/debug/dsdesign
	@scripts/check-page.py .build/debug/dsdesign templates/systems/order-platform.yaml
	$(SWIFT) build -c release --product seeds
	.build/release/seeds --quick
	@scripts/check-digests.sh .build/debug/seeds .build/release/seeds

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

# The made parts of the manual pages, written anew.
man:
	$(SWIFT) build --product dsdesign
	scripts/man.sh .build/debug/dsdesign

BIN := $(DESTDIR)$(PREFIX)/bin
SHARE := $(DESTDIR)$(PREFIX)/share
BASH_COMPLETION := $(SHARE)/bash-completion/completions/dsdesign
ZSH_COMPLETION := $(SHARE)/zsh/site-functions/_dsdesign
FISH_COMPLETION := $(SHARE)/fish/vendor_completions.d/dsdesign.fish
MANUALS := man1/dsdesign.1 man5/dsdesign-system.5 man5/dsdesign-rules.5

install: build
	install -d "$(BIN)" "$(SHARE)/man/man1" "$(SHARE)/man/man5" \
	  "$(dir $(BASH_COMPLETION))" "$(dir $(ZSH_COMPLETION))" "$(dir $(FISH_COMPLETION))"
	install -m 755 $(RELEASE) "$(BIN)/dsdesign"
	for page in $(MANUALS); do \
	  install -m 644 "man/$${page#*/}" "$(SHARE)/man/$$page" || exit 1; done
	$(RELEASE) --generate-completion-script bash >"$(BASH_COMPLETION)"
	$(RELEASE) --generate-completion-script zsh >"$(ZSH_COMPLETION)"
	$(RELEASE) --generate-completion-script fish >"$(FISH_COMPLETION)"

uninstall:
	rm -f "$(BIN)/dsdesign" "$(BASH_COMPLETION)" "$(ZSH_COMPLETION)" "$(FISH_COMPLETION)"
	for page in $(MANUALS); do rm -f "$(SHARE)/man/$$page"; done
