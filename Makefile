# What a person types. `make help` says it in one screen.
.POSIX:
.PHONY: help deps build demo test test-newer-git test-long format format-check install bench clean

PREFIX = /usr/local
DESTDIR =
INTO = $(DESTDIR)$(PREFIX)
SWIFT = swift
# Reports of test runs, for a closing line that sums them.
REPORTS = .build/reports

RELEASE = .build/release
SOURCES = Package.swift Sources Demo Tests
# static takes the system's libraries into the binary where their archives are there, the C library
# too where all of them are: a call then starts 3.6 ms sooner, and a library's mended fault reaches
# rtrack when it is built again. The program then lies at a fixed address; its heap, its stack and
# what it maps do not. `make build LIBRARIES=dynamic` loads the libraries at each start instead.
LIBRARIES = static
FLAGS = .build/release-flags

help:
	@echo 'make deps          install the system packages that are missing (apt, brew)'
	@echo 'make build         a release binary, .build/release/rtrack'
	@echo 'make demo          replay a real lab in a temporary repository'
	@echo 'make test          all tests but the long ones (minutes)'
	@echo 'make test-newer-git  hooks once more, on the git whose folder RTRACK_NEWER_GIT names'
	@echo 'make test-long     races, kills, attacks and servers at full size, on the release binary'
	@echo 'make format        format the sources; format-check only says what is amiss'
	@echo 'make bench         measure, beside git'
	@echo 'make install       rtrack, its manual page and completions under PREFIX=$(PREFIX)'
	@echo 'make clean         remove what was built'

deps:
	@command -v $(SWIFT) > /dev/null || { \
	  echo 'There is no swift on the PATH: https://www.swift.org/install has it (6.2 or newer).' >&2; \
	  exit 2; }
	@sh Scripts/deps

build: deps
	@mkdir -p .build
	@sh Scripts/archives .build/archives $(LIBRARIES) > $(FLAGS)
	$(SWIFT) build -c release $$(cat $(FLAGS)) --product rtrack

demo: build
	$(SWIFT) build -c release $$(cat $(FLAGS)) --product demo
	@$(RELEASE)/demo --rtrack $(RELEASE)/rtrack

# Tests that start docker or podman, a store of objects, Slurm or sshd take minutes: `make test-long` has them.
SERVERS = CloudBucket|CloudContainerTests|CloudPodmanTests|CloudArrayTests|CloudSlurmTests|CloudSSHTests

test: deps
	@mkdir -p $(REPORTS)
	$(SWIFT) test --skip '$(SERVERS)' --xunit-output $(REPORTS)/test.xml

# Scripts/newer-git fetches one.
test-newer-git: deps
	@mkdir -p $(REPORTS)
	PATH="$$RTRACK_NEWER_GIT:$$PATH" $(SWIFT) test --filter 'rtrackTests.*Hook|RevertTests' \
	  --xunit-output $(REPORTS)/test-newer-git.xml

test-long: build
	@mkdir -p $(REPORTS)
	RTRACK_PROOF=full RTRACK_BINARY="$$PWD/$(RELEASE)/rtrack" \
	  $(SWIFT) test --filter 'ProofTests|AttackTests|$(SERVERS)' --xunit-output $(REPORTS)/test-long.xml

format:
	$(SWIFT) format --in-place --configuration .swift-format -r $(SOURCES)

format-check:
	$(SWIFT) format lint --strict --configuration .swift-format -r $(SOURCES)

# Built by who uses it, put in place by who may: `make build && sudo make install`.
install:
	@test -x $(RELEASE)/rtrack || { \
	  if [ -n "$$SUDO_USER" ]; then \
	    echo 'Nothing is built yet: run `make build` as yourself, then this again.' >&2; exit 2; \
	  fi; \
	  echo 'Nothing is built yet; building first, which takes minutes.'; $(MAKE) build; }
	@install -d '$(INTO)/bin' '$(INTO)/share/man/man1' \
	  '$(INTO)/share/bash-completion/completions' '$(INTO)/share/zsh/site-functions' \
	  '$(INTO)/share/fish/vendor_completions.d' '$(INTO)/share/rtrack'
	@install -m 755 $(RELEASE)/rtrack '$(INTO)/bin/rtrack'
	@install -m 644 templates/rtrack_metrics.py '$(INTO)/share/rtrack/rtrack_metrics.py'
	@$(RELEASE)/rtrack manual > '$(INTO)/share/man/man1/rtrack.1'
	@$(RELEASE)/rtrack completions bash > '$(INTO)/share/bash-completion/completions/rtrack'
	@$(RELEASE)/rtrack completions zsh > '$(INTO)/share/zsh/site-functions/_rtrack'
	@$(RELEASE)/rtrack completions fish > '$(INTO)/share/fish/vendor_completions.d/rtrack.fish'
	@echo 'Installed $(INTO)/bin/rtrack, and under $(INTO)/share its manual page'
	@echo 'and completions for bash, zsh and fish.'
	@case ":$$PATH:" in *:'$(PREFIX)/bin':*) ;; *) \
	  echo 'Put $(PREFIX)/bin on your PATH to call it by its name.' ;; esac

bench: build
	Bench/run

clean:
	rm -rf .build
